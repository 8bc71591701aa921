package org.paperzoo.evaluation.harness;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.paperzoo.datasets.vision.DetectionExample;
import org.paperzoo.datasets.vision.DetectionExamples;
import org.paperzoo.datasets.vision.ObjectAnnotation;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.detection.BoxPrediction;
import org.paperzoo.evaluation.metric.detection.BoxReference;
import org.paperzoo.evaluation.result.KeptExample;
import org.paperzoo.evaluation.result.KeptExample.KeptBox;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.task.Detections;

/** Objects found in pictures, compared with annotated boxes. */
final class DetectionWorkload extends ScoredWorkload<Picture, Detections, BoxReference, BoxPrediction, BoxReference> {

    /** Proposals below this confidence are scored, but not shown. */
    private static final double LEAST_SHOWN_SCORE = 0.3;

    private static final int MOST_SHOWN = 200;

    private final DetectionExamples examples;

    DetectionWorkload(DetectionExamples examples, String source, List<Metric<BoxPrediction, BoxReference>> metrics) {
        super(Picture.class, Detections.class, source, metrics, 1);
        this.examples = examples;
    }

    @Override
    public long size() {
        return examples.size();
    }

    @Override
    public Sample<Picture, BoxReference> next() throws IOException {
        DetectionExample example = examples.next();
        if (example == null) {
            return null;
        }
        Picture picture = Pictures.of(example.image().read());
        feed(picture.pixels());
        return new Sample<>(picture, reference(example));
    }

    private static BoxReference reference(DetectionExample example) {
        List<ObjectAnnotation> objects = example.objects();
        long[] ids = new long[objects.size()];
        double[] boxes = new double[4 * objects.size()];
        int[] categories = new int[objects.size()];
        double[] areas = new double[objects.size()];
        boolean[] crowds = new boolean[objects.size()];
        for (int i = 0; i < ids.length; i++) {
            ObjectAnnotation object = objects.get(i);
            ids[i] = object.id();
            boxes[4 * i] = object.left();
            boxes[4 * i + 1] = object.top();
            boxes[4 * i + 2] = object.width();
            boxes[4 * i + 3] = object.height();
            categories[i] = Math.toIntExact(object.category());
            areas[i] = object.area();
            crowds[i] = object.crowd();
        }
        return new BoxReference(example.imageId(), ids, boxes, categories, areas, crowds);
    }

    @Override
    public KeptExample show(long index, Picture input, Detections output, BoxReference reference, ExampleKeeper keeper)
            throws IOException {
        String name = String.format(Locale.ROOT, "%05d", index);
        return KeptExample.ofPictures(
                index,
                alone(output, reference),
                found(output),
                expected(reference),
                List.of(keeper.photograph(name, "the picture", input)));
    }

    /** The best proposals of some confidence, the best first: a detector proposes many more than there are objects. */
    private static List<KeptBox> found(Detections output) {
        return IntStream.range(0, output.size())
                .filter(index -> output.scores()[index] >= LEAST_SHOWN_SCORE)
                .boxed()
                .sorted(Comparator.comparingDouble(index -> -output.scores()[index]))
                .limit(MOST_SHOWN)
                .map(index -> {
                    float[] boxes = output.boxes();
                    double left = boxes[4 * index];
                    double top = boxes[4 * index + 1];
                    return new KeptBox(
                            output.labels()[index],
                            (double) output.scores()[index],
                            left,
                            top,
                            boxes[4 * index + 2] - left,
                            boxes[4 * index + 3] - top);
                })
                .toList();
    }

    private static List<KeptBox> expected(BoxReference reference) {
        double[] boxes = reference.boxes();
        return IntStream.range(0, Math.min(MOST_SHOWN, reference.categories().length))
                .mapToObj(index -> new KeptBox(
                        reference.categories()[index],
                        null,
                        boxes[4 * index],
                        boxes[4 * index + 1],
                        boxes[4 * index + 2],
                        boxes[4 * index + 3]))
                .toList();
    }

    @Override
    BoxPrediction prediction(Detections output) {
        return BoxPrediction.ofCorners(output.boxes(), output.scores(), output.labels());
    }

    @Override
    BoxReference expectation(BoxReference reference) {
        return reference;
    }

    @Override
    public void close() throws IOException {
        examples.close();
    }
}

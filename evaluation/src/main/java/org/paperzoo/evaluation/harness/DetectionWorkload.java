package org.paperzoo.evaluation.harness;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import org.paperzoo.datasets.vision.DetectionExample;
import org.paperzoo.datasets.vision.DetectionExamples;
import org.paperzoo.datasets.vision.ObjectAnnotation;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.detection.BoxPrediction;
import org.paperzoo.evaluation.metric.detection.BoxReference;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.task.Detections;

/** Objects found in pictures, compared with annotated boxes. */
final class DetectionWorkload implements Workload<Picture, Detections, BoxReference> {

    private final DetectionExamples examples;
    private final String source;
    private final Scoreboard<BoxPrediction, BoxReference> scores;
    private final MessageDigest digest = Digests.sha256();

    DetectionWorkload(DetectionExamples examples, String source, List<Metric<BoxPrediction, BoxReference>> metrics) {
        this.examples = examples;
        this.source = source;
        scores = new Scoreboard<>(metrics, 1);
    }

    @Override
    public Class<Picture> input() {
        return Picture.class;
    }

    @Override
    public Class<Detections> output() {
        return Detections.class;
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
        digest.update(picture.pixels());
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
    public void score(Detections output, BoxReference reference) {
        scores.update(BoxPrediction.ofCorners(output.boxes(), output.scores(), output.labels()), reference);
    }

    @Override
    public List<MeasuredValue> values(int resamples, long seed) {
        return scores.values(resamples, seed);
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public String digest() {
        return Digests.hex(digest);
    }

    @Override
    public void close() throws IOException {
        examples.close();
    }
}

package org.paperzoo.evaluation.harness;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.paperzoo.datasets.vision.SegmentationExample;
import org.paperzoo.datasets.vision.SegmentationExamples;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.segmentation.LabelMap;
import org.paperzoo.evaluation.result.KeptExample;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.SegmentationDrawing;
import org.paperzoo.zoo.task.PixelClasses;

/** A class for each pixel of pictures, compared with label maps. */
final class SegmentationWorkload extends ScoredWorkload<Picture, PixelClasses, LabelMap, LabelMap, LabelMap> {

    private final SegmentationExamples examples;

    SegmentationWorkload(SegmentationExamples examples, String source, List<Metric<LabelMap, LabelMap>> metrics) {
        super(Picture.class, PixelClasses.class, source, metrics, 1);
        this.examples = examples;
    }

    @Override
    public long size() {
        return examples.size();
    }

    /**
     * The next picture.
     *
     * @throws InvalidInputException if its label map has another size
     */
    @Override
    public Sample<Picture, LabelMap> next() throws IOException {
        SegmentationExample example = examples.next();
        if (example == null) {
            return null;
        }
        Picture picture = Pictures.of(example.image().read());
        var labels = example.labels();
        if (labels.width() != picture.width() || labels.height() != picture.height()) {
            throw new InvalidInputException(example.image().name() + ": " + picture.width() + " by " + picture.height()
                    + " pixels; its label map has " + labels.width() + " by " + labels.height());
        }
        feed(picture.pixels());
        feed(labels.labels());
        return new Sample<>(picture, LabelMap.ofBytes(labels.width(), labels.height(), labels.labels()));
    }

    @Override
    LabelMap prediction(PixelClasses output) {
        return LabelMap.ofBytes(output.width(), output.height(), output.classes());
    }

    @Override
    LabelMap expectation(LabelMap reference) {
        return reference;
    }

    @Override
    public KeptExample show(long index, Picture input, PixelClasses output, LabelMap reference, ExampleKeeper keeper)
            throws IOException {
        String name = String.format(Locale.ROOT, "%05d", index);
        return KeptExample.ofPictures(
                index,
                alone(output, reference),
                List.of(),
                List.of(),
                List.of(
                        keeper.photograph(name, "the picture", input),
                        keeper.drawing(name + "-found", "the classes found", SegmentationDrawing.draw(input, output)),
                        keeper.drawing(
                                name + "-expected",
                                "the classes annotated",
                                SegmentationDrawing.draw(input, annotated(reference)))));
    }

    /** Pixels that are left out keep their number, 255, which is drawn as any other class. */
    private static PixelClasses annotated(LabelMap reference) {
        byte[] classes = new byte[reference.width() * reference.height()];
        for (int at = 0; at < classes.length; at++) {
            classes[at] = (byte) reference.label(at);
        }
        return new PixelClasses(reference.width(), reference.height(), classes);
    }

    @Override
    public void close() throws IOException {
        examples.close();
    }
}

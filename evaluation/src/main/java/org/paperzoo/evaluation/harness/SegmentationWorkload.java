package org.paperzoo.evaluation.harness;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import org.paperzoo.datasets.vision.SegmentationExample;
import org.paperzoo.datasets.vision.SegmentationExamples;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.segmentation.LabelMap;
import org.paperzoo.evaluation.result.KeptExample;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.image.SegmentationDrawing;
import org.paperzoo.zoo.task.PixelClasses;

/** A class for each pixel of pictures, compared with label maps. */
final class SegmentationWorkload implements Workload<Picture, PixelClasses, LabelMap> {

    private final SegmentationExamples examples;
    private final String source;
    private final Scoreboard<LabelMap, LabelMap> scores;
    private final MessageDigest digest = Digests.sha256();

    SegmentationWorkload(SegmentationExamples examples, String source, List<Metric<LabelMap, LabelMap>> metrics) {
        this.examples = examples;
        this.source = source;
        scores = new Scoreboard<>(metrics, 1);
    }

    @Override
    public Class<Picture> input() {
        return Picture.class;
    }

    @Override
    public Class<PixelClasses> output() {
        return PixelClasses.class;
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
        digest.update(picture.pixels());
        digest.update(labels.labels());
        return new Sample<>(picture, LabelMap.ofBytes(labels.width(), labels.height(), labels.labels()));
    }

    @Override
    public void score(PixelClasses output, LabelMap reference) {
        scores.update(prediction(output), reference);
    }

    private static LabelMap prediction(PixelClasses output) {
        return LabelMap.ofBytes(output.width(), output.height(), output.classes());
    }

    @Override
    public Scoreboard<?, ?> scores() {
        return scores;
    }

    @Override
    public KeptExample show(long index, Picture input, PixelClasses output, LabelMap reference, ExampleKeeper keeper)
            throws IOException {
        String name = String.format(Locale.ROOT, "%05d", index);
        return KeptExample.ofPictures(
                index,
                scores.alone(prediction(output), reference),
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

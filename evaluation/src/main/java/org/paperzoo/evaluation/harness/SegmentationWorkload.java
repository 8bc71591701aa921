package org.paperzoo.evaluation.harness;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import org.paperzoo.datasets.vision.SegmentationExample;
import org.paperzoo.datasets.vision.SegmentationExamples;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.segmentation.LabelMap;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.image.Picture;
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
        scores.update(LabelMap.ofBytes(output.width(), output.height(), output.classes()), reference);
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

package org.paperzoo.evaluation.metric.segmentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.AdditiveMetric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.PairwiseSum;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Mean intersection over union as mmseg 0.16 computes it, 0 to 1, and the accuracies that it reports beside it.
 *
 * <p>Values: {@code mIoU aAcc mAcc mDice mFscore mPrecision mRecall}; by class {@code iou acc dice fscore precision
 * recall}, and the counts of pixels {@code intersect union predicted labelled}. A class that neither side has is NaN and
 * left out of the mean; one that is only predicted has an IoU of 0 and an accuracy of NaN. The state is counts of pixels.
 */
public final class MeanIou implements AdditiveMetric<LabelMap, LabelMap> {

    private static final String REFERENCE = "mmseg 0.16.0 (lhoyer/DAFormer e6f6e04)";

    private final SegmentationProtocol protocol;
    private final int classes;
    private final MetricDefinition definition;
    /** What reference labels from 0 to 255 stand for. */
    private final int[] readings;
    /** How labels of a byte are counted together; null if there are too many classes for it to pay. */
    private final PairedBytes pairedBytes;

    public MeanIou(SegmentationProtocol protocol) {
        this.protocol = protocol;
        classes = protocol.classes();
        definition = new MetricDefinition("miou-mmseg" + protocol.idPart(), "mIoU", "fraction", 0, 1, true, REFERENCE);
        readings = IntStream.range(0, 256).map(protocol::read).toArray();
        pairedBytes = classes > 256 ? null : new PairedBytes(classes, readings, protocol.ignoredLabel());
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public Accumulator<LabelMap, LabelMap> newAccumulator() {
        return new Pixels(0, new long[3 * classes]);
    }

    @Override
    public Accumulator<LabelMap, LabelMap> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        return new Pixels(reader.count("images"), reader.counts("pixels", 3 * classes));
    }

    @Override
    public double[] statistics(Accumulator<LabelMap, LabelMap> accumulator) {
        return LongStream.of(pixelsOf(accumulator).counts).asDoubleStream().toArray();
    }

    @Override
    public MetricResult resultOf(double[] statistics) {
        double[] intersect = Arrays.copyOfRange(statistics, 0, classes);
        double[] predicted = Arrays.copyOfRange(statistics, classes, 2 * classes);
        double[] labelled = Arrays.copyOfRange(statistics, 2 * classes, 3 * classes);
        double[] union = new double[classes];
        double[] iou = new double[classes];
        double[] dice = new double[classes];
        double[] precision = new double[classes];
        double[] recall = new double[classes];
        double[] fscore = new double[classes];
        for (int i = 0; i < classes; i++) {
            union[i] = predicted[i] + labelled[i] - intersect[i];
            iou[i] = intersect[i] / union[i];
            dice[i] = 2 * intersect[i] / (predicted[i] + labelled[i]);
            precision[i] = intersect[i] / predicted[i];
            recall[i] = intersect[i] / labelled[i];
            fscore[i] = 2 * (precision[i] * recall[i]) / (precision[i] + recall[i]);
        }
        double mean = PairwiseSum.meanOfDefined(iou);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("mIoU", mean);
        values.put(
                "aAcc", Arrays.stream(intersect).sum() / Arrays.stream(labelled).sum());
        values.put("mAcc", PairwiseSum.meanOfDefined(recall));
        values.put("mDice", PairwiseSum.meanOfDefined(dice));
        values.put("mFscore", PairwiseSum.meanOfDefined(fscore));
        values.put("mPrecision", PairwiseSum.meanOfDefined(precision));
        values.put("mRecall", PairwiseSum.meanOfDefined(recall));
        values.put("iou", MetricResult.list(iou));
        values.put("acc", MetricResult.list(recall));
        values.put("dice", MetricResult.list(dice));
        values.put("fscore", MetricResult.list(fscore));
        values.put("precision", MetricResult.list(precision));
        values.put("recall", MetricResult.list(recall));
        values.put("intersect", pixels(intersect));
        values.put("union", pixels(union));
        values.put("predicted", pixels(predicted));
        values.put("labelled", pixels(labelled));
        return new MetricResult(definition.id(), mean, values);
    }

    private static Object pixels(double[] counts) {
        return MetricResult.list(
                Arrays.stream(counts).mapToLong(count -> (long) count).toArray());
    }

    private Pixels pixelsOf(Accumulator<LabelMap, LabelMap> accumulator) {
        if (accumulator instanceof Pixels pixels && pixels.metricId().equals(definition.id())) {
            return pixels;
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    private final class Pixels implements Accumulator<LabelMap, LabelMap> {

        private long images;
        /** By class: right pixels, then predicted ones, then labelled ones. */
        private final long[] counts;

        Pixels(long images, long[] counts) {
            this.images = images;
            this.counts = counts;
        }

        String metricId() {
            return definition.id();
        }

        @Override
        public void update(LabelMap prediction, LabelMap reference) {
            if (prediction.width() != reference.width() || prediction.height() != reference.height()) {
                throw new IllegalArgumentException("the prediction has " + prediction.width() + " x "
                        + prediction.height() + " pixels, the reference " + reference.width() + " x "
                        + reference.height());
            }
            if (pairedBytes != null && prediction.bytes() != null && reference.bytes() != null) {
                pairedBytes.count(prediction.bytes(), reference.bytes(), counts);
            } else {
                countOneByOne(prediction, reference);
            }
            images++;
        }

        private void countOneByOne(LabelMap prediction, LabelMap reference) {
            for (int pixel = 0; pixel < reference.size(); pixel++) {
                int label = reference.label(pixel);
                label = (label & ~0xFF) == 0 ? readings[label] : protocol.read(label);
                if (label == protocol.ignoredLabel() && label >= 0) {
                    continue;
                }
                int predicted = prediction.label(pixel);
                if (predicted >= 0 && predicted < classes) {
                    counts[classes + predicted]++;
                    if (predicted == label) {
                        counts[predicted]++;
                    }
                }
                if (label >= 0 && label < classes) {
                    counts[2 * classes + label]++;
                }
            }
        }

        @Override
        public void merge(Accumulator<LabelMap, LabelMap> other) {
            Pixels pixels = pixelsOf(other);
            for (int i = 0; i < counts.length; i++) {
                counts[i] += pixels.counts[i];
            }
            images += pixels.images;
        }

        @Override
        public long size() {
            return images;
        }

        @Override
        public MetricResult result() {
            if (images == 0) {
                throw new IllegalStateException(definition.id() + " has seen no image");
            }
            return resultOf(statistics(this));
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            state.put("images", images);
            LongStream.of(counts).forEach(state.putArray("pixels")::add);
            return state;
        }
    }
}

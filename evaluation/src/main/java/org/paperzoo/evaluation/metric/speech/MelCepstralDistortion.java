package org.paperzoo.evaluation.metric.speech;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.ExactSum;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Mel-cepstral distortion (Kubichek 1993) in decibels: {@code 10 / ln 10 * sqrt(2)} times the Euclidean distance of two
 * frames of cepstral coefficients without the first, c0, which is loudness. The mean is over the frames of all utterances;
 * lower is better. Frames are aligned one by one, or along the path of least total distance (dynamic time warping with
 * steps of one frame in either utterance or both).
 *
 * <p>Predictions and references are frames of coefficients, {@code [frames][coefficients]}. Values: {@code frames} (frame
 * pairs), {@code utterances} and {@code utterance_mean}, the mean of the utterances' own means. The state is exact sums.
 */
public final class MelCepstralDistortion implements Metric<double[][], double[][]> {

    private static final double DECIBELS = 10 / StrictMath.log(10) * Math.sqrt(2);

    private final boolean warped;
    private final MetricDefinition definition;
    private final ThreadLocal<TimeWarping> warpings = ThreadLocal.withInitial(TimeWarping::new);

    private MelCepstralDistortion(boolean warped) {
        this.warped = warped;
        definition = new MetricDefinition(
                warped ? "mcd-dtw" : "mcd-aligned",
                "MCD",
                "dB",
                0,
                Double.POSITIVE_INFINITY,
                false,
                "Kubichek 1993, c0 excluded");
    }

    /** The distortion of utterances with as many frames each. */
    public static MelCepstralDistortion aligned() {
        return new MelCepstralDistortion(false);
    }

    /** The distortion along the best alignment; where two paths are as good, the one with more steps in both. */
    public static MelCepstralDistortion warped() {
        return new MelCepstralDistortion(true);
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public Accumulator<double[][], double[][]> newAccumulator() {
        return new Sums();
    }

    @Override
    public Accumulator<double[][], double[][]> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        Sums sums = new Sums();
        sums.utterances = reader.count("utterances");
        sums.frames = reader.count("frames");
        sums.distances.add(ExactSum.fromJson(reader.object("distances")));
        sums.means.add(ExactSum.fromJson(reader.object("means")));
        return sums;
    }

    private static void check(String name, double[][] frames, int coefficients) {
        for (int frame = 0; frame < frames.length; frame++) {
            if (frames[frame].length != coefficients) {
                throw new IllegalArgumentException("frame " + frame + " of the " + name + " has " + frames[frame].length
                        + " coefficients; expected " + coefficients);
            }
            for (double coefficient : frames[frame]) {
                if (!Double.isFinite(coefficient)) {
                    throw new IllegalArgumentException(
                            "frame " + frame + " of the " + name + " has a coefficient that is " + coefficient);
                }
            }
        }
    }

    private final class Sums implements Accumulator<double[][], double[][]> {

        private long utterances;
        private long frames;
        private final ExactSum distances = new ExactSum();
        private final ExactSum means = new ExactSum();

        String metricId() {
            return definition.id();
        }

        @Override
        public void update(double[][] prediction, double[][] reference) {
            if (prediction.length == 0 || reference.length == 0) {
                throw new IllegalArgumentException("an utterance has no frames");
            }
            int coefficients = reference[0].length;
            if (coefficients < 2) {
                throw new IllegalArgumentException("frames need at least 2 coefficients, c0 and one more");
            }
            check("reference", reference, coefficients);
            check("prediction", prediction, coefficients);
            ExactSum own = new ExactSum();
            long pairs = warped ? warp(prediction, reference, own) : align(prediction, reference, own);
            utterances++;
            frames += pairs;
            distances.add(own);
            means.add(own.doubleValue() / pairs);
        }

        private long align(double[][] prediction, double[][] reference, ExactSum sum) {
            if (prediction.length != reference.length) {
                throw new IllegalArgumentException("the prediction has " + prediction.length
                        + " frames and the reference " + reference.length + "; without warping they must be as many");
            }
            for (int frame = 0; frame < prediction.length; frame++) {
                sum.add(TimeWarping.distance(prediction[frame], reference[frame]));
            }
            return prediction.length;
        }

        private long warp(double[][] prediction, double[][] reference, ExactSum sum) {
            TimeWarping warping = warpings.get();
            warping.align(prediction, reference);
            sum.add(warping.cost());
            return warping.pathLength();
        }

        @Override
        public void merge(Accumulator<double[][], double[][]> other) {
            if (!(other instanceof Sums sums) || !sums.metricId().equals(definition.id())) {
                throw new IllegalArgumentException("not an accumulator of " + definition.id());
            }
            utterances += sums.utterances;
            frames += sums.frames;
            distances.add(sums.distances);
            means.add(sums.means);
        }

        @Override
        public long size() {
            return utterances;
        }

        @Override
        public MetricResult result() {
            if (utterances == 0) {
                throw new IllegalStateException(definition.id() + " has seen no utterance");
            }
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("frames", frames);
            values.put("utterances", utterances);
            values.put("utterance_mean", DECIBELS * (means.doubleValue() / utterances));
            return new MetricResult(definition.id(), DECIBELS * (distances.doubleValue() / frames), values);
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            state.put("utterances", utterances);
            state.put("frames", frames);
            state.set("distances", distances.toJson());
            state.set("means", means.toJson());
            return state;
        }
    }
}

package org.paperzoo.evaluation.metric.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.AdditiveMetric;
import org.paperzoo.evaluation.metric.ExactSum;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.PairwiseSum;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * The inception score (Salimans et al. 2016): the exponential of the mean divergence of a picture's classes from those of
 * all, from 1 to the number of classes, in contiguous splits of the pictures. There is no reference.
 *
 * <p>Values: {@code is} (the mean over the splits), {@code std} (their standard deviation, of the population), and {@code
 * splits}. The state is an exact sum for each class and split, however many pictures there are.
 */
public final class InceptionScore implements AdditiveMetric<ClassProbabilities, Object> {

    private static final int MOST_SPLITS = 1000;
    private static final int MOST_CLASSES = 1 << 16;

    private final MetricDefinition definition;
    private final int splits;
    private final int classes;
    private final long pictures;

    /**
     * A score over a set of known size.
     *
     * @param splits how many parts are scored apart; papers take 10
     * @param classes number of classes
     * @param pictures number of pictures, at least as many as splits
     */
    public InceptionScore(int splits, int classes, long pictures) {
        if (splits < 1 || splits > MOST_SPLITS) {
            throw new IllegalArgumentException("needs 1 to " + MOST_SPLITS + " splits, not " + splits);
        }
        if (classes < 2 || classes > MOST_CLASSES) {
            throw new IllegalArgumentException("needs 2 to " + MOST_CLASSES + " classes, not " + classes);
        }
        if (pictures < splits || pictures > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    splits + " splits need from as many to 2^31 - 1 pictures, not " + pictures);
        }
        this.splits = splits;
        this.classes = classes;
        this.pictures = pictures;
        definition = new MetricDefinition(
                "inception-score-splits" + splits,
                "IS",
                "classes",
                1,
                classes,
                true,
                "definition: Salimans et al. 2016, contiguous splits");
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public Accumulator<ClassProbabilities, Object> newAccumulator() {
        return new Sums();
    }

    @Override
    public Accumulator<ClassProbabilities, Object> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        reader.integer("classes", classes, classes);
        reader.integer("pictures", pictures, pictures);
        Sums restored = new Sums();
        System.arraycopy(reader.counts("counts", splits), 0, restored.counts, 0, splits);
        List<StateReader> sums = reader.objects("sums");
        if (sums.size() != restored.sums.length) {
            throw reader.wrong("sums", "must be a list of " + restored.sums.length);
        }
        for (int i = 0; i < sums.size(); i++) {
            restored.sums[i] = ExactSum.fromJson(sums.get(i));
        }
        return restored;
    }

    /** By split: the pictures, the sum of each class' probabilities, and the sum of {@code p log p}. */
    @Override
    public double[] statistics(Accumulator<ClassProbabilities, Object> accumulator) {
        Sums sums = sumsOf(accumulator);
        double[] statistics = new double[splits * (classes + 2)];
        for (int split = 0; split < splits; split++) {
            int at = split * (classes + 2);
            statistics[at] = sums.counts[split];
            for (int i = 0; i <= classes; i++) {
                statistics[at + 1 + i] = sums.sums[split * (classes + 1) + i].doubleValue();
            }
        }
        return statistics;
    }

    @Override
    public MetricResult resultOf(double[] statistics) {
        // A resample may leave a split without any picture.
        double[] scores = IntStream.range(0, splits)
                .filter(split -> statistics[split * (classes + 2)] > 0)
                .mapToDouble(split -> score(statistics, split * (classes + 2)))
                .toArray();
        double mean = PairwiseSum.of(scores, scores.length) / scores.length;
        double[] squares = Arrays.stream(scores)
                .map(score -> (score - mean) * (score - mean))
                .toArray();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("is", mean);
        values.put("std", Math.sqrt(PairwiseSum.of(squares, squares.length) / squares.length));
        values.put("splits", MetricResult.list(scores));
        return new MetricResult(definition.id(), mean, values);
    }

    private double score(double[] statistics, int at) {
        double count = statistics[at];
        double divergence = statistics[at + 1 + classes] / count;
        for (int i = 0; i < classes; i++) {
            double share = statistics[at + 1 + i] / count;
            divergence -= entropyTerm(share);
        }
        return Math.exp(divergence);
    }

    private static double entropyTerm(double probability) {
        return probability == 0 ? 0 : probability * Math.log(probability);
    }

    private Sums sumsOf(Accumulator<ClassProbabilities, Object> accumulator) {
        if (accumulator instanceof Sums sums && sums.settings().equals(settings())) {
            return sums;
        }
        throw new IllegalArgumentException("not an accumulator of " + settings());
    }

    private String settings() {
        return definition.id() + " over " + pictures + " pictures of " + classes + " classes";
    }

    private final class Sums implements Accumulator<ClassProbabilities, Object> {

        private final long[] counts = new long[splits];
        /** By split: the probabilities of each class, then the terms of the entropies. */
        private final ExactSum[] sums = new ExactSum[splits * (classes + 1)];

        Sums() {
            Arrays.setAll(sums, i -> new ExactSum());
        }

        String settings() {
            return InceptionScore.this.settings();
        }

        @Override
        public void update(ClassProbabilities prediction, Object reference) {
            double[] probabilities = prediction.probabilities();
            if (probabilities.length != classes || prediction.index() >= pictures) {
                throw new IllegalArgumentException("picture " + prediction.index() + " has " + probabilities.length
                        + " classes; expected is one of " + pictures + " pictures of " + classes + " classes");
            }
            int split = splitOf(prediction.index());
            double entropy = 0;
            for (int i = 0; i < classes; i++) {
                sums[split * (classes + 1) + i].add(probabilities[i]);
                entropy += entropyTerm(probabilities[i]);
            }
            sums[split * (classes + 1) + classes].add(entropy);
            counts[split]++;
        }

        /** Split {@code k} holds the pictures from {@code k n / splits} on, rounded down. */
        private int splitOf(long index) {
            int split = (int) (index * splits / pictures);
            while (split + 1 < splits && (split + 1) * pictures / splits <= index) {
                split++;
            }
            return split;
        }

        @Override
        public void merge(Accumulator<ClassProbabilities, Object> other) {
            Sums others = sumsOf(other);
            for (int i = 0; i < sums.length; i++) {
                sums[i].add(others.sums[i]);
            }
            for (int i = 0; i < splits; i++) {
                counts[i] += others.counts[i];
            }
        }

        @Override
        public long size() {
            return LongStream.of(counts).sum();
        }

        @Override
        public MetricResult result() {
            if (LongStream.of(counts).anyMatch(count -> count == 0)) {
                throw new IllegalStateException(settings() + " has seen no picture of some split");
            }
            return resultOf(statistics(this));
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            state.put("classes", classes);
            state.put("pictures", pictures);
            LongStream.of(counts).forEach(state.putArray("counts")::add);
            ArrayNode list = state.putArray("sums");
            for (ExactSum sum : sums) {
                list.add(sum.toJson());
            }
            return state;
        }
    }
}

package org.paperzoo.evaluation.metric.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.AdditiveMetric;
import org.paperzoo.evaluation.metric.ExactSum;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * How improbable a language model finds texts, from its logits. Log probabilities are computed in double precision; the
 * state is exact sums of them.
 *
 * <p>Values, whichever is the headline: {@code n_tokens} that count, {@code sum_nll} (negative log likelihood, natural
 * logarithm), {@code perplexity} over all tokens, {@code mean_perplexity} over texts, {@code exp_of_mean_sequence_loss}
 * (of the mean over texts of their mean loss), {@code bits_per_token}, {@code label_smoothed_loss}, {@code
 * next_token_accuracy}; and where every text has its size, {@code byte_perplexity}, {@code bits_per_byte} and {@code
 * word_perplexity}. A text without a token that counts makes the means over texts undefined (NaN), as in the reference.
 */
public final class Perplexity implements AdditiveMetric<TokenLogits, TokenLabels> {

    /** Which of the values is the headline. */
    public enum Headline {
        /** e to the mean loss of all tokens, as torchmetrics has it. */
        TOKEN("perplexity", "perplexity-token", "torchmetrics dab0333 Perplexity, in float64", 1),
        /** The mean over texts of e to their mean loss, as Hugging Face's evaluate has it. */
        TEXT("mean_perplexity", "perplexity-text-mean", "evaluate, metric perplexity, in float64", 1),
        /** e to the loss for each byte. */
        BYTE("byte_perplexity", "perplexity-byte", "lm-evaluation-harness, byte_perplexity", 1),
        /** e to the loss for each word. */
        WORD("word_perplexity", "perplexity-word", "lm-evaluation-harness, word_perplexity", 1),
        /** The loss for each byte to the base 2. */
        BITS_PER_BYTE("bits_per_byte", "bits-per-byte", "lm-evaluation-harness, bits_per_byte", 0),
        /** The mean loss where each label gives a share to all tokens alike (Szegedy et al. 2016). */
        SMOOTHED_LOSS("label_smoothed_loss", "loss-label-smoothed", "torch cross_entropy, in float64", 0);

        private final String value;
        private final String id;
        private final String reference;
        private final double minimum;

        Headline(String value, String id, String reference, double minimum) {
            this.value = value;
            this.id = id;
            this.reference = reference;
            this.minimum = minimum;
        }
    }

    /** The share of label smoothing unless the user says otherwise. */
    public static final double USUAL_SMOOTHING = 0.1;

    // The counts: texts, tokens, right tokens, texts of known bytes, bytes, texts of known words, words.
    private static final int TEXTS = 0;
    private static final int TOKENS = 1;
    private static final int RIGHT = 2;
    private static final int TEXTS_WITH_BYTES = 3;
    private static final int BYTES = 4;
    private static final int TEXTS_WITH_WORDS = 5;
    private static final int WORDS = 6;
    private static final int COUNTS = 7;

    private static final String[] SUMS = {"losses", "uniformLosses", "textPerplexities", "textLosses"};
    private static final int LOSSES = 0;
    /** Mean over the vocabulary of the negative log probabilities. */
    private static final int UNIFORM_LOSSES = 1;

    private static final int TEXT_PERPLEXITIES = 2;
    private static final int TEXT_LOSSES = 3;

    private final Headline headline;
    private final double smoothing;
    private final MetricDefinition definition;

    /**
     * @param smoothing share of every label that goes to all tokens alike, for the label-smoothed loss; from 0 to 1
     */
    public Perplexity(Headline headline, double smoothing) {
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw new IllegalArgumentException("the share of label smoothing must lie from 0 to 1, not " + smoothing);
        }
        this.headline = headline;
        this.smoothing = smoothing;
        // All values belong to the metric, so that its ID tells an unusual share in any case.
        String share = headline == Headline.SMOOTHED_LOSS || smoothing != USUAL_SMOOTHING
                ? "-" + Double.toString(smoothing).replace("E-", "e")
                : "";
        definition = new MetricDefinition(
                headline.id + share,
                headline.value.replace('_', ' '),
                unit(headline),
                headline.minimum,
                Double.POSITIVE_INFINITY,
                false,
                headline.reference);
    }

    /** A headline with label smoothing of a tenth. */
    public static Perplexity of(Headline headline) {
        return new Perplexity(headline, USUAL_SMOOTHING);
    }

    private static String unit(Headline headline) {
        if (headline == Headline.BITS_PER_BYTE) {
            return "bits";
        }
        return headline == Headline.SMOOTHED_LOSS ? "nats" : "perplexity";
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public Accumulator<TokenLogits, TokenLabels> newAccumulator() {
        return new Sums();
    }

    @Override
    public Accumulator<TokenLogits, TokenLabels> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        Sums restored = new Sums();
        System.arraycopy(reader.counts("counts", COUNTS), 0, restored.counts, 0, COUNTS);
        for (int i = 0; i < SUMS.length; i++) {
            restored.sums[i] = ExactSum.fromJson(reader.object(SUMS[i]));
        }
        return restored;
    }

    @Override
    public double[] statistics(Accumulator<TokenLogits, TokenLabels> accumulator) {
        Sums sums = sumsOf(accumulator);
        double[] statistics = new double[COUNTS + SUMS.length];
        for (int i = 0; i < COUNTS; i++) {
            statistics[i] = sums.counts[i];
        }
        for (int i = 0; i < SUMS.length; i++) {
            statistics[COUNTS + i] = sums.sums[i].doubleValue();
        }
        return statistics;
    }

    @Override
    public MetricResult resultOf(double[] statistics) {
        double texts = statistics[TEXTS];
        double tokens = statistics[TOKENS];
        double loss = statistics[COUNTS + LOSSES];
        double bits = loss / StrictMath.log(2);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("n_tokens", (long) tokens);
        values.put("sum_nll", loss);
        values.put("perplexity", StrictMath.exp(loss / tokens));
        values.put("mean_perplexity", statistics[COUNTS + TEXT_PERPLEXITIES] / texts);
        values.put("exp_of_mean_sequence_loss", StrictMath.exp(statistics[COUNTS + TEXT_LOSSES] / texts));
        values.put("bits_per_token", bits / tokens);
        values.put(
                "label_smoothed_loss",
                ((1 - smoothing) * loss + smoothing * statistics[COUNTS + UNIFORM_LOSSES]) / tokens);
        values.put("next_token_accuracy", statistics[RIGHT] / tokens);
        if (statistics[TEXTS_WITH_BYTES] == texts) {
            values.put("byte_perplexity", StrictMath.exp(loss / statistics[BYTES]));
            values.put("bits_per_byte", bits / statistics[BYTES]);
        }
        if (statistics[TEXTS_WITH_WORDS] == texts) {
            values.put("word_perplexity", StrictMath.exp(loss / statistics[WORDS]));
        }
        return new MetricResult(definition.id(), (Double) values.get(headline.value), values);
    }

    private Sums sumsOf(Accumulator<TokenLogits, TokenLabels> accumulator) {
        if (accumulator instanceof Sums sums && sums.metricId().equals(definition.id())) {
            return sums;
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    private void check(TokenLogits logits, TokenLabels reference) {
        if (logits.length() != reference.labels().length) {
            throw new IllegalArgumentException(
                    "the text has logits of " + logits.length() + " places and labels of " + reference.labels().length);
        }
        for (int label : reference.labels()) {
            if (label != TokenLabels.IGNORED && (label < 0 || label >= logits.vocabulary())) {
                throw new IllegalArgumentException("label " + label + " is no token: expected 0 to "
                        + (logits.vocabulary() - 1) + ", or " + TokenLabels.IGNORED
                        + " for a place that does not count");
            }
        }
        boolean byBytes = headline == Headline.BYTE || headline == Headline.BITS_PER_BYTE;
        if (byBytes && reference.bytes().isEmpty()) {
            throw new IllegalArgumentException(definition.id() + " needs to know how many bytes each text has");
        }
        if (headline == Headline.WORD && reference.words().isEmpty()) {
            throw new IllegalArgumentException(definition.id() + " needs to know how many words each text has");
        }
    }

    private final class Sums implements Accumulator<TokenLogits, TokenLabels> {

        private final long[] counts = new long[COUNTS];
        private final ExactSum[] sums = new ExactSum[SUMS.length];

        Sums() {
            for (int i = 0; i < sums.length; i++) {
                sums[i] = new ExactSum();
            }
        }

        String metricId() {
            return definition.id();
        }

        @Override
        public void update(TokenLogits prediction, TokenLabels reference) {
            check(prediction, reference);
            int[] labels = reference.labels();
            double[] row = new double[prediction.vocabulary()];
            ExactSum losses = new ExactSum();
            ExactSum uniformLosses = new ExactSum();
            long tokens = 0;
            long right = 0;
            for (int place = 0; place < labels.length; place++) {
                if (labels[place] == TokenLabels.IGNORED) {
                    continue;
                }
                prediction.read(place, row);
                int best = best(row, place);
                double normaliser = row[best] + StrictMath.log(sumOfExponentials(row, row[best]));
                losses.add(normaliser - row[labels[place]]);
                uniformLosses.add(normaliser - sum(row) / row.length);
                right += best == labels[place] ? 1 : 0;
                tokens++;
            }
            double meanLoss = losses.doubleValue() / tokens;
            sums[LOSSES].add(losses);
            sums[UNIFORM_LOSSES].add(uniformLosses);
            sums[TEXT_PERPLEXITIES].add(StrictMath.exp(meanLoss));
            sums[TEXT_LOSSES].add(meanLoss);
            counts[TEXTS]++;
            counts[TOKENS] += tokens;
            counts[RIGHT] += right;
            counts[TEXTS_WITH_BYTES] += reference.bytes().isPresent() ? 1 : 0;
            counts[BYTES] += reference.bytes().orElse(0);
            counts[TEXTS_WITH_WORDS] += reference.words().isPresent() ? 1 : 0;
            counts[WORDS] += reference.words().orElse(0);
        }

        @Override
        public void merge(Accumulator<TokenLogits, TokenLabels> other) {
            Sums others = sumsOf(other);
            for (int i = 0; i < COUNTS; i++) {
                counts[i] += others.counts[i];
            }
            for (int i = 0; i < sums.length; i++) {
                sums[i].add(others.sums[i]);
            }
        }

        @Override
        public long size() {
            return counts[TEXTS];
        }

        @Override
        public MetricResult result() {
            if (size() == 0) {
                throw new IllegalStateException(definition.id() + " has seen no text");
            }
            return resultOf(statistics(this));
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            LongStream.of(counts).forEach(state.putArray("counts")::add);
            for (int i = 0; i < sums.length; i++) {
                state.set(SUMS[i], sums[i].toJson());
            }
            return state;
        }
    }

    /** The first of the greatest logits. */
    private static int best(double[] row, int place) {
        int best = 0;
        boolean undefined = false;
        for (int i = 0; i < row.length; i++) {
            undefined |= Double.isNaN(row[i]);
            if (row[i] > row[best]) {
                best = i;
            }
        }
        if (undefined || Double.isInfinite(row[best])) {
            throw new IllegalArgumentException("the logits of place " + place
                    + " give no probabilities: expected numbers, of which some may be -infinity, but not all");
        }
        return best;
    }

    private static double sumOfExponentials(double[] row, double greatest) {
        double sum = 0;
        for (double logit : row) {
            sum += Math.exp(logit - greatest);
        }
        return sum;
    }

    private static double sum(double[] row) {
        double sum = 0;
        for (double logit : row) {
            sum += logit;
        }
        return sum;
    }
}

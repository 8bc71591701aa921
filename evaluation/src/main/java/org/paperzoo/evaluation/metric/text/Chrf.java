package org.paperzoo.evaluation.metric.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;

/**
 * chrF (Popović 2015) and, with n-grams of words, chrF++ (Popović 2017), as sacreBLEU 2.6.0 defines them, 0 to 100: the
 * F-score of the mean precision and the mean recall over orders. Of several references, each segment takes the one with
 * the greatest F-score.
 *
 * <p>Values: {@code hyp_ngrams}, {@code ref_ngrams} and {@code matches} by order, characters first and words after them,
 * {@code precisions}, {@code recalls} (0 to 1) and {@code signature}. Orders that the reference is too short for count
 * nothing of the hypothesis. The state is integer counts.
 */
public final class Chrf extends SacrebleuMetric {

    private static final int DEFAULT_CHARACTERS = 6;
    private static final int DEFAULT_BETA = 2;
    private static final int LONGEST = 16;

    /** What stands for a precision or recall of nothing with epsilon smoothing. */
    private static final double EPSILON = 1e-16;

    private final int characterOrder;
    private final int wordOrder;
    private final int beta;
    private final boolean lowercase;
    private final boolean whitespace;
    private final boolean epsilonSmoothing;
    private final ThreadLocal<ChrfMatcher> matchers;

    /**
     * @param characterOrder longest n-grams of characters, 1 to 16; 6 as a rule
     * @param wordOrder longest n-grams of words, 0 to 16; 0 for chrF, 2 for chrF++
     * @param beta weight of recall relative to precision, 0 to 100; 2 as a rule
     * @param lowercase whether case is ignored
     * @param whitespace whether spaces are characters
     * @param epsilonSmoothing whether F-scores are averaged over all orders, as in chrF++.py and NLTK, instead of precisions
     *     and recalls over those orders that both texts have
     */
    public Chrf(
            int characterOrder,
            int wordOrder,
            int beta,
            boolean lowercase,
            boolean whitespace,
            boolean epsilonSmoothing) {
        super(
                definition(characterOrder, wordOrder, beta, lowercase, whitespace, epsilonSmoothing),
                3 * (characterOrder + wordOrder),
                false);
        this.characterOrder = characterOrder;
        this.wordOrder = wordOrder;
        this.beta = beta;
        this.lowercase = lowercase;
        this.whitespace = whitespace;
        this.epsilonSmoothing = epsilonSmoothing;
        matchers = ThreadLocal.withInitial(() -> new ChrfMatcher(this));
    }

    /** chrF with sacreBLEU's defaults: six characters, twice the weight on recall. */
    public static Chrf ofCharacters() {
        return new Chrf(DEFAULT_CHARACTERS, 0, DEFAULT_BETA, false, false, false);
    }

    /** chrF++: chrF with words and pairs of words. */
    public static Chrf plusPlus() {
        return new Chrf(DEFAULT_CHARACTERS, 2, DEFAULT_BETA, false, false, false);
    }

    private static MetricDefinition definition(
            int characterOrder,
            int wordOrder,
            int beta,
            boolean lowercase,
            boolean whitespace,
            boolean epsilonSmoothing) {
        if (characterOrder < 1 || characterOrder > LONGEST) {
            throw new IllegalArgumentException(
                    "the longest n-grams must have 1 to " + LONGEST + " characters, not " + characterOrder);
        }
        if (wordOrder < 0 || wordOrder > LONGEST) {
            throw new IllegalArgumentException(
                    "the longest n-grams must have 0 to " + LONGEST + " words, not " + wordOrder);
        }
        if (beta < 0 || beta > 100) {
            throw new IllegalArgumentException("beta must lie between 0 and 100, not " + beta);
        }
        String id = "chrf-sacrebleu"
                + (characterOrder == DEFAULT_CHARACTERS ? "" : "-nc" + characterOrder)
                + (wordOrder == 0 ? "" : "-nw" + wordOrder)
                + (beta == DEFAULT_BETA ? "" : "-beta" + beta)
                + (lowercase ? "-lc" : "")
                + (whitespace ? "-space" : "")
                + (epsilonSmoothing ? "-eps" : "");
        return new MetricDefinition(
                id,
                "chrF" + beta + "+".repeat(wordOrder),
                "0-100",
                0,
                100,
                true,
                "sacreBLEU " + SacrebleuSignature.VERSION);
    }

    int characterOrder() {
        return characterOrder;
    }

    int wordOrder() {
        return wordOrder;
    }

    boolean whitespace() {
        return whitespace;
    }

    private int orders() {
        return characterOrder + wordOrder;
    }

    @Override
    double addSegment(String hypothesis, List<String> references, long[] counts) {
        ChrfMatcher matcher = matchers.get();
        matcher.hypothesis(prepared(hypothesis));
        long[] best = null;
        double bestScore = -1;
        for (String reference : references) {
            long[] candidate = matcher.statistics(prepared(reference));
            double[] statistics = new double[candidate.length];
            for (int i = 0; i < statistics.length; i++) {
                statistics[i] = candidate[i];
            }
            double score = score(statistics, 0, false);
            if (score > bestScore) {
                bestScore = score;
                best = candidate;
            }
        }
        for (int i = 0; i < best.length; i++) {
            counts[OWN + i] += best[i];
        }
        return 0;
    }

    private String prepared(String text) {
        return lowercase ? PythonText.lower(text) : text;
    }

    @Override
    public MetricResult resultOf(double[] statistics) {
        int orders = orders();
        double[] inHypothesis = new double[orders];
        double[] inReference = new double[orders];
        double[] matches = new double[orders];
        double[] precisions = new double[orders];
        double[] recalls = new double[orders];
        for (int i = 0; i < orders; i++) {
            inHypothesis[i] = statistics[OWN + 3 * i];
            inReference[i] = statistics[OWN + 3 * i + 1];
            matches[i] = statistics[OWN + 3 * i + 2];
            precisions[i] = inHypothesis[i] > 0 ? matches[i] / inHypothesis[i] : 0;
            recalls[i] = inReference[i] > 0 ? matches[i] / inReference[i] : 0;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("hyp_ngrams", whole(inHypothesis));
        values.put("ref_ngrams", whole(inReference));
        values.put("matches", whole(matches));
        values.put("precisions", MetricResult.list(precisions));
        values.put("recalls", MetricResult.list(recalls));
        values.put("signature", signature(statistics).text());
        return new MetricResult(definition().id(), score(statistics, OWN, false), values);
    }

    private static List<Long> whole(double[] counts) {
        long[] rounded = new long[counts.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (long) counts[i];
        }
        return MetricResult.list(rounded);
    }

    @Override
    double resampledScore(float[] sums) {
        double[] statistics = new double[sums.length];
        for (int i = 0; i < sums.length; i++) {
            statistics[i] = sums[i];
        }
        return score(statistics, 0, true);
    }

    /**
     * @param statistics for each order, n-grams of the hypothesis, of the reference, and shared ones
     * @param singlePrecision whether precisions and recalls are rounded to single precision
     */
    private double score(double[] statistics, int offset, boolean singlePrecision) {
        double factor = beta * beta;
        double fScores = 0;
        double precisions = 0;
        double recalls = 0;
        int effectiveOrders = 0;
        for (int i = 0; i < orders(); i++) {
            double inHypothesis = statistics[offset + 3 * i];
            double inReference = statistics[offset + 3 * i + 1];
            double matches = statistics[offset + 3 * i + 2];
            double precision = inHypothesis > 0 ? ratio(matches, inHypothesis, singlePrecision) : EPSILON;
            double recall = inReference > 0 ? ratio(matches, inReference, singlePrecision) : EPSILON;
            double denominator = factor * precision + recall;
            fScores += denominator > 0 ? (1 + factor) * precision * recall / denominator : EPSILON;
            if (inHypothesis > 0 && inReference > 0) {
                precisions += precision;
                recalls += recall;
                effectiveOrders++;
            }
        }
        if (epsilonSmoothing) {
            return 100 * fScores / orders();
        }
        if (effectiveOrders == 0 || precisions + recalls == 0) {
            return 0;
        }
        double precision = precisions / effectiveOrders;
        double recall = recalls / effectiveOrders;
        return 100 * ((1 + factor) * precision * recall / (factor * precision + recall));
    }

    private static double ratio(double part, double whole, boolean singlePrecision) {
        return singlePrecision ? (float) part / (float) whole : part / whole;
    }

    @Override
    List<SacrebleuSignature.Entry> settings() {
        return List.of(
                new SacrebleuSignature.Entry("case", "c", lowercase ? "lc" : "mixed"),
                SacrebleuSignature.entry("eff", "e", !epsilonSmoothing),
                new SacrebleuSignature.Entry("nc", "nc", Integer.toString(characterOrder)),
                new SacrebleuSignature.Entry("nw", "nw", Integer.toString(wordOrder)),
                SacrebleuSignature.entry("space", "s", whitespace));
    }

    @Override
    String details(MetricResult result) {
        return "";
    }
}

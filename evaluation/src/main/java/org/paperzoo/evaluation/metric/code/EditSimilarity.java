package org.paperzoo.evaluation.metric.code;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;
import org.paperzoo.evaluation.metric.text.PythonText;

/**
 * Edit similarity and exact match of CodeXGLUE's line completion, 0 to 100. A prediction is a line, its reference the
 * line that is right. Placeholders of literals ({@code <NUM_LIT>}, {@code <STR_LIT:text>}) become what they stand for;
 * the similarity of a pair is fuzzywuzzy's ratio, a whole number of per cent, and the metric is their mean.
 *
 * <p>Values: {@code edit_sim}, {@code EM} (share of lines whose tokens by Python's {@code split()} equal, per cent) and
 * {@code total}.
 */
public final class EditSimilarity extends CountedMetric<String, String> {

    private static final int SIMILARITIES = 1;
    private static final int MATCHES = 2;

    private static final Pattern LITERAL = Pattern.compile("<(?:STR|NUM|CHAR)_LIT:(.*?)>", Pattern.DOTALL);

    private final Backend backend;

    /** What fuzzywuzzy takes its ratio from. */
    private enum Backend {
        LEVENSHTEIN,
        DIFFLIB
    }

    private EditSimilarity(String id, Backend backend, String reference) {
        super(
                new MetricDefinition(
                        id,
                        "edit similarity",
                        "0-100",
                        0,
                        100,
                        true,
                        "CodeXGLUE ac74a62, line completion, " + reference),
                3);
        this.backend = backend;
    }

    /**
     * With python-Levenshtein installed, as published numbers have it: twice the longest common subsequence over the sum
     * of the lengths.
     */
    public static EditSimilarity levenshtein() {
        return new EditSimilarity(
                "edit-similarity-codexglue", Backend.LEVENSHTEIN, "fuzzywuzzy over python-Levenshtein");
    }

    /** Without python-Levenshtein, where fuzzywuzzy falls back to Python's {@code difflib}. */
    public static EditSimilarity difflib() {
        return new EditSimilarity("edit-similarity-codexglue-difflib", Backend.DIFFLIB, "fuzzywuzzy over difflib");
    }

    @Override
    void count(String prediction, String reference, long[] counts) {
        if (prediction == null || reference == null) {
            throw new IllegalArgumentException("a line or its reference is missing");
        }
        String predicted = withLiterals(PythonText.strip(prediction));
        String expected = withLiterals(reference);
        counts[SIMILARITIES] = similarity(predicted, expected);
        if (BleuTokenizers.NONE.tokens(predicted).equals(BleuTokenizers.NONE.tokens(expected))) {
            counts[MATCHES] = 1;
        }
    }

    private long similarity(String first, String second) {
        if (first.equals(second)) {
            return 100;
        }
        if (first.isEmpty() || second.isEmpty()) {
            return 0;
        }
        int[] one = first.codePoints().toArray();
        int[] other = second.codePoints().toArray();
        int common = backend == Backend.LEVENSHTEIN
                ? CommonSubsequence.length(one, other)
                : MatchingBlocks.matchedCharacters(one, other);
        return (long) Math.rint(100 * (2.0 * common / ((long) one.length + other.length)));
    }

    /** Literals in place of their placeholders, each replaced wherever it occurs, in the order of the first ones. */
    static String withLiterals(String code) {
        String text = code.replace("<NUM_LIT>", "0").replace("<STR_LIT>", "").replace("<CHAR_LIT>", "");
        Matcher matcher = LITERAL.matcher(text);
        String replaced = text;
        while (matcher.find()) {
            replaced = replaced.replace(matcher.group(), matcher.group(1));
        }
        return replaced;
    }

    @Override
    public MetricResult resultOf(double[] counts) {
        double similarity = counts[SIMILARITIES] / counts[0];
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("edit_sim", similarity);
        values.put("EM", counts[MATCHES] / counts[0] * 100);
        values.put("total", (long) counts[0]);
        return new MetricResult(definition().id(), similarity, values);
    }
}

package org.paperzoo.evaluation.metric.code;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;

/**
 * CodeBLEU (Ren et al. 2020), 0 to 1: the weighted sum of n-gram match, weighted n-gram match, syntax match and data-flow
 * match. A prediction is a snippet, its reference a list of at least one.
 *
 * <p>The n-gram parts are CodeXGLUE's own numbers. The other two are computed on the trees of newer grammars, told in the
 * old ones' words as far as they can be ({@link Grammar}): the grammars that CodeXGLUE carries as a library of 2020 are
 * read by no maintained tree-sitter. Code that parses without errors has the same trees but for a few
 * constructs; broken code is mended otherwise. The metric's ID names the grammar, and so differs from the reference's.
 * Data flow merges names in the order in which they first occur, where the reference takes Python's order of a set, which
 * differs from run to run.
 *
 * <p>Values: {@code ngram_match}, {@code weighted_ngram_match}, {@code syntax_match}, {@code dataflow_match}, {@code
 * codebleu}, {@code subtrees} and {@code dataflows}; the last two count what the references have. Without any data flow
 * in the references, the data-flow match is 0, as in CodeXGLUE.
 */
public final class CodeBleu extends CountedMetric<String, List<String>> {

    private static final int TREES = 1 + CodeNgrams.SIZE;

    private final CodeNgrams ngrams;
    private final CodeTrees trees;
    private final double[] weights;

    private CodeBleu(CodeLanguage language, double[] weights) {
        super(definition(language, weights), TREES + CodeTrees.SIZE);
        ngrams = new CodeNgrams(language);
        trees = new CodeTrees(language);
        this.weights = weights;
    }

    /** The definition with a quarter of each part, which can be had on every platform. */
    public static MetricDefinition definition(CodeLanguage language) {
        return definition(language, equalWeights());
    }

    private static MetricDefinition definition(CodeLanguage language, double[] weights) {
        return new MetricDefinition(
                id(language, weights),
                "CodeBLEU",
                "fraction",
                0,
                DoubleStream.of(weights).sum(),
                true,
                "CodeXGLUE ac74a62 and CodeT5 7de7f69, with tree-sitter grammar "
                        + Grammar.of(language).version());
    }

    private static String id(CodeLanguage language, double[] weights) {
        String id = "codebleu-" + language.idPart() + "-treesitter-"
                + Grammar.of(language).version();
        return Arrays.equals(weights, equalWeights())
                ? id
                : id + "-w-" + DoubleStream.of(weights).mapToObj(CodeBleu::word).collect(Collectors.joining("-"));
    }

    private static String word(double weight) {
        return weight == Math.rint(weight) ? Long.toString((long) weight) : Double.toString(weight);
    }

    private static double[] equalWeights() {
        return new double[] {0.25, 0.25, 0.25, 0.25};
    }

    /**
     * With a quarter of each part.
     *
     * @throws UnsupportedOperationException if tree-sitter has no native library for this platform; {@link
     *     CodeNgramMatch} needs none
     */
    public static CodeBleu of(CodeLanguage language) {
        return new CodeBleu(language, equalWeights());
    }

    /**
     * With other weights.
     *
     * @param weights of the n-gram, weighted n-gram, syntax and data-flow match
     * @throws IllegalArgumentException if there are not four, one is not between 0 and 1, or all are 0
     * @throws UnsupportedOperationException if tree-sitter has no native library for this platform
     */
    public static CodeBleu of(CodeLanguage language, double... weights) {
        if (weights.length != 4
                || DoubleStream.of(weights).anyMatch(weight -> !(weight == 0 || (weight >= 0.001 && weight <= 1)))
                || DoubleStream.of(weights).sum() == 0) {
            throw new IllegalArgumentException(
                    "CodeBLEU takes four weights, each 0 or from 0.001 to 1 and not all 0, not "
                            + Arrays.toString(weights));
        }
        return new CodeBleu(language, weights.clone());
    }

    @Override
    void count(String prediction, List<String> references, long[] counts) {
        Lines.check(prediction, references);
        ngrams.count(prediction, references, counts, 1);
        trees.count(prediction, references, counts, TREES);
    }

    @Override
    public MetricResult resultOf(double[] counts) {
        double match = CodeNgrams.match(counts, 1);
        double weighted = CodeNgrams.weightedMatch(counts[0], counts, 1);
        double syntax = counts[TREES] / counts[TREES + 1];
        double flow = counts[TREES + 3] == 0 ? 0 : counts[TREES + 2] / counts[TREES + 3];
        double score = weights[0] * match + weights[1] * weighted + weights[2] * syntax + weights[3] * flow;

        Map<String, Object> values = new LinkedHashMap<>();
        values.put("ngram_match", match);
        values.put("weighted_ngram_match", weighted);
        values.put("syntax_match", syntax);
        values.put("dataflow_match", flow);
        values.put("codebleu", score);
        values.put("subtrees", (long) counts[TREES + 1]);
        values.put("dataflows", (long) counts[TREES + 3]);
        return new MetricResult(definition().id(), score, values);
    }
}

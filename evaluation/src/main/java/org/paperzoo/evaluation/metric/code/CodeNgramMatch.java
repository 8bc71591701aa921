package org.paperzoo.evaluation.metric.code;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;

/**
 * The parts of CodeBLEU that need no syntax trees, 0 to 1, exactly as in CodeXGLUE and CodeT5 and on every platform.
 * Values: {@code ngram_match} and {@code weighted_ngram_match}; the metric is the mean of the two.
 */
public final class CodeNgramMatch extends CountedMetric<String, List<String>> {

    private final CodeNgrams ngrams;

    /** The n-gram parts for code of a language. */
    public CodeNgramMatch(CodeLanguage language) {
        super(
                new MetricDefinition(
                        "codebleu-ngrams-" + language.idPart(),
                        "CodeBLEU n-grams",
                        "fraction",
                        0,
                        1,
                        true,
                        "CodeXGLUE ac74a62 and CodeT5 7de7f69, n-gram parts of CodeBLEU"),
                1 + CodeNgrams.SIZE);
        ngrams = new CodeNgrams(language);
    }

    @Override
    void count(String prediction, List<String> references, long[] counts) {
        Lines.check(prediction, references);
        ngrams.count(prediction, references, counts, 1);
    }

    @Override
    public MetricResult resultOf(double[] counts) {
        double match = CodeNgrams.match(counts, 1);
        double weighted = CodeNgrams.weightedMatch(counts[0], counts, 1);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("ngram_match", match);
        values.put("weighted_ngram_match", weighted);
        return new MetricResult(definition().id(), (match + weighted) / 2, values);
    }
}

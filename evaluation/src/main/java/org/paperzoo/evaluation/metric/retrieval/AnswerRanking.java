package org.paperzoo.evaluation.metric.retrieval;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.record.Means;
import org.paperzoo.evaluation.metric.record.RecordMetric;

/**
 * How high right answers rank in a list of answers, as CodeXGLUE's evaluators of code search measure it, 0 to 1. A
 * prediction is a ranked list of answers, its reference the list of right ones. Values: the measure by the evaluator's
 * name, and {@code <name>_rounded}, to the four decimals that the evaluator prints.
 */
public final class AnswerRanking extends RecordMetric<List<String>, List<String>> {

    private static final double PRINTED = 1e4;

    private final String name;
    private final boolean single;

    private AnswerRanking(MetricDefinition definition, String name, boolean single) {
        super(definition, name);
        this.name = name;
        this.single = single;
    }

    /**
     * {@code MAP@R} of POJ-104: the precision at the ranks of right answers, over all right answers; as many answers are
     * given as are right.
     */
    public static AnswerRanking meanAveragePrecision() {
        return new AnswerRanking(
                new MetricDefinition(
                        "map-at-r-codexglue", "MAP@R", "fraction", 0, 1, true, "CodeXGLUE ac74a62, POJ-104 evaluator"),
                "MAP@R",
                false);
    }

    /** {@code MRR} of AdvTest: one over the rank of the right answer, 0 where it is missing; one answer is right. */
    public static AnswerRanking meanReciprocalRank() {
        return new AnswerRanking(
                new MetricDefinition(
                        "mrr-codexglue", "MRR", "fraction", 0, 1, true, "CodeXGLUE ac74a62, AdvTest evaluator"),
                "MRR",
                true);
    }

    @Override
    protected double[] recordOf(List<String> prediction, List<String> reference) {
        if (single) {
            if (reference.size() != 1) {
                throw new IllegalArgumentException("one answer must be right, not " + reference.size());
            }
            int place = prediction.indexOf(reference.get(0));
            return new double[] {place < 0 ? 0 : 1.0 / (place + 1)};
        }
        if (reference.isEmpty() || prediction.size() != reference.size()) {
            throw new IllegalArgumentException(prediction.size() + " answers where " + reference.size()
                    + " are right; as many are expected, and at least one");
        }
        Set<String> right = new HashSet<>(reference);
        double sum = 0;
        int found = 0;
        for (int i = 0; i < prediction.size(); i++) {
            if (right.contains(prediction.get(i))) {
                found++;
                sum += (double) found / (i + 1);
            }
        }
        return new double[] {sum / right.size()};
    }

    @Override
    protected boolean isRecord(double[] numbers) {
        return numbers.length == 1 && numbers[0] >= 0;
    }

    @Override
    protected Map<String, Object> valuesOf(double[][] records) {
        double mean = Means.ofColumn(records, 0);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(name, mean);
        values.put(name + "_rounded", Math.rint(mean * PRINTED) / PRINTED);
        return values;
    }
}

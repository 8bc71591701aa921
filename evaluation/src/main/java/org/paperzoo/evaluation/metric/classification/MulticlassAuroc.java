package org.paperzoo.evaluation.metric.classification;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.PairwiseSum;
import org.paperzoo.evaluation.metric.record.RecordMetric;

/**
 * Areas under ROC curves of several classes, as scikit-learn 1.2.1 averages them: each class against the rest, or each
 * against each (Hand and Till 2001), evenly or weighted by how often classes occur. A prediction is a probability for each
 * class.
 *
 * <p>Values: {@code auroc_ovr_macro auroc_ovr_weighted auroc_ovo_macro auroc_ovo_weighted}, and {@code auroc} by class
 * against the rest. NaN where a class does not occur (scikit-learn refuses such data).
 */
public final class MulticlassAuroc extends RecordMetric<double[], Integer> {

    /** Which average is the headline. */
    public enum Average {
        OVR_MACRO,
        OVR_WEIGHTED,
        OVO_MACRO,
        OVO_WEIGHTED;

        private String part() {
            return "auroc_" + name().toLowerCase(Locale.ROOT);
        }
    }

    public MulticlassAuroc(Average average) {
        super(
                new MetricDefinition(
                        average.part().replace('_', '-') + "-sklearn",
                        "AUROC",
                        "fraction",
                        0,
                        1,
                        true,
                        "scikit-learn 1.2.1, roc_auc_score"),
                average.part());
    }

    /** The probabilities, then the label. */
    @Override
    protected double[] recordOf(double[] prediction, Integer reference) {
        ClassScores.check(prediction, reference);
        ClassScores.checkProbabilities(prediction);
        double[] numbers = Arrays.copyOf(prediction, prediction.length + 1);
        numbers[prediction.length] = reference;
        return numbers;
    }

    @Override
    protected boolean isRecord(double[] numbers) {
        double label = numbers.length < 2 ? -1 : numbers[numbers.length - 1];
        return label == Math.rint(label) && label >= 0 && label < numbers.length - 1;
    }

    @Override
    protected Map<String, Object> valuesOf(double[][] records) {
        int classes = records[0].length - 1;
        double[][][] members = new double[classes][][];
        for (int c = 0; c < classes; c++) {
            int label = c;
            members[c] = Arrays.stream(records)
                    .filter(numbers -> numbers[classes] == label)
                    .toArray(double[][]::new);
        }
        double[] againstRest = new double[classes];
        double[] weighted = new double[classes];
        for (int c = 0; c < classes; c++) {
            againstRest[c] = area(records, c);
            weighted[c] = againstRest[c] * members[c].length;
        }
        int pairs = classes * (classes - 1) / 2;
        double pairSum = 0;
        double weightedPairSum = 0;
        double pairWeights = 0;
        for (int a = 0; a < classes; a++) {
            for (int b = a + 1; b < classes; b++) {
                double[][] both = Arrays.copyOf(members[a], members[a].length + members[b].length);
                System.arraycopy(members[b], 0, both, members[a].length, members[b].length);
                double pair = (area(both, a) + area(both, b)) / 2;
                pairSum += pair;
                weightedPairSum += pair * both.length;
                pairWeights += both.length;
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("auroc_ovr_macro", PairwiseSum.of(againstRest, classes) / classes);
        values.put("auroc_ovr_weighted", PairwiseSum.of(weighted, classes) / records.length);
        values.put("auroc_ovo_macro", pairSum / pairs);
        values.put("auroc_ovo_weighted", weightedPairSum / pairWeights);
        values.put("auroc", MetricResult.list(againstRest));
        return values;
    }

    /** How well one class's scores tell its examples from the others given. */
    private static double area(double[][] records, int scored) {
        double[] scores = new double[records.length];
        boolean[] positives = new boolean[records.length];
        for (int i = 0; i < records.length; i++) {
            scores[i] = records[i][scored];
            positives[i] = records[i][records[i].length - 1] == scored;
        }
        return records.length == 0
                ? Double.NaN
                : ScoreRanking.of(scores, positives).areaUnderRoc();
    }
}

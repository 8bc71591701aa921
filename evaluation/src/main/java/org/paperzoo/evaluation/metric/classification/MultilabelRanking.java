package org.paperzoo.evaluation.metric.classification;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.PairwiseSum;
import org.paperzoo.evaluation.metric.record.Means;
import org.paperzoo.evaluation.metric.record.RecordMetric;

/**
 * How well scores rank labels of which an example has any number, as audio tagging measures it: average precision and
 * area under the ROC curve of each label over all examples, averaged over labels. A prediction is a score for each label,
 * greater for a label that rather holds; its reference says which hold.
 *
 * <p>Values: {@code mAP}, {@code mAUC}, {@code d_prime} ({@code sqrt(2)} times the normal quantile of the mean area, as
 * PANNs and AST report it), {@code mean_d_prime} (the mean of the labels' own), {@code micro_ap} (all scores in one
 * ranking), {@code lrap}, {@code coverage_error} and {@code label_ranking_loss} (means over examples, see
 * {@link LabelOrder}), and by label {@code average_precision}, {@code auc} and {@code d_prime_by_label}. Areas are NaN
 * where all or no examples have a label, and the averages with them.
 */
public final class MultilabelRanking extends RecordMetric<double[], boolean[]> {

    /** Which value is the headline. */
    public enum Figure {
        /** Mean average precision over labels. */
        MEAN_AVERAGE_PRECISION("map-multilabel-sklearn", "mAP", "mAP", 0, 1, true),
        /** Mean area under the ROC curve over labels. */
        MEAN_AREA("auroc-multilabel-sklearn", "mAUC", "mAUC", 0, 1, true),
        /** d' of the mean area. */
        D_PRIME("d-prime-panns", "d_prime", "d'", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true),
        /** Mean of the labels' d'. */
        MEAN_D_PRIME(
                "d-prime-mean", "mean_d_prime", "mean d'", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, true),
        /** Average precision of all scores in one ranking. */
        MICRO_AVERAGE_PRECISION("map-micro-sklearn", "micro_ap", "micro AP", 0, 1, true),
        /** Label ranking average precision. */
        LRAP("lrap-sklearn", "lrap", "LRAP", 0, 1, true),
        /** Labels to look at until all true ones are found. */
        COVERAGE_ERROR(
                "coverage-error-sklearn", "coverage_error", "coverage error", 0, Double.POSITIVE_INFINITY, false),
        /** Share of pairs of a true and a false label in the wrong order. */
        RANKING_LOSS("label-ranking-loss-sklearn", "label_ranking_loss", "ranking loss", 0, 1, false);

        private final String part;
        private final MetricDefinition definition;

        Figure(String id, String part, String title, double minimum, double maximum, boolean higherIsBetter) {
            this.part = part;
            String unit = name().endsWith("D_PRIME") ? "d'" : part.equals("coverage_error") ? "labels" : "fraction";
            definition = new MetricDefinition(
                    id, title, unit, minimum, maximum, higherIsBetter, "scikit-learn 1.2.1 and SciPy 1.10.1");
        }
    }

    public MultilabelRanking(Figure figure) {
        super(figure.definition, figure.part);
    }

    /** The scores, then 1 for each label that holds and 0 for others. */
    @Override
    protected double[] recordOf(double[] prediction, boolean[] reference) {
        ClassScores.checkFinite(prediction);
        if (prediction.length != reference.length) {
            throw new IllegalArgumentException(
                    "scores of " + prediction.length + " labels for a reference of " + reference.length);
        }
        double[] numbers = Arrays.copyOf(prediction, 2 * prediction.length);
        for (int i = 0; i < reference.length; i++) {
            numbers[prediction.length + i] = reference[i] ? 1 : 0;
        }
        return numbers;
    }

    @Override
    protected boolean isRecord(double[] numbers) {
        for (int i = numbers.length / 2; i < numbers.length; i++) {
            if (numbers[i] != 0 && numbers[i] != 1) {
                return false;
            }
        }
        return numbers.length > 0 && numbers.length % 2 == 0;
    }

    @Override
    protected Map<String, Object> valuesOf(double[][] records) {
        int labels = records[0].length / 2;
        double[] precisions = new double[labels];
        double[] areas = new double[labels];
        double[] primes = new double[labels];
        double[] all = new double[Math.multiplyExact(records.length, labels)];
        boolean[] allHold = new boolean[all.length];
        for (int label = 0; label < labels; label++) {
            double[] scores = new double[records.length];
            boolean[] hold = new boolean[records.length];
            for (int i = 0; i < records.length; i++) {
                scores[i] = records[i][label];
                hold[i] = records[i][labels + label] == 1;
            }
            ScoreRanking ranking = ScoreRanking.of(scores, hold);
            precisions[label] = ranking.averagePrecision();
            areas[label] = ranking.areaUnderRoc();
            primes[label] = sensitivity(areas[label]);
            System.arraycopy(scores, 0, all, label * records.length, records.length);
            System.arraycopy(hold, 0, allHold, label * records.length, records.length);
        }
        double[][] orders = new double[records.length][];
        for (int i = 0; i < records.length; i++) {
            orders[i] = LabelOrder.of(records[i]).toNumbers();
        }
        double meanArea = PairwiseSum.of(areas, labels) / labels;
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("mAP", PairwiseSum.of(precisions, labels) / labels);
        values.put("mAUC", meanArea);
        values.put("d_prime", sensitivity(meanArea));
        values.put("mean_d_prime", PairwiseSum.of(primes, labels) / labels);
        values.put("micro_ap", ScoreRanking.of(all, allHold).averagePrecision());
        values.put("lrap", Means.ofColumn(orders, 0));
        values.put("coverage_error", Means.ofColumn(orders, 1));
        values.put("label_ranking_loss", Means.ofColumn(orders, 2));
        values.put("average_precision", MetricResult.list(precisions));
        values.put("auc", MetricResult.list(areas));
        values.put("d_prime_by_label", MetricResult.list(primes));
        return values;
    }

    /** The distance of two normal distributions of equal width between which the area under the ROC curve would be so. */
    private static double sensitivity(double area) {
        return Math.sqrt(2) * NormalDistribution.quantile(area);
    }
}

package org.paperzoo.evaluation.metric.retrieval;

import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.record.Means;
import org.paperzoo.evaluation.metric.record.RecordMetric;

/**
 * Normalised discounted cumulative gain as scikit-learn 1.2.1 defines it, averaged over queries: gains are relevances as
 * they stand, the discount {@code log2(rank + 1)}. A prediction is a score for each document of a query, its reference
 * their relevance of zero or more. Value: {@code ndcg}.
 */
public final class SklearnNdcg extends RecordMetric<double[], int[]> {

    /** Takes all documents. */
    public static final int ALL = Integer.MAX_VALUE;

    private final int cut;
    private final boolean sharing;

    /**
     * @param cut number of documents from the top that count, at least 1; {@link #ALL} for all
     * @param sharing whether documents of equal scores share their gains, as is the default; if not, the last one given
     *     comes first
     */
    public SklearnNdcg(int cut, boolean sharing) {
        super(
                new MetricDefinition(
                        "ndcg" + (cut == ALL ? "" : "-at-" + positive(cut)) + "-sklearn"
                                + (sharing ? "" : "-ignore-ties"),
                        "nDCG" + (cut == ALL ? "" : "@" + cut),
                        "fraction",
                        0,
                        1,
                        true,
                        "scikit-learn 1.2.1, ndcg_score"),
                "ndcg");
        this.cut = cut;
        this.sharing = sharing;
    }

    private static int positive(int cut) {
        if (cut < 1) {
            throw new IllegalArgumentException("the cut must be at least 1, not " + cut);
        }
        return cut;
    }

    @Override
    protected double[] recordOf(double[] prediction, int[] reference) {
        RankedGains.check(prediction, reference);
        double[] scores = prediction;
        int[] gains = reference;
        if (!sharing) {
            int size = prediction.length;
            scores = new double[size];
            gains = new int[size];
            for (int i = 0; i < size; i++) {
                scores[i] = prediction[size - 1 - i];
                gains[i] = reference[size - 1 - i];
            }
        }
        return new double[] {RankedGains.of(scores, gains).normalisedGain(cut, sharing)};
    }

    @Override
    protected boolean isRecord(double[] numbers) {
        return numbers.length == 1 && numbers[0] >= 0;
    }

    @Override
    protected Map<String, Object> valuesOf(double[][] records) {
        return Map.of("ndcg", Means.ofColumn(records, 0));
    }
}

package org.paperzoo.evaluation.metric.retrieval;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.record.Means;
import org.paperzoo.evaluation.metric.record.RecordMetric;

/**
 * Measures of rankings as torchmetrics (dab0333) defines them, averaged over queries; a query without anything relevant
 * counts 0. A prediction is a score for each document of a query, its reference their relevance of zero or more. All but
 * nDCG take any relevance above zero as one.
 *
 * <p>Scores matter beyond their order: average precision, precision, recall and reciprocal rank take documents that score
 * zero or less as not relevant. AP at k is over the relevant documents found among the k. Of equal scores the first
 * document comes first here, where PyTorch promises no order; nDCG shares their gains. Computed in double precision.
 *
 * <p>Values: {@code precision recall hit_rate ndcg fall_out ap rr r_precision}, the last at no cut.
 */
public final class TorchRetrieval extends RecordMetric<double[], int[]> {

    /** Which measure is the headline. */
    public enum Measure {
        PRECISION,
        RECALL,
        HIT_RATE,
        NDCG,
        FALL_OUT,
        AP,
        RR,
        R_PRECISION;

        private String part() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Takes all documents. */
    public static final int ALL = Integer.MAX_VALUE;

    private final int cut;

    /** @param cut number of documents from the top that count, at least 1; {@link #ALL} for all */
    public TorchRetrieval(Measure measure, int cut) {
        super(definition(measure, cut), measure.part());
        this.cut = cut;
    }

    private static MetricDefinition definition(Measure measure, int cut) {
        if (cut < 1) {
            throw new IllegalArgumentException("the cut must be at least 1, not " + cut);
        }
        return new MetricDefinition(
                "retrieval-" + measure.part().replace('_', '-') + (cut == ALL ? "" : "-at-" + cut) + "-torchmetrics",
                measure.part() + (cut == ALL ? "" : "@" + cut),
                "fraction",
                0,
                1,
                measure != Measure.FALL_OUT,
                "torchmetrics dab0333, retrieval");
    }

    @Override
    protected double[] recordOf(double[] prediction, int[] reference) {
        RankedGains.check(prediction, reference);
        RankedGains ranked = RankedGains.of(prediction, reference);
        int size = prediction.length;
        int depth = Math.min(cut, size);
        int relevant = 0;
        int hits = 0;
        int positiveHits = 0;
        int first = 0;
        double precisions = 0;
        for (int rank = 0; rank < size; rank++) {
            boolean isRelevant = ranked.gains()[rank] > 0;
            relevant += isRelevant ? 1 : 0;
            if (rank < depth && isRelevant) {
                hits++;
                if (ranked.scores()[rank] > 0) {
                    positiveHits++;
                    first = first == 0 ? rank + 1 : first;
                    precisions += (double) positiveHits / (rank + 1);
                }
            }
        }
        int atRelevant = 0;
        for (int rank = 0; rank < relevant; rank++) {
            atRelevant += ranked.gains()[rank] > 0 ? 1 : 0;
        }
        return new double[] {
            // Without a cut the divisor is the number of documents, else the cut even where there are fewer.
            (double) positiveHits / (cut == ALL ? size : cut),
            ratio(positiveHits, relevant),
            hits > 0 ? 1 : 0,
            ranked.normalisedGain(depth, true),
            // Queries with nothing irrelevant count 0; those with nothing relevant are measured as others are.
            ratio(depth - hits, size - relevant),
            ratio(precisions, positiveHits),
            ratio(1, first),
            ratio(atRelevant, relevant)
        };
    }

    private static double ratio(double numerator, double denominator) {
        return denominator == 0 ? 0 : numerator / denominator;
    }

    @Override
    protected boolean isRecord(double[] numbers) {
        return numbers.length == Measure.values().length
                && Arrays.stream(numbers).allMatch(value -> value >= 0);
    }

    @Override
    protected Map<String, Object> valuesOf(double[][] records) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            values.put(measure.part(), Means.ofColumn(records, measure.ordinal()));
        }
        return values;
    }
}

package org.paperzoo.evaluation.metric.retrieval;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.record.RecordMetric;

/**
 * How high the best of a query's right answers ranks among all, as image-text retrieval measures it (VSE++, CLIP, BLIP):
 * the share of queries with a right answer among the first k, 0 to 100. A prediction is the similarity of a query with
 * every candidate, its reference the indices of the right ones. Of equal similarities the candidate of the higher index
 * comes first, as when an ascending stable sort is reversed.
 *
 * <p>Values: {@code R@k} for each k, {@code median_rank} and {@code mean_rank}, ranks counted from 1; the median is that of
 * VSE++, {@code floor(median of ranks from 0) + 1}.
 */
public final class RecallAtK extends RecordMetric<double[], int[]> {

    private final int[] cuts;

    private RecallAtK(int headline, int[] cuts) {
        super(
                new MetricDefinition(
                        "recall-at-" + headline + "-image-text",
                        "R@" + headline,
                        "0-100",
                        0,
                        100,
                        true,
                        "VSE++ (Faghri et al. 2018), evaluation.py"),
                "R@" + headline);
        this.cuts = cuts;
    }

    /** Recall at a number of candidates; the values have it at 1, 5 and 10 too. */
    public static RecallAtK at(int headline) {
        if (headline < 1) {
            throw new IllegalArgumentException("recall is at 1 or more candidates, not " + headline);
        }
        return new RecallAtK(
                headline, IntStream.of(1, 5, 10, headline).sorted().distinct().toArray());
    }

    /** The best rank, from 0. */
    @Override
    protected double[] recordOf(double[] prediction, int[] reference) {
        int best = -1;
        for (int candidate : reference) {
            if (candidate < 0 || candidate >= prediction.length) {
                throw new IllegalArgumentException(
                        "the right answer " + candidate + " is none of the " + prediction.length + " candidates");
            }
            if (best < 0
                    || prediction[candidate] > prediction[best]
                    || (prediction[candidate] == prediction[best] && candidate > best)) {
                best = candidate;
            }
        }
        if (best < 0) {
            throw new IllegalArgumentException("a query needs at least one right answer");
        }
        int before = 0;
        for (int i = 0; i < prediction.length; i++) {
            if (!Double.isFinite(prediction[i])) {
                throw new IllegalArgumentException("the similarity of candidate " + i + " is " + prediction[i]);
            }
            if (prediction[i] > prediction[best] || (prediction[i] == prediction[best] && i > best)) {
                before++;
            }
        }
        return new double[] {before};
    }

    @Override
    protected boolean isRecord(double[] numbers) {
        return numbers.length == 1 && numbers[0] >= 0 && numbers[0] == Math.rint(numbers[0]);
    }

    @Override
    protected Map<String, Object> valuesOf(double[][] records) {
        int count = records.length;
        double[] ranks =
                Arrays.stream(records).mapToDouble(rank -> rank[0]).sorted().toArray();
        Map<String, Object> values = new LinkedHashMap<>();
        for (int cut : cuts) {
            long hits = Arrays.stream(ranks).filter(rank -> rank < cut).count();
            values.put("R@" + cut, 100.0 * hits / count);
        }
        double median = (ranks[(count - 1) / 2] + ranks[count / 2]) / 2;
        values.put("median_rank", Math.floor(median) + 1);
        values.put("mean_rank", Arrays.stream(ranks).sum() / count + 1);
        return values;
    }
}

package org.paperzoo.evaluation.metric;

import java.util.List;

/**
 * A metric whose result is a function of sums over examples, such as counts of n-grams or squared errors. Resampling
 * then adds rows of a matrix, instead of merging accumulators.
 */
public interface AdditiveMetric<P, R> extends Metric<P, R> {

    /**
     * The sums that an accumulator of this metric holds, rounded to doubles; the same number of them for each.
     *
     * @throws IllegalArgumentException if the accumulator is of another metric
     */
    double[] statistics(Accumulator<P, R> accumulator);

    /** The result that belongs to such sums. */
    MetricResult resultOf(double[] statistics);

    @Override
    default Resampler resampler(List<? extends Accumulator<P, R>> units) {
        double[][] rows = units.stream().map(this::statistics).toArray(double[][]::new);
        return new Resampler() {
            @Override
            public int size() {
                return rows.length;
            }

            @Override
            public MetricResult result(int[] multiplicities) {
                double[] sums = new double[rows[0].length];
                for (int unit = 0; unit < rows.length; unit++) {
                    int multiplicity = multiplicities[unit];
                    if (multiplicity != 0) {
                        double[] row = rows[unit];
                        for (int i = 0; i < sums.length; i++) {
                            sums[i] += multiplicity * row[i];
                        }
                    }
                }
                return resultOf(sums);
            }
        };
    }
}

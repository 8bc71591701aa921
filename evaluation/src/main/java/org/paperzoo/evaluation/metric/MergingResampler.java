package org.paperzoo.evaluation.metric;

import java.util.List;

/** The resampler of any metric: merges each drawn unit as often as it was drawn. */
final class MergingResampler<P, R> implements Resampler {

    private final Metric<P, R> metric;
    private final List<Accumulator<P, R>> units;

    MergingResampler(Metric<P, R> metric, List<? extends Accumulator<P, R>> units) {
        this.metric = metric;
        this.units = List.copyOf(units);
    }

    @Override
    public int size() {
        return units.size();
    }

    @Override
    public MetricResult result(int[] multiplicities) {
        Accumulator<P, R> drawn = metric.newAccumulator();
        for (int unit = 0; unit < multiplicities.length; unit++) {
            for (int copy = 0; copy < multiplicities[unit]; copy++) {
                drawn.merge(units.get(unit));
            }
        }
        return drawn.result();
    }
}

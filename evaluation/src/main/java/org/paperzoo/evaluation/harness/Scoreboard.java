package org.paperzoo.evaluation.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.result.Result.MeasuredValue;

/**
 * The metrics of a run. Examples are scored in units, the smallest parts that may be taken to be independent: one example,
 * or, where neighbours overlap (windows of one series), a block of consecutive ones. The bootstrap draws units.
 */
public final class Scoreboard<P, R> {

    private final List<Metric<P, R>> metrics;
    private final int examplesOfAUnit;
    private final List<List<Accumulator<P, R>>> units = new ArrayList<>();
    private int inUnit;

    /**
     * A board that has seen nothing.
     *
     * @param examplesOfAUnit consecutive examples that are drawn together
     */
    public Scoreboard(List<Metric<P, R>> metrics, int examplesOfAUnit) {
        this.metrics = List.copyOf(metrics);
        this.examplesOfAUnit = examplesOfAUnit;
        metrics.forEach(metric -> units.add(new ArrayList<>()));
    }

    /** Scores one example. */
    public void update(P prediction, R reference) {
        boolean fresh = inUnit == 0;
        for (int i = 0; i < metrics.size(); i++) {
            List<Accumulator<P, R>> own = units.get(i);
            if (fresh) {
                own.add(metrics.get(i).newAccumulator());
            }
            own.get(own.size() - 1).update(prediction, reference);
        }
        inUnit = (inUnit + 1) % examplesOfAUnit;
    }

    /** All values; intervals where there are at least two units and resamples are asked for. */
    public List<MeasuredValue> values(int resamples, long seed) {
        List<MeasuredValue> values = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            Metric<P, R> metric = metrics.get(i);
            List<Accumulator<P, R>> own = units.get(i);
            if (own.isEmpty()) {
                continue;
            }
            Accumulator<P, R> whole = metric.newAccumulator();
            own.forEach(whole::merge);
            MetricResult result = whole.result();
            Bootstrap.Intervals intervals = null;
            if (resamples >= 2 && own.size() >= 2) {
                int draws = Math.min(resamples, metric.defaultResamples());
                intervals = new Bootstrap(draws, Bootstrap.DEFAULT_LEVEL, seed).intervals(metric.resampler(own));
            }
            values.add(value(metric, metric.definition().name(), result.value(), intervals, null));
            for (Map.Entry<String, Double> part : result.numbers().entrySet()) {
                if (!part.getKey().equals(metric.definition().name())) {
                    values.add(value(metric, part.getKey(), part.getValue(), intervals, part.getKey()));
                }
            }
        }
        return values;
    }

    private static MeasuredValue value(
            Metric<?, ?> metric, String name, double value, Bootstrap.Intervals intervals, String part) {
        Bootstrap.Interval interval = intervals == null
                ? null
                : part == null ? intervals.value() : intervals.values().get(part);
        boolean known = interval != null && !Double.isNaN(interval.lower());
        return new MeasuredValue(
                metric.definition().id(),
                name,
                value,
                known ? interval.lower() : null,
                known ? interval.upper() : null,
                known ? interval.resamples() : null,
                metric.definition().higherIsBetter(),
                part == null);
    }
}

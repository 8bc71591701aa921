package org.paperzoo.evaluation.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricDefinition;
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

    /** IDs of the metrics, in order. */
    List<String> metricIds() {
        return metrics.stream().map(metric -> metric.definition().id()).toList();
    }

    /** What each metric measures, and by whose definition. */
    List<MetricDefinition> definitions() {
        return metrics.stream().map(Metric::definition).toList();
    }

    /** The headline value of each metric over one example alone, by the metric's ID, where it is defined. */
    Map<String, Double> alone(P prediction, R reference) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Metric<P, R> metric : metrics) {
            Accumulator<P, R> accumulator = metric.newAccumulator();
            accumulator.update(prediction, reference);
            double value = accumulator.result().value();
            if (Double.isFinite(value)) {
                values.put(metric.definition().id(), value);
            }
        }
        return values;
    }

    /**
     * Adds the states of a metric's units to a list.
     *
     * @return characters of JSON that they take, or -1 where that is more than there is room for
     */
    long states(String metricId, long room, List<JsonNode> states) {
        long used = 0;
        for (Accumulator<P, R> unit : units.get(metricIds().indexOf(metricId))) {
            JsonNode state = unit.state();
            used += state.toString().length();
            if (used > room) {
                return -1;
            }
            states.add(state);
        }
        return used;
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

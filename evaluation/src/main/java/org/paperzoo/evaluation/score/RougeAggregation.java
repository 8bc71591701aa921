package org.paperzoo.evaluation.score;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.summarisation.Rouge;
import org.paperzoo.evaluation.metric.summarisation.RougeBootstrap;

/** Intervals as {@code rouge_score}'s aggregator draws them after {@code numpy.random.seed}; comparisons as of any metric. */
final class RougeAggregation implements Significance<String, String> {

    private static final int SAMPLES = 1000;

    private final Rouge rouge;
    private final SignificanceSettings settings;

    RougeAggregation(Rouge rouge, SignificanceSettings settings) {
        this.rouge = rouge;
        this.settings = settings;
    }

    @Override
    public Bootstrap.Intervals intervals(List<? extends Accumulator<String, String>> units) {
        int samples = settings.resamples().orElse(SAMPLES);
        long seed = settings.seed().orElse(0);
        List<double[]> scores = units.stream()
                .map(rouge::statistics)
                // Sums, then the counts of their terms; of a single example, sums are scores.
                .map(statistics -> Arrays.copyOf(statistics, statistics.length / 2))
                .toList();
        List<RougeBootstrap.Range> ranges = new RougeBootstrap(samples, settings.level(), seed).ranges(scores);
        Bootstrap bootstrap = new Bootstrap(samples, settings.level(), seed);
        Map<String, Bootstrap.Interval> intervals = new LinkedHashMap<>();
        int column = 0;
        for (String name : rouge.valueNames()) {
            RougeBootstrap.Range range = ranges.get(column++);
            Bootstrap.Interval draws = bootstrap.interval(range.draws());
            intervals.put(
                    name,
                    new Bootstrap.Interval(range.low(), range.high(), draws.mean(), draws.standardError(), samples));
        }
        return new Bootstrap.Intervals(intervals.get(rouge.headlineName()), intervals, samples, settings.level(), seed);
    }

    @Override
    public PairedComparison compare(
            List<? extends Accumulator<String, String>> baseline, List<? extends Accumulator<String, String>> system) {
        return new ResamplingSignificance<>(rouge, settings).compare(baseline, system);
    }
}

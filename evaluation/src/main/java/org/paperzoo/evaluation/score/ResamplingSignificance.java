package org.paperzoo.evaluation.score;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.Metric;

/**
 * Significance of any metric: percentile bootstrap for one system; for two, the paired bootstrap (Koehn 2004), in which
 * both are scored on the same draws, or approximate randomisation (Riezler and Maxwell 2005), in which each example's
 * predictions change places with probability one half. The p-value counts the draws whose difference lies at least as far
 * from what it would be without an effect as the observed one does, the observed one among them.
 */
final class ResamplingSignificance<P, R> implements Significance<P, R> {

    private static final long DEFAULT_SEED = 0;

    private final Metric<P, R> metric;
    private final SignificanceSettings.PairedTest test;
    private final Bootstrap bootstrap;

    ResamplingSignificance(Metric<P, R> metric, SignificanceSettings settings) {
        this.metric = metric;
        test = settings.test();
        bootstrap = new Bootstrap(
                settings.resamples().orElse(metric.defaultResamples()),
                settings.level(),
                settings.seed().orElse(DEFAULT_SEED));
    }

    @Override
    public Bootstrap.Intervals intervals(List<? extends Accumulator<P, R>> units) {
        return bootstrap.intervals(metric.resampler(units));
    }

    @Override
    public PairedComparison compare(
            List<? extends Accumulator<P, R>> baseline, List<? extends Accumulator<P, R>> system) {
        if (baseline.size() != system.size()) {
            throw new IllegalArgumentException("the two systems have scored " + baseline.size() + " and "
                    + system.size() + " examples; expected the same ones");
        }
        return test == SignificanceSettings.PairedTest.BOOTSTRAP
                ? bootstrapped(baseline, system)
                : randomised(baseline, system);
    }

    private PairedComparison bootstrapped(
            List<? extends Accumulator<P, R>> baseline, List<? extends Accumulator<P, R>> system) {
        Bootstrap.PairedDraws draws = bootstrap.paired(metric.resampler(baseline), metric.resampler(system));
        double first = value(baseline);
        double second = value(system);
        double[] differences = draws.differences();
        double mean = IntStream.range(0, differences.length)
                        .mapToDouble(draw -> differences[draw])
                        .sum()
                / differences.length;
        long beyond = IntStream.range(0, differences.length)
                .filter(draw -> Math.abs(differences[draw] - mean) >= Math.abs(second - first))
                .count();
        return new PairedComparison(
                "paired bootstrap",
                bootstrap.resamples(),
                bootstrap.seed(),
                first,
                second,
                bootstrap.interval(draws.first()),
                bootstrap.interval(draws.second()),
                bootstrap.interval(differences),
                (beyond + 1.0) / (differences.length + 1.0));
    }

    private PairedComparison randomised(
            List<? extends Accumulator<P, R>> baseline, List<? extends Accumulator<P, R>> system) {
        double first = value(baseline);
        double second = value(system);
        SplittableRandom seeds = new SplittableRandom(bootstrap.seed());
        List<SplittableRandom> generators = IntStream.range(0, bootstrap.resamples())
                .mapToObj(draw -> seeds.split())
                .toList();
        long beyond = generators.stream()
                .parallel()
                .filter(generator -> {
                    Accumulator<P, R> one = metric.newAccumulator();
                    Accumulator<P, R> other = metric.newAccumulator();
                    for (int unit = 0; unit < baseline.size(); unit++) {
                        boolean changed = generator.nextBoolean();
                        one.merge(changed ? system.get(unit) : baseline.get(unit));
                        other.merge(changed ? baseline.get(unit) : system.get(unit));
                    }
                    double difference = other.result().value() - one.result().value();
                    return Math.abs(difference) >= Math.abs(second - first);
                })
                .count();
        return new PairedComparison(
                "approximate randomisation",
                bootstrap.resamples(),
                bootstrap.seed(),
                first,
                second,
                null,
                null,
                null,
                (beyond + 1.0) / (bootstrap.resamples() + 1.0));
    }

    private double value(List<? extends Accumulator<P, R>> units) {
        Accumulator<P, R> whole = metric.newAccumulator();
        units.forEach(whole::merge);
        return whole.result().value();
    }
}

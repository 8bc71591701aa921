package org.paperzoo.evaluation.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.comparison.ComparisonReport.EngineFacts;
import org.paperzoo.evaluation.comparison.ComparisonReport.Measurement;
import org.paperzoo.evaluation.comparison.ComparisonReport.Provenance;
import org.paperzoo.evaluation.comparison.ComparisonReport.SettingResult;

/** Reports with figures that were made up. */
final class SampleReports {

    static final MachineLimits LIMITS = new MachineLimits(
            2,
            150e9,
            80e9,
            List.of(new MachineLimits.ProductRate(1024, 150e9)),
            List.of(new MachineLimits.ReadRate(1 << 20, 60e9), new MachineLimits.ReadRate(1 << 28, 12e9)),
            13e9,
            2.5);

    private SampleReports() {}

    static Provenance provenance() {
        return new Provenance(
                "2026-11-26T12:00:00Z",
                "Linux 6.1 amd64",
                "Some Processor @ 2.50GHz",
                2,
                2,
                "cpu",
                "fp32",
                Map.of("PyTorch", "2.7.1"),
                "untrained (seed 7)",
                null,
                7,
                "paperzoo compare sample",
                List.of("threads do not spin"));
    }

    /** A report of some engines, of which each is 1.3 times faster than the one before it. */
    static ComparisonReport of(List<String> engines, int settings) {
        List<SettingResult> results = new ArrayList<>();
        for (int i = 0; i < settings; i++) {
            results.add(setting(engines, Setting.ofBatch(1 << i).with("length", 128), 40 * Math.pow(1.9, i)));
        }
        return new ComparisonReport(
                ComparisonReport.SCHEMA,
                "sample-summarise",
                engines.get(0),
                provenance(),
                WarmUp.STANDARD,
                new RepetitionLimits(5, 50, 10),
                LIMITS,
                engines.stream()
                        .map(engine -> new EngineFacts(engine, 3100.0, null, 812.5, 4_000_000L, -4096L))
                        .toList(),
                results);
    }

    private static SettingResult setting(List<String> engines, Setting setting, double millis) {
        Work work = new Work(millis * 1e6 * 30, 40e6);
        Roofline roofline = Roofline.of(work, LIMITS);
        SplittableRandom random = new SplittableRandom(3);
        List<Measurement> measurements = new ArrayList<>();
        long[] baseline = null;
        double median = millis;
        for (String engine : engines) {
            long[] nanos = new long[40];
            for (int i = 0; i < nanos.length; i++) {
                nanos[i] = (long) (median * 1e6 * (0.95 + 0.3 * Math.pow(random.nextDouble(), 3)));
            }
            LatencySummary latency = LatencySummary.of(nanos, setting.batch());
            measurements.add(new Measurement(
                    engine,
                    new WarmUp.Outcome(12, true, 3 * median),
                    latency,
                    baseline == null ? null : MedianRatio.of(baseline, nanos, 200, 1),
                    baseline == null ? null : new OutputDifference(3.1e-6, 1.2e-6, null),
                    roofline.computeShare(latency.medianMillis()),
                    roofline.memoryShare(latency.medianMillis()),
                    baseline == null ? 812L : null,
                    50_000_000L,
                    LongStream.of(nanos).boxed().toList()));
            baseline = baseline == null ? nanos : baseline;
            median /= 1.3;
        }
        return new SettingResult(setting, work, roofline, measurements);
    }
}

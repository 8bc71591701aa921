package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.paperzoo.datasets.NewFile;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.score.PairedComparison;
import org.paperzoo.evaluation.score.ScoreArguments;
import org.paperzoo.evaluation.score.ScoreOption;
import org.paperzoo.evaluation.score.ScoreReport;
import org.paperzoo.evaluation.score.ScoreRequest;
import org.paperzoo.evaluation.score.ScoreRun;
import org.paperzoo.evaluation.score.Scorer;
import org.paperzoo.evaluation.score.SignificanceSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code paperzoo score METRIC}: one scorer; its own options are added from its declaration. */
@Command(mixinStandardHelpOptions = true)
final class ScoreMetricCommand implements Callable<Integer> {

    /** More values than these of one list are left to the JSON. */
    private static final int LONGEST_LIST_SHOWN = 12;

    private final Scorer scorer;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--each",
            paramLabel = "FILE",
            description = "Write each example's own values to FILE, a line of JSON for each in order.")
    private Path each;

    @Option(names = "--confidence", description = "Add intervals.")
    private boolean confidence;

    @Option(
            names = "--paired",
            paramLabel = "PREDICTIONS",
            description = "Compare with the predictions of a second system, for the same examples.")
    private String other;

    @Option(
            names = "--paired-test",
            paramLabel = "bs|ar",
            defaultValue = "bs",
            description = "How to compare: bs, the paired bootstrap, or ar, approximate randomisation"
                    + " (default: ${DEFAULT-VALUE}).")
    private String test;

    @Option(names = "--resamples", paramLabel = "N", description = "Number of draws (default: the metric's).")
    private Integer resamples;

    @Option(
            names = "--level",
            paramLabel = "X",
            defaultValue = "0.95",
            description = "Share of the draws that an interval holds (default: ${DEFAULT-VALUE}).")
    private double level;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the draws (default: the metric's).")
    private Long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that score (default: all processors).")
    private Integer threads;

    @Mixin
    private JsonOutput json;

    ScoreMetricCommand(Scorer scorer) {
        this.scorer = scorer;
    }

    @Override
    public Integer call() throws IOException {
        json.check();
        if (each != null) {
            OutputFile.requireWritable("--each", each);
        }
        ScoreReport report = ScoreRun.run(new ScoreRequest(
                scorer,
                ScoreArguments.of(scorer.options(), given()),
                each != null,
                confidence,
                other,
                new SignificanceSettings(
                        resamples == null ? OptionalInt.empty() : OptionalInt.of(resamples),
                        level,
                        seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
                        pairedTest()),
                threads == null ? Runtime.getRuntime().availableProcessors() : threads));
        if (each != null) {
            NewFile.write(each, out -> {
                for (MetricResult result : report.each()) {
                    out.write(result.toJson().toString());
                    out.write('\n');
                }
            });
        }
        if (!json.replacesText()) {
            print(report);
        }
        json.write(report.toJson());
        return 0;
    }

    private SignificanceSettings.PairedTest pairedTest() {
        for (SignificanceSettings.PairedTest each : SignificanceSettings.PairedTest.values()) {
            if (each.word().equals(test)) {
                return each;
            }
        }
        throw new IllegalArgumentException("--paired-test " + test + ": expected bs or ar");
    }

    /** What the command line gives for the scorer's own options. */
    private Map<String, List<String>> given() {
        Map<String, List<String>> given = new HashMap<>();
        for (ScoreOption option : scorer.options()) {
            Object value = spec.findOption(option.name()).getValue();
            if (value instanceof String text) {
                given.put(option.name(), List.of(text));
            } else if (value instanceof List<?> list && !list.isEmpty()) {
                given.put(option.name(), list.stream().map(String::valueOf).toList());
            } else if (Boolean.TRUE.equals(value)) {
                given.put(option.name(), List.of());
            }
        }
        return given;
    }

    private static void print(ScoreReport report) {
        MetricDefinition definition = report.definition();
        Bootstrap.Intervals intervals = report.intervals();
        System.out.println(definition.name() + " " + number(report.result().value())
                + (intervals == null ? "" : " " + interval(intervals.value()))
                + " (" + definition.id() + ", " + definition.unit() + ", " + report.examples()
                + (report.examples() == 1 ? " example)" : " examples)"));
        Table table = intervals == null
                ? Table.of("value", "figure")
                : Table.of("value", "figure", percent(intervals.level()) + " interval");
        report.result().values().forEach((name, part) -> {
            String figure = figure(part);
            if (intervals == null) {
                table.add(name, figure);
            } else {
                Bootstrap.Interval own = intervals.values().get(name);
                table.add(name, figure, own == null ? "" : interval(own));
            }
        });
        if (!table.isEmpty()) {
            System.out.print(table);
        }
        if (intervals != null) {
            System.out.println(intervals.resamples() + " draws, seed " + intervals.seed());
        }
        if (report.comparison() != null) {
            print(report.comparison());
        }
    }

    private static void print(PairedComparison comparison) {
        Table table = Table.of("system", "score", "interval");
        table.add("first", number(comparison.baseline()), intervalOrNone(comparison.baselineInterval()));
        table.add("second", number(comparison.system()), intervalOrNone(comparison.systemInterval()));
        table.add("difference", number(comparison.difference()), intervalOrNone(comparison.differenceInterval()));
        System.out.print(table);
        System.out.println("p = " + number(comparison.pValue()) + " (" + comparison.test() + ", " + comparison.samples()
                + " draws, seed " + comparison.seed() + ")");
    }

    private static String intervalOrNone(Bootstrap.Interval interval) {
        return interval == null ? "" : interval(interval);
    }

    private static String interval(Bootstrap.Interval interval) {
        return "[" + number(interval.lower()) + ", " + number(interval.upper()) + "]";
    }

    private static String figure(Object part) {
        if (part instanceof List<?> list) {
            return list.size() > LONGEST_LIST_SHOWN
                    ? list.size() + " values, in the JSON"
                    : list.stream().map(ScoreMetricCommand::figure).collect(Collectors.joining(" "));
        }
        return part instanceof Double value ? number(value) : String.valueOf(part);
    }

    /** Six significant digits: what a reader compares; the JSON has all. */
    private static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        double magnitude = Math.abs(value);
        if (magnitude != 0 && (magnitude < 1e-4 || magnitude >= 1e7)) {
            return String.format(Locale.ROOT, "%.5e", value);
        }
        int whole = magnitude < 1 ? 1 : (int) Math.floor(Math.log10(magnitude)) + 1;
        return String.format(Locale.ROOT, "%." + Math.max(0, 6 - whole) + "f", value);
    }

    private static String percent(double level) {
        double share = level * 100;
        return (share == Math.rint(share) ? Long.toString((long) share) : Double.toString(share)) + " %";
    }
}

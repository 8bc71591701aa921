package org.paperzoo.evaluation.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.paperzoo.evaluation.comparison.ComparisonReport.EngineFacts;
import org.paperzoo.evaluation.comparison.ComparisonReport.Measurement;
import org.paperzoo.evaluation.comparison.ComparisonReport.Provenance;
import org.paperzoo.evaluation.comparison.ComparisonReport.SettingResult;

/**
 * A comparison as rows of cells, headings first, for whoever lays tables out. Columns in which nothing is known are left
 * out. What is not known of one row alone is {@code –}.
 *
 * @param title what the table shows
 * @param rows headings and rows, all of the same number of cells
 * @param numeric which columns are set flush right
 */
public record ComparisonTable(String title, List<List<String>> rows, List<Boolean> numeric) {

    private static final String UNKNOWN = "–";

    public ComparisonTable {
        rows = rows.stream().map(List::copyOf).toList();
        numeric = List.copyOf(numeric);
    }

    /** A column: its heading, whether it is numeric, and its cell for a row; null where that is not known. */
    private record Column<R>(String heading, boolean numeric, Function<R, String> cell) {}

    private record Line(SettingResult result, Measurement measurement) {}

    /** All tables of a comparison, in the order in which they are read. */
    public static List<ComparisonTable> all(ComparisonReport report) {
        List<ComparisonTable> tables = new ArrayList<>(List.of(speed(report), agreement(report), engines(report)));
        if (report.settings().stream().anyMatch(result -> result.work() != null)) {
            tables.add(2, work(report));
        }
        return tables;
    }

    /** How fast each engine is in each setting. */
    public static ComparisonTable speed(ComparisonReport report) {
        return of(
                "Latency of a run",
                lines(report),
                List.of(
                        new Column<>("setting", false, ComparisonTable::setting),
                        new Column<>("engine", false, line -> line.measurement().engine()),
                        latency("median ms", LatencySummary::medianMillis),
                        new Column<>(
                                "spread",
                                true,
                                line -> Figures.percent(
                                        line.measurement().latency().spread())),
                        latency("p90 ms", LatencySummary::p90Millis),
                        latency("p99 ms", LatencySummary::p99Millis),
                        latency("examples/s", LatencySummary::examplesPerSecond),
                        new Column<>(
                                "against " + report.baseline() + " [95 %]",
                                false,
                                line -> line.measurement().ratio() == null
                                        ? line.measurement().engine().equals(report.baseline()) ? "baseline" : null
                                        : line.measurement().ratio().text()),
                        new Column<>(
                                "runs",
                                true,
                                line -> String.valueOf(
                                        line.measurement().latency().repetitions())),
                        new Column<>("warm-up", true, ComparisonTable::warmUp)));
    }

    /** How far outputs are from the baseline's, how near to the machine's limits runs come, and what they take. */
    public static ComparisonTable agreement(ComparisonReport report) {
        return of(
                "Outputs and resources",
                lines(report),
                List.of(
                        new Column<>("setting", false, ComparisonTable::setting),
                        new Column<>("engine", false, line -> line.measurement().engine()),
                        difference("abs. difference", OutputDifference::absolute),
                        difference("rel. difference", OutputDifference::relative),
                        new Column<>(
                                "outputs differ",
                                false,
                                line -> line.measurement().difference() == null
                                        ? null
                                        : line.measurement().difference().mismatch()),
                        share("of GEMM limit", Measurement::computeShare),
                        share("of bandwidth", Measurement::memoryShare),
                        new Column<>(
                                "native calls",
                                true,
                                line -> line.measurement().nativeCalls() == null
                                        ? null
                                        : line.measurement().nativeCalls().toString()),
                        new Column<>(
                                "peak of runs MiB",
                                true,
                                line -> line.measurement().runGrowthBytes() == null
                                        ? null
                                        : Figures.mebibytes(line.measurement().runGrowthBytes()))));
    }

    /** What each setting takes, and the least time of it on this machine. */
    public static ComparisonTable work(ComparisonReport report) {
        return of(
                "Work of a run",
                report.settings(),
                List.of(
                        new Column<>(
                                "setting", false, result -> result.setting().label()),
                        new Column<>(
                                "operations",
                                true,
                                result -> result.work() == null
                                        ? null
                                        : Figures.scaled(result.work().flops(), "FLOP")),
                        new Column<>(
                                "bytes",
                                true,
                                result -> result.work() == null
                                        ? null
                                        : Figures.scaled(result.work().bytes(), "B")),
                        new Column<>(
                                "least ms",
                                true,
                                result -> result.roofline() == null
                                        ? null
                                        : Figures.number(result.roofline().leastMillis())),
                        new Column<>(
                                "bound by",
                                false,
                                result -> result.roofline() == null
                                        ? null
                                        : result.roofline().bound().label())));
    }

    /** What is true of each engine in all settings. */
    public static ComparisonTable engines(ComparisonReport report) {
        return of(
                "Engines",
                report.engines(),
                List.of(
                        new Column<>("engine", false, EngineFacts::name),
                        new Column<>("export ms", true, ComparisonTable::export),
                        new Column<>("load ms", true, facts -> Figures.number(facts.loadMillis())),
                        new Column<>(
                                "disk MiB",
                                true,
                                facts -> facts.bytesOnDisk() == null ? null : Figures.mebibytes(facts.bytesOnDisk())),
                        new Column<>(
                                "resident MiB",
                                true,
                                facts -> facts.loadGrowthBytes() == null
                                        ? null
                                        : Figures.mebibytes(facts.loadGrowthBytes()))));
    }

    /** The machine, the versions and the machine's limits: lines to stand under the tables. */
    public static List<String> notes(ComparisonReport report) {
        Provenance provenance = report.provenance();
        List<String> notes = new ArrayList<>();
        notes.add(provenance.processor() + ", " + provenance.cores() + " cores, " + provenance.threads() + " threads, "
                + provenance.device() + ", " + provenance.precision());
        notes.add(String.join(
                ", ",
                provenance.versions().entrySet().stream()
                        .map(version -> version.getKey() + " " + version.getValue())
                        .toList()));
        MachineLimits limits = report.limits();
        if (limits != null) {
            notes.add("measured limits: matrix products " + Figures.scaled(limits.flopsPerSecond(), "FLOP/s") + " ("
                    + Figures.scaled(limits.singleThreadFlopsPerSecond(), "FLOP/s") + " on one thread), memory "
                    + Figures.scaled(limits.readBytesPerSecond(), "B/s") + " reading, "
                    + Figures.scaled(limits.updateBytesPerSecond(), "B/s") + " updating, a buffer of "
                    + Figures.mebibytes(limits.reads().get(0).bufferBytes()) + " MiB "
                    + Figures.scaled(limits.reads().get(0).bytesPerSecond(), "B/s") + " reading");
            if (limits.threads() > 1 && limits.singleThreadFlopsPerSecond() >= limits.flopsPerSecond()) {
                notes.add("one thread was as fast as " + limits.threads()
                        + ": the cores were busy otherwise, and the limits are too low");
            }
        }
        provenance.notes().forEach(note -> notes.add(oneLine(note)));
        return notes;
    }

    private static List<Line> lines(ComparisonReport report) {
        return report.settings().stream()
                .flatMap(result -> result.measurements().stream().map(measurement -> new Line(result, measurement)))
                .toList();
    }

    /** The setting's sizes in its first row only. */
    private static String setting(Line line) {
        return line.result().measurements().get(0) == line.measurement()
                ? line.result().setting().label()
                : "";
    }

    private static String warmUp(Line line) {
        WarmUp.Outcome warmUp = line.measurement().warmUp();
        return warmUp.repetitions() + (warmUp.stable() ? "" : ", not stable");
    }

    private static String export(EngineFacts facts) {
        if (Boolean.TRUE.equals(facts.cached())) {
            return "cached";
        }
        return facts.exportMillis() == null ? null : Figures.number(facts.exportMillis());
    }

    private static Column<Line> latency(String heading, Function<LatencySummary, Double> figure) {
        return new Column<>(
                heading,
                true,
                line -> Figures.number(figure.apply(line.measurement().latency())));
    }

    private static Column<Line> difference(String heading, Function<OutputDifference, Double> figure) {
        return new Column<>(heading, true, line -> {
            OutputDifference difference = line.measurement().difference();
            return difference == null || difference.mismatch() != null
                    ? null
                    : Figures.difference(figure.apply(difference));
        });
    }

    private static Column<Line> share(String heading, Function<Measurement, Double> share) {
        return new Column<>(heading, true, line -> {
            Double value = share.apply(line.measurement());
            return value == null ? null : Figures.percent(value);
        });
    }

    private static <R> ComparisonTable of(String title, List<R> lines, List<Column<R>> columns) {
        List<Column<R>> known = columns.stream()
                .filter(column -> lines.stream().anyMatch(line -> column.cell().apply(line) != null))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        rows.add(known.stream()
                .map(Column::heading)
                .map(ComparisonTable::oneLine)
                .toList());
        for (R line : lines) {
            rows.add(known.stream()
                    .map(column -> column.cell().apply(line))
                    .map(cell -> cell == null ? UNKNOWN : oneLine(cell))
                    .toList());
        }
        return new ComparisonTable(
                title, rows, known.stream().map(Column::numeric).toList());
    }

    /** A name that breaks the line or moves the cursor would break the table. */
    private static String oneLine(String cell) {
        return cell.replaceAll("\\p{Cntrl}+", " ");
    }

    /** How many cells each row has. */
    public int columns() {
        return numeric.size();
    }
}

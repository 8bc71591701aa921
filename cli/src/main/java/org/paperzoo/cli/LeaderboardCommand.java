package org.paperzoo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.leaderboard.BoardTable;
import org.paperzoo.leaderboard.comparison.RegressionCheck;
import org.paperzoo.leaderboard.comparison.RegressionCheck.Finding;
import org.paperzoo.leaderboard.exchange.Exporter;
import org.paperzoo.leaderboard.exchange.Format;
import org.paperzoo.leaderboard.exchange.ResultsJson;
import org.paperzoo.leaderboard.page.Scope;
import org.paperzoo.leaderboard.page.StaticSite;
import org.paperzoo.leaderboard.store.ResultQuery;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoredResult;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.Catalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code paperzoo leaderboard}: the results beside the papers' numbers. */
@Command(
        name = "leaderboard",
        description =
                "Show results beside the papers' numbers: the newest of each model, benchmark, engine and machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            LeaderboardImportCommand.class,
            LeaderboardExportCommand.class,
            LeaderboardCompareCommand.class,
        },
        footer = {
            "",
            "Examples:",
            "  paperzoo leaderboard --benchmark ett-h1-m-24",
            "  paperzoo leaderboard --format html -o board",
            "  paperzoo leaderboard export -o baseline.json",
            "  paperzoo leaderboard --check baseline.json      # exits 1 if something got worse",
            "  paperzoo serve"
        })
final class LeaderboardCommand implements Callable<Integer> {

    private static final int MOST_ROWS = 10_000;

    /** Forms of the answer. */
    enum View {
        TABLE,
        MARKDOWN,
        JSON,
        CSV,
        HTML
    }

    @Mixin
    private StoreOption store;

    @Option(names = "--benchmark", paramLabel = "B", description = "Results of this benchmark alone.")
    private String benchmark;

    @Option(names = "--model", paramLabel = "M", description = "Results of this model alone.")
    private String model;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "TABLE",
            description =
                    "table, markdown, json, csv or html (default: table). html makes pages in a folder, which open"
                            + " from disk.")
    private View format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PATH",
            description = "The folder of html, or the file of another format (default: standard output).")
    private Path output;

    @Option(
            names = "--check",
            paramLabel = "BASELINE.json",
            description =
                    "Compare the newest results with those of a file that leaderboard export or eval --json wrote,"
                            + " and exit with 1 if one got worse or is missing.")
    private Path baseline;

    @Option(
            names = "--tolerance",
            paramLabel = "SHARE",
            defaultValue = "0.001",
            description = "How much worse a value without interval may be in --check, as a share of it"
                    + " (default: ${DEFAULT-VALUE}).")
    private double tolerance;

    @Option(
            names = "--slowest",
            paramLabel = "RATIO",
            defaultValue = "0",
            description =
                    "How many times the time of an example may have grown on the same processor in --check; 0 does"
                            + " not look at speed (default: ${DEFAULT-VALUE}).")
    private double slowest;

    @Override
    public Integer call() throws IOException {
        if (format == View.HTML && output == null && baseline == null) {
            throw new IllegalArgumentException("--format html needs a folder: -o DIR");
        }
        if (baseline != null) {
            return check();
        }
        try (ResultStore results = store.open()) {
            ResultQuery query = ResultQuery.latestOf(benchmark, model, MOST_ROWS);
            switch (format) {
                case HTML -> {
                    StaticSite.Summary site =
                            new StaticSite(results, Catalogue.standard(), new Scope(benchmark, model)).write(output);
                    System.out.println(site.pages() + " pages in " + output);
                    site.note().ifPresent(note -> System.err.println("paperzoo: " + note));
                }
                case JSON -> ExportOutput.write(output, out -> Exporter.write(results, query, Format.JSON, out));
                case CSV -> ExportOutput.write(output, out -> Exporter.write(results, query, Format.CSV, out));
                case TABLE, MARKDOWN -> ExportOutput.write(output, out -> table(results.query(query), out));
            }
        }
        return 0;
    }

    private void table(List<StoredResult> results, OutputStream out) throws IOException {
        BoardTable table = new BoardTable(Catalogue.standard());
        String text = results.isEmpty()
                ? "no results" + (benchmark == null && model == null ? " yet: paperzoo bench makes some" : "") + "\n"
                : format == View.MARKDOWN ? table.markdown(results) : table.text(results);
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private int check() throws IOException {
        List<Result> before;
        try (InputStream in = Files.newInputStream(baseline)) {
            before = ResultsJson.readResults(in, baseline.toString());
        }
        List<Result> wanted = before.stream()
                .filter(each -> benchmark == null || benchmark.equals(each.benchmark()))
                .filter(each -> model == null || model.equals(each.model()))
                .toList();
        if (wanted.isEmpty()) {
            throw new InvalidInputException(baseline + ": holds no results to compare with");
        }
        try (ResultStore results = store.open()) {
            List<Finding> findings = new RegressionCheck(tolerance, slowest).run(wanted, results);
            Table table = Table.of("model", "benchmark", "engine", "value", "before>", "now>", "verdict", "why");
            findings.forEach(each -> table.add(
                    each.baseline().model(),
                    each.baseline().benchmark(),
                    each.baseline().provenance().engine() + " "
                            + each.baseline().provenance().device(),
                    each.value(),
                    number(each.before()),
                    number(each.now()),
                    each.verdict().word(),
                    each.reason()));
            System.out.print(table);
            long failed =
                    findings.stream().filter(each -> each.verdict().fails()).count();
            System.out.println(findings.size() - failed + " held, " + failed + " did not");
            return failed == 0 ? 0 : Failure.CHECK_FAILED;
        }
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.6g", value);
    }
}

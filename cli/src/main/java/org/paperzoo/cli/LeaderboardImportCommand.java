package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.paperzoo.leaderboard.exchange.Format;
import org.paperzoo.leaderboard.exchange.ImportReport;
import org.paperzoo.leaderboard.exchange.Importer;
import org.paperzoo.leaderboard.store.ResultStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paperzoo leaderboard import}: results of another store, or values that others report. */
@Command(
        name = "import",
        description =
                "Bring results into the store. One whose provenance is unknown or inconsistent is refused, and the"
                        + " reason told; the others are taken.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "json and csv hold whole results. model-index and evaluation-tables hold values without runs: they stand",
            "beside results as reported by their source, and are refused without one.",
            "Exit code 3 if a record was refused.",
            "Examples:",
            "  paperzoo leaderboard import results.json",
            "  paperzoo leaderboard import --from evaluation-tables evaluation-tables.json"
        })
final class LeaderboardImportCommand implements Callable<Integer> {

    @Mixin
    private StoreOption store;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files.")
    private List<Path> files;

    @Option(
            names = "--from",
            paramLabel = "FORMAT",
            description = "json, csv, model-index or evaluation-tables (default: by the file's name).")
    private String format;

    @Override
    public Integer call() throws IOException {
        Format chosen = format == null ? null : Format.named(format);
        int refused = 0;
        try (ResultStore results = store.open()) {
            for (Path file : files) {
                ImportReport report = Importer.read(file, chosen == null ? Format.ofFile(file) : chosen, results);
                report.reasons().forEach(reason -> System.err.println("paperzoo: " + Failure.oneLine(reason)));
                int untold = report.refused() - report.reasons().size();
                if (untold > 0) {
                    System.err.println("paperzoo: … and " + untold + " more");
                }
                System.out.println(Failure.oneLine(file.toString()) + ": " + report.added() + " added, "
                        + report.known() + " known already, " + report.refused() + " refused");
                refused += report.refused();
            }
        }
        return refused == 0 ? 0 : Failure.BAD_INPUT;
    }
}

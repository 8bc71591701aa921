package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.paperzoo.leaderboard.exchange.Exporter;
import org.paperzoo.leaderboard.exchange.Format;
import org.paperzoo.leaderboard.store.ResultQuery;
import org.paperzoo.leaderboard.store.ResultStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code paperzoo leaderboard export}: results for another store, another program or another site. */
@Command(
        name = "export",
        description = "Write results: all that there are, or the newest of each setting.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  paperzoo leaderboard export -o results.json",
            "  paperzoo leaderboard export --latest --model detr-resnet-50 --as model-index"
        })
final class LeaderboardExportCommand implements Callable<Integer> {

    private static final int MOST = 10_000_000;

    @Mixin
    private StoreOption store;

    @Option(names = "--benchmark", paramLabel = "B", description = "Results of this benchmark alone.")
    private String benchmark;

    @Option(names = "--model", paramLabel = "M", description = "Results of this model alone.")
    private String model;

    @Option(names = "--latest", description = "Of results of the same setting only the newest.")
    private boolean latest;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + MOST,
            description = "The newest N results at most (default: ${DEFAULT-VALUE}, the most).")
    private int limit;

    @Option(
            names = "--as",
            paramLabel = "FORMAT",
            description = "json, csv, model-index or evaluation-tables (default: by the file's name, else json).")
    private String format;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file (default: standard output).")
    private Path output;

    @Override
    public Integer call() throws IOException {
        Format chosen = format != null ? Format.named(format) : output == null ? Format.JSON : Format.ofFile(output);
        ResultQuery query = new ResultQuery(benchmark, model, null, null, latest, null, limit);
        try (ResultStore results = store.open()) {
            ExportOutput.write(output, out -> Exporter.write(results, query, chosen, out));
        }
        return 0;
    }
}

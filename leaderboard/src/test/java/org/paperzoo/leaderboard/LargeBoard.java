package org.paperzoo.leaderboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.leaderboard.exchange.Format;
import org.paperzoo.leaderboard.exchange.ImportReport;
import org.paperzoo.leaderboard.exchange.Importer;
import org.paperzoo.leaderboard.server.BoardServer;
import org.paperzoo.leaderboard.store.ResultQuery;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoreLocation;
import org.paperzoo.leaderboard.store.StoredResult;

/**
 * Measures a store of many results: how fast they are imported, and how long each kind of page takes over HTTP. A program,
 * no test: {@code LargeBoard [RESULTS] [JDBC address]}.
 */
public final class LargeBoard {

    private static final int MODELS = 300;
    private static final int BENCHMARKS = 60;
    private static final int REQUESTS = 60;
    private static final int WARM = 20;
    private static final int PART = 1000;

    private LargeBoard() {}

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        Path folder = Files.createTempDirectory("paperzoo-large-board-");
        Path file = folder.resolve("results.json");
        try (ResultStore store = open(
                arguments.length > 1
                        ? arguments[1]
                        : folder.resolve("results.db").toString())) {
            write(count, file);
            double busy = processorSeconds();
            long before = System.nanoTime();
            ImportReport report = Importer.read(file, Format.JSON, store);
            double seconds = (System.nanoTime() - before) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "import: %d results of %.0f MB in %.1f s (%.1f s of processor), %.0f a second, %d settings%n",
                    report.added(),
                    Files.size(file) / 1e6,
                    seconds,
                    processorSeconds() - busy,
                    report.added() / seconds,
                    store.query(ResultQuery.latestOf(null, null, 100_000)).size());
            pages(store);
        }
    }

    private static void write(int count, Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (var out = Files.newBufferedWriter(file)) {
            out.write("[");
            for (int i = 0; i < count; i += PART) {
                for (Result result : SyntheticResults.many(Math.min(PART, count - i), MODELS, BENCHMARKS, i)) {
                    out.write(json.writeValueAsString(result));
                    out.write(",\n");
                }
            }
            out.write(json.writeValueAsString(SyntheticResults.forecast(0.5, "2026-11-24T00:00:00Z")));
            out.write("]");
        }
    }

    /** Seconds that this process has kept processors busy: what counts where other programs run too. */
    private static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    private static ResultStore open(String location) throws IOException {
        return ResultStore.open(StoreLocation.of(location));
    }

    private static void pages(ResultStore store) throws Exception {
        StoredResult run = store.query(ResultQuery.all(2)).get(1);
        List<String> paths = List.of(
                "/",
                "/benchmark/" + run.result().benchmark() + ".html",
                "/model/" + run.result().model() + ".html",
                "/run/" + run.address() + ".html",
                "/api/results",
                "/api/results?limit=1000",
                "/api/benchmarks");
        HttpClient client = HttpClient.newHttpClient();
        try (BoardServer server = BoardServer.start(store, InetAddress.getLoopbackAddress(), 0, null)) {
            for (String path : paths) {
                List<Double> millis = new ArrayList<>();
                int bytes = 0;
                double busy = processorSeconds();
                for (int i = 0; i < REQUESTS; i++) {
                    if (i == WARM) {
                        busy = processorSeconds();
                    }
                    long before = System.nanoTime();
                    bytes = client.send(
                                    HttpRequest.newBuilder(URI.create("http://localhost:"
                                                    + server.address().getPort() + path))
                                            .build(),
                                    BodyHandlers.ofByteArray())
                            .body()
                            .length;
                    millis.add((System.nanoTime() - before) / 1e6);
                }
                double[] sorted =
                        millis.stream().mapToDouble(each -> each).sorted().toArray();
                System.out.printf(
                        Locale.ROOT,
                        "%-30s first %.0f ms, median %.0f ms, slowest of the others %.0f ms, %.0f ms of processor each once warm, %d kB%n",
                        path.length() > 30 ? path.substring(0, 30) : path,
                        millis.get(0),
                        sorted[REQUESTS / 2],
                        Arrays.stream(millis.toArray(Double[]::new))
                                .skip(1)
                                .mapToDouble(each -> each)
                                .max()
                                .orElse(0),
                        (processorSeconds() - busy) * 1000 / (REQUESTS - WARM),
                        bytes / 1000);
            }
        }
    }
}

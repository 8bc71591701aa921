package org.paperzoo.leaderboard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
import org.paperzoo.leaderboard.exchange.Exporter;
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
    private static final int REQUESTS = 15;

    private LargeBoard() {}

    public static void main(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        Path folder = Files.createTempDirectory("paperzoo-large-board-");
        try (ResultStore first = open(folder.resolve("first.db").toString());
                ResultStore store = open(
                        arguments.length > 1
                                ? arguments[1]
                                : folder.resolve("results.db").toString())) {
            List<org.paperzoo.evaluation.result.Result> results = SyntheticResults.many(count, MODELS, BENCHMARKS, 5);
            for (int i = 0; i < count; i += 1000) {
                first.addAll(results.subList(i, Math.min(count, i + 1000)));
            }
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            Exporter.write(first, ResultQuery.all(100_000), Format.JSON, file);
            long before = System.nanoTime();
            ImportReport report =
                    Importer.read(new ByteArrayInputStream(file.toByteArray()), "file", Format.JSON, store);
            double seconds = (System.nanoTime() - before) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "import: %d results of %.0f MB in %.1f s, %.0f a second, %d settings%n",
                    report.added(),
                    file.size() / 1e6,
                    seconds,
                    report.added() / seconds,
                    store.query(ResultQuery.latestOf(null, null, 100_000)).size());
            pages(store);
        }
    }

    private static ResultStore open(String location) throws IOException {
        return ResultStore.open(StoreLocation.of(location));
    }

    private static void pages(ResultStore store) throws Exception {
        StoredResult run = store.query(ResultQuery.all(1)).get(0);
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
                for (int i = 0; i < REQUESTS; i++) {
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
                        "%-30s first %.0f ms, median %.0f ms, slowest of the others %.0f ms, %d kB%n",
                        path.length() > 30 ? path.substring(0, 30) : path,
                        millis.get(0),
                        sorted[REQUESTS / 2],
                        Arrays.stream(millis.toArray(Double[]::new))
                                .skip(1)
                                .mapToDouble(each -> each)
                                .max()
                                .orElse(0),
                        bytes / 1000);
            }
        }
    }
}

package org.paperzoo.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.tests.Launcher.paperzoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of these tests is a shell script")
class LeaderboardCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Path store;

    @BeforeAll
    static void measure() throws Exception {
        store = folder.resolve("results.db");
        paperzoo("eval", "sample-forecast", "--limit", 200, "--resamples", 100, "--keep-examples", 3, "--store", store)
                .endedWith(0);
    }

    private static JsonNode exported() throws Exception {
        return JSON.readTree(
                paperzoo("leaderboard", "export", "--store", store).endedWith(0).output());
    }

    @Test
    void theBoardShowsWhatWasMeasuredInEveryForm() throws Exception {
        String table = paperzoo("leaderboard", "--store", store).endedWith(0).output();
        assertTrue(table.contains("sample-forecast (200 examples)"), table);
        String markdown = paperzoo(
                        "leaderboard", "--store", store, "--format", "markdown", "--model", "sample-forecast")
                .endedWith(0)
                .output();
        assertTrue(markdown.startsWith("| benchmark | model |"), markdown);
        assertEquals(
                "no results\n",
                paperzoo("leaderboard", "--store", store, "--benchmark", "xsum")
                        .endedWith(0)
                        .output());
        Path site = folder.resolve("site");
        paperzoo("leaderboard", "--store", store, "--format", "html", "-o", site)
                .endedWith(0);
        assertTrue(Files.exists(site.resolve("benchmark/sample-forecast.html")));
        String address = exported().at("/results/0/address").asText();
        assertTrue(Files.exists(site.resolve("run/" + address + "/examples-1.html")));
        paperzoo("leaderboard", "--store", store, "--format", "html")
                .endedWith(2)
                .toldInOneLine("-o DIR");
    }

    @Test
    void resultsGoToAnotherStoreAndEditedOnesDoNot() throws Exception {
        Path file = folder.resolve("results.json");
        Path other = folder.resolve("other.db");
        paperzoo("leaderboard", "export", "--store", store, "-o", file).endedWith(0);
        String said = paperzoo("leaderboard", "import", file, "--store", other)
                .endedWith(0)
                .output();
        assertTrue(said.contains("1 added, 0 known already, 0 refused"), said);
        Files.writeString(file, Files.readString(file).replace("\"seed\":0", "\"seed\":1"));
        paperzoo("leaderboard", "import", file, "--store", other)
                .endedWith(3)
                .toldInOneLine("it was changed after it was addressed");
        paperzoo("leaderboard", "import", folder.resolve("none.json"), "--store", other)
                .endedWith(4)
                .toldInOneLine("none.json");
    }

    @Test
    void aCheckPassesOnItselfAndFailsWhereTheBaselineWasBetter() throws Exception {
        Path baseline = folder.resolve("baseline.json");
        ObjectNode result = (ObjectNode) exported().at("/results/0/result");
        JSON.writeValue(baseline.toFile(), List.of(result));
        String held = paperzoo("leaderboard", "--check", baseline, "--store", store)
                .endedWith(0)
                .output();
        assertTrue(held.endsWith("2 held, 0 did not\n"), held);
        ((ObjectNode) result.at("/values/0")).put("value", 1e-6);
        ((ObjectNode) result.get("provenance")).put("dataSha256", "0".repeat(64));
        JSON.writeValue(baseline.toFile(), List.of(result));
        String failed = paperzoo("leaderboard", "--check", baseline, "--store", store)
                .endedWith(1)
                .output();
        assertTrue(failed.contains("WORSE"), failed);
    }

    @Test
    void aRunIsComparedWithItselfAndNotWithNothing() throws Exception {
        String address = exported().at("/results/0/address").asText();
        String beginning = address.substring(0, 8);
        String said = paperzoo("leaderboard", "compare", beginning, address, "--store", store)
                .endedWith(0)
                .output();
        assertTrue(said.contains("1.0000") && said.endsWith("p: paired bootstrap, two-sided\n"), said);
        paperzoo("leaderboard", "compare", "ffff", address, "--store", store)
                .endedWith(4)
                .toldInOneLine("ffff");
    }

    @Test
    void aStoreThatCannotBeOpenedIsToldBeforeAnyWork() throws Exception {
        Path text = Files.writeString(folder.resolve("text.db"), "no database ".repeat(500));
        paperzoo("eval", "sample-forecast", "--store", text).endedWith(3).toldInOneLine("text.db");
        paperzoo("leaderboard", "--store", "jdbc:mysql://x").endedWith(2).toldInOneLine("jdbc:postgresql:");
    }

    @Test
    void theServerTellsItsAddressAndAnswersThere() throws Exception {
        Process server = new ProcessBuilder(
                        Launcher.ROOT.resolve("paperzoo").toString(),
                        "serve",
                        "--port",
                        "0",
                        "--store",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = server.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.startsWith("Serving ")) {
                line = output.readLine();
            }
            URI address = URI.create(line.substring(line.lastIndexOf(' ') + 1));
            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
            assertEquals(200, page.statusCode());
            assertTrue(page.body().contains("sample-forecast"), page.body());
        } finally {
            server.destroy();
        }
    }
}

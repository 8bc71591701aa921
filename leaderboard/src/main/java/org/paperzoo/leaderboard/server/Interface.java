package org.paperzoo.leaderboard.server;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.paperzoo.leaderboard.comparison.PaperComparison;
import org.paperzoo.leaderboard.exchange.Format;
import org.paperzoo.leaderboard.exchange.ImportReport;
import org.paperzoo.leaderboard.exchange.Importer;
import org.paperzoo.leaderboard.store.ResultQuery;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoredResult;
import org.paperzoo.zoo.catalogue.Catalogue;

/** The board for programs: JSON below {@code /api/}, described by {@code /api/openapi.json}. */
final class Interface {

    private static final int USUAL_PAGE = 100;
    private static final int LARGEST_PAGE = 1000;
    private static final String RESULTS = "results/";
    private static final String EXAMPLES = "/examples";

    private final ResultStore store;

    Interface(ResultStore store) {
        this.store = store;
    }

    /** Answers a request to read. */
    Answer get(String path, String query) throws IOException {
        switch (path) {
            case "openapi.json":
                return document("openapi.json");
            case "results.schema.json":
                return document("results.schema.json");
            case "results":
                return results(query);
            case "benchmarks":
                Query.of(query, Set.of());
                return Answer.json(200, Map.of("benchmarks", store.benchmarks()));
            case "models":
                Query.of(query, Set.of());
                return Answer.json(200, Map.of("models", new TreeMap<>(store.models())));
            case "reported":
                Query filter = Query.of(query, new TreeSet<>(Set.of("benchmark", "model")));
                return Answer.json(
                        200,
                        Map.of(
                                "reported",
                                store.reported(
                                        filter.text("benchmark").orElse(null),
                                        filter.text("model").orElse(null))));
            default:
                return one(path, query);
        }
    }

    private Answer one(String path, String query) throws IOException {
        if (!path.startsWith(RESULTS)) {
            return Answer.error(404, "there is no such address; /api/openapi.json describes those there are");
        }
        Query.of(query, Set.of());
        String name = path.substring(RESULTS.length());
        boolean examples = name.endsWith(EXAMPLES);
        String address = examples ? name.substring(0, name.length() - EXAMPLES.length()) : name;
        try {
            StoredResult found = store.find(address);
            if (examples) {
                return store.examples(found.address())
                        .map(kept -> Answer.json(200, Map.of("address", found.address(), "examples", kept.examples())))
                        .orElseGet(() -> Answer.error(404, "the run kept no examples"));
            }
            return Answer.json(200, record(found));
        } catch (NoSuchElementException e) {
            return Answer.error(404, e.getMessage());
        }
    }

    private Answer results(String query) throws IOException {
        Query filter = Query.of(
                query, new TreeSet<>(Set.of("benchmark", "model", "engine", "device", "latest", "after", "limit")));
        int limit = filter.number("limit", USUAL_PAGE, 1, LARGEST_PAGE);
        List<StoredResult> found = store.query(new ResultQuery(
                filter.text("benchmark").orElse(null),
                filter.text("model").orElse(null),
                filter.text("engine").orElse(null),
                filter.text("device").orElse(null),
                filter.flag("latest"),
                filter.text("after").orElse(null),
                limit));
        List<Map<String, Object>> records = new ArrayList<>();
        found.forEach(each -> records.add(record(each)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("results", records);
        if (found.size() == limit) {
            answer.put("next", found.get(limit - 1).address());
        }
        return Answer.json(200, answer);
    }

    private static Map<String, Object> record(StoredResult stored) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("address", stored.address());
        record.put("result", stored.result());
        List<Map<String, Object>> papers = new ArrayList<>();
        for (PaperComparison each : PaperComparison.of(stored.result(), Catalogue.standard())) {
            each.reported().ifPresent(reported -> {
                Map<String, Object> paper = new LinkedHashMap<>();
                paper.put("metric", each.value().metric());
                paper.put("name", each.value().name());
                paper.put("paper", reported.comparable());
                paper.put("source", reported.source());
                paper.put("difference", each.difference().orElseThrow());
                each.agrees().ifPresent(agrees -> paper.put("inInterval", agrees));
                paper.put("protocolDifferences", each.protocolDifferences());
                papers.add(paper);
            });
        }
        record.put("papers", papers);
        return record;
    }

    private static Answer document(String name) throws IOException {
        try (InputStream in = ResultStore.class.getResourceAsStream("/org/paperzoo/leaderboard/" + name)) {
            if (in == null) {
                throw new IOException("the class path lacks " + name);
            }
            return new Answer(200, "application/json", in.readAllBytes());
        }
    }

    /** Imports what a request brings. */
    Answer post(InputStream body) throws IOException {
        ImportReport report = Importer.read(body, "request", Format.JSON, store);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("added", report.added());
        answer.put("known", report.known());
        answer.put("refused", report.refused());
        answer.put("reasons", report.reasons());
        return Answer.json(report.refused() == 0 ? 200 : 422, answer);
    }
}

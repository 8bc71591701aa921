package org.paperzoo.leaderboard.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.paperzoo.evaluation.result.KeptExample;
import org.paperzoo.evaluation.result.KeptExamples;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.leaderboard.SyntheticResults;

/** What every store does, whatever database holds it. */
abstract class StoreContract {

    private static final String EARLY = "2026-11-01T00:00:00Z";
    private static final String LATE = "2026-11-02T00:00:00Z";

    private ResultStore store;

    /** Where an empty store can be made. */
    abstract StoreLocation location() throws Exception;

    @BeforeEach
    void open() throws Exception {
        store = ResultStore.open(location());
    }

    @AfterEach
    void close() {
        if (store != null) {
            store.close();
        }
    }

    @Test
    void whatIsAddedIsFoundByItsAddressAndTheBeginningOfIt() throws IOException {
        Result result = SyntheticResults.forecast(0.474, EARLY);
        StoredResult stored = store.add(result);
        assertEquals(stored, store.find(stored.address()));
        assertEquals(stored, store.find(stored.shortAddress()));
        assertEquals(result, store.find(stored.address()).result());
        assertThrows(NoSuchElementException.class, () -> store.find("0000"));
        assertThrows(NoSuchElementException.class, () -> store.find("../../etc/passwd"));
        assertThrows(NoSuchElementException.class, () -> store.find("%"));
    }

    @Test
    void addingTwiceKeepsOne() throws IOException {
        Result result = SyntheticResults.forecast(0.474, EARLY);
        assertEquals(1, store.addAll(List.of(result, result)));
        assertEquals(0, store.addAll(List.of(result)));
        assertEquals(1, store.size());
        assertEquals(1, store.query(ResultQuery.all(10)).size());
    }

    @Test
    void ofOneSettingTheNewestStandsInTables() throws IOException {
        store.add(SyntheticResults.forecast(0.48, LATE));
        store.add(SyntheticResults.forecast(0.47, EARLY));
        store.add(SyntheticResults.forecast("informer-etth1-m-24", "OnnxRuntime", 0.47, EARLY));
        List<StoredResult> latest = store.query(ResultQuery.latestOf("ett-h1-m-24", null, 10));
        assertEquals(2, latest.size());
        assertEquals(0.48, latest.get(0).mainValue().orElseThrow().value());
        assertEquals(3, store.query(ResultQuery.all(10)).size());
        assertEquals(2, store.history(latest.get(0), 10).size());
        assertEquals(0, store.query(ResultQuery.latestOf("other", null, 10)).size());
        BenchmarkSummary summary = store.benchmarks().get(0);
        assertEquals(new BenchmarkSummary("ett-h1-m-24", "forecasting", 1, 2, 3, summary.best()), summary);
        assertEquals(0.47, summary.best().value());
        assertEquals(Map.of("informer-etth1-m-24", 3L), store.models());
    }

    @Test
    void pagesOfAQueryHoldEveryResultOnce() throws IOException {
        List<Result> results = SyntheticResults.many(250, 10, 5, 1);
        store.addAll(results);
        Set<String> seen = new HashSet<>();
        String after = null;
        int pages = 0;
        while (true) {
            List<StoredResult> page = store.query(new ResultQuery(null, null, null, null, false, after, 100));
            page.forEach(each -> assertTrue(seen.add(each.address())));
            pages++;
            if (page.size() < 100) {
                break;
            }
            after = page.get(99).address();
        }
        assertEquals(3, pages);
        assertEquals(250, seen.size());
    }

    @Test
    void aResultThatIsNotANumberIsKeptAsItIs() throws IOException {
        Result result = SyntheticResults.forecast(0.5, EARLY);
        Result.MeasuredValue undefined =
                new Result.MeasuredValue("mae", "MAE", Double.NaN, null, null, null, false, true);
        Result odd = new Result(
                1,
                result.model(),
                result.benchmark(),
                result.task(),
                result.split(),
                1,
                false,
                true,
                List.of(undefined),
                result.definitions(),
                result.speed(),
                result.memory(),
                result.provenance());
        StoredResult stored = store.add(odd);
        assertTrue(Double.isNaN(
                store.find(stored.address()).result().values().get(0).value()));
        assertEquals(null, store.benchmarks().get(0).best());
    }

    @Test
    void whatARunKeptReadsBack() throws IOException {
        String address = store.add(SyntheticResults.forecast(0.474, EARLY)).address();
        assertTrue(store.examples(address).isEmpty());
        KeptExamples kept = new KeptExamples(
                Map.of("mse", List.of(JsonNodeFactory.instance.objectNode().put("n", 1))),
                List.of("mae"),
                List.of(KeptExample.ofTexts(0, "in", "out", "expected", Map.of("mse", 0.5))),
                Map.of("00000.jpg", new byte[] {1, 2, 3}));
        store.keep(address, kept);
        store.keep(address, kept);
        assertEquals(kept.examples(), store.examples(address).orElseThrow().examples());
        assertEquals(kept.units(), store.units(address).orElseThrow().units());
        assertEquals(kept.dropped(), store.units(address).orElseThrow().dropped());
        assertArrayEquals(
                new byte[] {1, 2, 3}, store.picture(address, "00000.jpg").orElseThrow());
        assertTrue(store.picture(address, "units.json.gz").isEmpty());
        assertThrows(NoSuchElementException.class, () -> store.keep("0".repeat(64), kept));
    }

    @Test
    void reportedValuesNeedASource() throws IOException {
        ReportedValue value = new ReportedValue("a/b <i>", "xsum", "XSum", "ROUGE-1", null, 45.1, "a paper", null);
        assertEquals(1, store.addReported(List.of(value, value)));
        assertEquals(List.of(value), store.reported("xsum", null));
        assertEquals(List.of(), store.reported(null, "other"));
        ReportedValue sourceless = new ReportedValue("a", null, "XSum", "ROUGE-1", null, 45.1, " ", null);
        assertThrows(RefusedException.class, () -> store.addReported(List.of(sourceless)));
    }

    @Test
    void severalStoresAndThreadsWriteAtOnce() throws Exception {
        List<Result> results = SyntheticResults.many(240, 4, 2, 2);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<ResultStore> others = List.of(
                ResultStore.open(store.location()),
                ResultStore.open(store.location()),
                ResultStore.open(store.location()));
        try {
            List<Future<Integer>> added = new ArrayList<>();
            for (int part = 0; part < 8; part++) {
                ResultStore other = others.get(part % 3);
                List<Result> own = results.subList(part * 30, part * 30 + 30);
                Callable<Integer> work = () -> {
                    int count = 0;
                    for (Result result : own) {
                        count += other.addAll(List.of(result));
                        other.benchmarks();
                    }
                    return count;
                };
                added.add(threads.submit(work));
            }
            for (Future<Integer> each : added) {
                assertEquals(30, each.get());
            }
        } finally {
            threads.shutdown();
            others.forEach(ResultStore::close);
        }
        assertEquals(240, store.size());
        Map<String, Long> settings = results.stream()
                .collect(Collectors.groupingBy(each -> StoredResult.of(each).setting(), Collectors.counting()));
        assertEquals(
                settings.size(),
                store.query(ResultQuery.latestOf(null, null, 1000)).size());
    }

    @Test
    void largeImportsAtOnceGiveWayToEachOther() throws Exception {
        List<Result> results = SyntheticResults.many(300, 3, 2, 4);
        List<Result> reversed = new ArrayList<>(results);
        Collections.reverse(reversed);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Integer> one = threads.submit(() -> store.addAll(results));
            Future<Integer> other = threads.submit(() -> store.addAll(reversed));
            assertEquals(300, one.get() + other.get());
        } finally {
            threads.shutdown();
        }
        assertEquals(300, store.size());
    }

    @Test
    void severalOpenAnEmptyStoreAtOnce() throws Exception {
        StoreLocation fresh = another();
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            List<Future<ResultStore>> opened = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                opened.add(threads.submit(() -> ResultStore.open(fresh)));
            }
            for (Future<ResultStore> each : opened) {
                assertEquals(0, each.get().size());
            }
            for (Future<ResultStore> each : opened) {
                each.get().close();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Where another empty store can be made. */
    abstract StoreLocation another() throws Exception;
}

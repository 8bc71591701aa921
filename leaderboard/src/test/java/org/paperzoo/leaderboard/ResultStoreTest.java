package org.paperzoo.leaderboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.evaluation.result.Result.Memory;
import org.paperzoo.evaluation.result.Result.Provenance;
import org.paperzoo.evaluation.result.Result.SessionOptions;
import org.paperzoo.evaluation.result.Result.Speed;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.Catalogue;

class ResultStoreTest {

    @TempDir
    Path folder;

    @Test
    void whatIsAppendedReadsBackInOrder() throws IOException {
        ResultStore store = new ResultStore(folder.resolve("deep").resolve("results.jsonl"));
        assertEquals(List.of(), store.read());
        store.append(result("a", 0.5));
        store.append(result("b", 0.25));
        assertEquals(List.of(result("a", 0.5), result("b", 0.25)), store.read());
    }

    @Test
    void aResultOfBeforeThereWereSessionsReads() throws IOException {
        ResultStore store = new ResultStore(folder.resolve("results.jsonl"));
        store.append(result("a", 0.5));
        String line = Files.readString(store.file());
        assertTrue(!line.contains("session") && !line.contains("artifact") && !line.contains("exporter"), line);
        assertEquals(List.of(result("a", 0.5)), store.read());
    }

    @Test
    void aRowTellsPrecisionAndWhoseGraphsRan() {
        Provenance usual = result("a", 1).provenance();
        Provenance special = new Provenance(
                usual.started(),
                usual.weights(),
                usual.weightsSha256(),
                usual.data(),
                usual.dataSha256(),
                usual.paperzoo(),
                usual.djl(),
                "OnnxRuntime",
                "1.21.1",
                "cpu",
                "int8",
                null,
                new SessionOptions(null, null, "all", true, "CPUExecutionProvider"),
                "theirs.onnx",
                "22",
                null,
                0,
                usual.java(),
                usual.system(),
                usual.processor(),
                2,
                usual.command());
        Result plain = result("informer-etth1-m-24", 1);
        Result ran = new Result(
                1,
                plain.model(),
                plain.benchmark(),
                plain.task(),
                plain.split(),
                3,
                false,
                true,
                plain.values(),
                plain.speed(),
                plain.memory(),
                special);
        String table = new ResultTable(Catalogue.standard()).render(List.of(ran));
        assertTrue(table.contains("OnnxRuntime cpu int8, theirs.onnx"), table);
    }

    @Test
    void aHalfWrittenLineOfAKilledProcessIsPassedOver() throws IOException {
        ResultStore store = new ResultStore(folder.resolve("results.jsonl"));
        store.append(result("a", 0.5));
        Files.writeString(store.file(), "{\"schema\":1,\"mod", StandardOpenOption.APPEND);
        store.append(result("b", 0.25));
        assertEquals(List.of(result("a", 0.5), result("b", 0.25)), store.read());
    }

    @Test
    void aLineThatIsNoResultIsNamed() throws IOException {
        ResultStore store = new ResultStore(folder.resolve("results.jsonl"));
        Files.writeString(store.file(), "{\"model\": [}\n");
        InvalidInputException e = assertThrows(InvalidInputException.class, store::read);
        assertTrue(e.getMessage().contains("results.jsonl:1: not a result"), e.getMessage());
    }

    @Test
    void aValueStandsBesideThePapers() {
        String table = new ResultTable(Catalogue.standard()).render(List.of(result("informer-etth1-m-24", 0.5)));
        assertTrue(table.contains("0.5770"), table);
        assertTrue(table.contains("-0.0770"), table);
        Comparison comparison = Comparison.of(result("informer-etth1-m-24", 0.5), Catalogue.standard())
                .get(0);
        assertEquals(false, comparison.agrees().orElseThrow());
    }

    @Test
    void untrainedModelsAreMarkedAsSpeedAlone() {
        Result trained = result("sample-translate", 1);
        Result untrained = new Result(
                1,
                trained.model(),
                trained.benchmark(),
                trained.task(),
                "test",
                3,
                false,
                false,
                List.of(),
                trained.speed(),
                trained.memory(),
                trained.provenance());
        String table = new ResultTable(Catalogue.standard()).render(List.of(untrained));
        assertTrue(table.contains("speed alone (untrained)"), table);
    }

    private static Result result(String model, double value) {
        return new Result(
                1,
                model,
                "ett-h1-m-24",
                "forecasting",
                "test",
                2784,
                true,
                true,
                List.of(new MeasuredValue("mse", "MSE", value, value - 0.01, value + 0.01, 1000, false, true)),
                new Speed(1, 2, 10, 1, 2, 3, 100),
                new Memory(1L << 30, 1 << 20),
                new Provenance(
                        "2026-11-24T00:00:00Z",
                        "model.safetensors",
                        "00",
                        "ETT",
                        "11",
                        "0.1.0",
                        "0.36.0",
                        "PyTorch",
                        "2.7.1",
                        "cpu",
                        "fp32",
                        2,
                        null,
                        null,
                        null,
                        null,
                        0,
                        "17",
                        "Linux",
                        "CPU",
                        2,
                        "paperzoo eval"));
    }
}

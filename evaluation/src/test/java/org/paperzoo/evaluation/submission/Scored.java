package org.paperzoo.evaluation.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.harness.EvaluationListener;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;

/** Scores predictions in tests. */
final class Scored {

    private Scored() {}

    /** Scores all of a benchmark and checks what every result of a file says. */
    static Result all(String benchmark, Path predictions, Path data) throws IOException {
        Result result = run(SubmissionRequest.of(
                        Benchmarks.named(benchmark),
                        predictions,
                        data == null ? DataSource.none() : DataSource.of(data))
                .withResamples(20));
        assertEquals(
                Benchmarks.named(benchmark).metrics(),
                result.values().stream()
                        .filter(MeasuredValue::headline)
                        .map(MeasuredValue::metric)
                        .toList());
        assertTrue(result.complete());
        assertNull(result.speed());
        assertNull(result.memory());
        assertEquals("predictions", result.model());
        assertNotNull(result.provenance().predictionsSha256());
        assertEquals(predictions.getFileName().toString(), result.provenance().predictions());
        assertFalse(result.provenance().dataSha256().isEmpty());
        return result;
    }

    static Result run(SubmissionRequest request) throws IOException {
        return new SubmissionScorer(EvaluationListener.SILENT).run(request);
    }

    /** Scores a benchmark that is no file of the project. */
    static Result of(Benchmark benchmark, Path predictions, Path data) throws IOException {
        return run(SubmissionRequest.of(benchmark, predictions, DataSource.of(data))
                .withResamples(0));
    }

    /** A value by its metric, or metric and part. */
    static double value(Result result, String name) {
        List<MeasuredValue> found =
                result.values().stream().filter(value -> value.answersTo(name)).toList();
        assertFalse(found.isEmpty(), () -> "no " + name + " in " + result.values());
        return found.get(0).value();
    }

    /** Checks that predictions are refused by one line that holds some texts. */
    static void refused(String benchmark, Path predictions, Path data, String... told) {
        SubmissionRequest request = SubmissionRequest.of(Benchmarks.named(benchmark), predictions, DataSource.of(data));
        String message = assertThrows(IOException.class, () -> run(request)).getMessage();
        assertEquals(1, message.lines().count(), message);
        for (String text : told) {
            assertTrue(message.contains(text), () -> "no \"" + text + "\" in: " + message);
        }
    }
}

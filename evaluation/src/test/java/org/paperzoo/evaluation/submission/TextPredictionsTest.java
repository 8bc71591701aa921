package org.paperzoo.evaluation.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.text.TextPair;
import org.paperzoo.datasets.text.TextPairs;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.code.CodeToTextBleu;
import org.paperzoo.evaluation.metric.summarisation.Rouge;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.testkit.SharedFiles;

class TextPredictionsTest {

    @TempDir
    private Path folder;

    private static List<String> references(String dataset, Split split, Path data) throws IOException {
        List<String> references = new ArrayList<>();
        try (TextPairs pairs = Datasets.named(dataset, Dataset.Text.class)
                .open(split, data == null ? DataSource.none() : DataSource.of(data))) {
            for (TextPair pair = pairs.next(); pair != null; pair = pairs.next()) {
                references.add(pair.target());
            }
        }
        return references;
    }

    @Test
    void linesAreScoredInTheOrderOfTheDataSet() throws IOException {
        List<String> lines = references("sample-translate", Split.TEST, null);
        Path file = Files.write(folder.resolve("hyp.txt"), lines);
        Result right = Scored.all("sample-translate", file, null);
        assertEquals(100, Scored.value(right, "exact-match-codexglue"));
        assertEquals(lines.size(), right.examples());
        lines.set(0, "nothing of the kind");
        Files.write(file, lines);
        Result wrong = Scored.all("sample-translate", file, null);
        assertEquals(100.0 * (lines.size() - 1) / lines.size(), Scored.value(wrong, "exact-match-codexglue"), 1e-12);
        assertEquals(right.provenance().dataSha256(), wrong.provenance().dataSha256());
        assertFalse(
                right.provenance().predictionsSha256().equals(wrong.provenance().predictionsSha256()));
        // The first example alone: no line behind it is asked for.
        Files.write(file, lines.subList(0, 1));
        Result first = Scored.run(SubmissionRequest.of(Benchmarks.named("sample-translate"), file, DataSource.none())
                .withLimit(1));
        assertEquals(0, Scored.value(first, "exact-match-codexglue"));
        assertFalse(first.complete());
    }

    @Test
    void tooFewAndTooManyLinesAreToldWithTheExample() throws IOException {
        List<String> lines = references("sample-translate", Split.TEST, null);
        Path file = Files.write(folder.resolve("hyp.txt"), lines.subList(0, 5));
        Scored.refused("sample-translate", file, null, "hyp.txt: ends after 5 lines", "goes on with example 5");
        lines.add("one more");
        Files.write(file, lines);
        Scored.refused(
                "sample-translate",
                file,
                null,
                "hyp.txt:" + lines.size() + ": is one line too many",
                (lines.size() - 1) + " examples");
        Files.write(file, new byte[] {(byte) 0xC3, '\n'});
        Scored.refused("sample-translate", file, null, "hyp.txt:1: is not UTF-8");
        Scored.refused("sample-translate", folder.resolve("none.txt"), null, "none.txt");
        Scored.refused("sample-translate", folder, null, "is not a file");
    }

    @Test
    void numberedLinesComeInAnyOrderAndEachExampleOnce() throws IOException {
        Files.writeString(
                folder.resolve("test.jsonl"),
                "{\"source\": \"a\", \"target\": \"returns the name\"}\n{\"source\": \"b\", \"target\": \"sets it\"}\n");
        Benchmark benchmark = new Benchmark.Text(
                "numbered", "numbered", "jsonl", "test", List.of("bleu-codexglue-code-to-text"), "none");
        Path file = Files.writeString(folder.resolve("test.output"), "1\tsets the size\n0\treturns the name\n");
        MetricResult expected = new CodeToTextBleu()
                .evaluate(
                        List.of("returns the name", "sets the size"),
                        List.of(List.of("returns the name"), List.of("sets it")));
        assertEquals(
                expected.value(),
                Scored.value(Scored.of(benchmark, file, folder), "bleu-codexglue-code-to-text"),
                1e-12);
        assertTrue(SubmissionFormat.of(benchmark).description().contains("counted from 0"));
        for (String[] hostile : new String[][] {
            {"0\ta\n", "has no prediction for 1"},
            {"0\ta\n1\tb\n2\tc\n", "test.output:3: predicts 2"},
            {"0\ta\n1\tb\n0\tc\n", "test.output:3: repeats 0", "test.output:1"},
            {"first\ta\n", "test.output:1: \"first\" is not an index"}
        }) {
            Files.writeString(file, hostile[0]);
            String message = assertThrows(IOException.class, () -> Scored.of(benchmark, file, folder))
                    .getMessage();
            for (int i = 1; i < hostile.length; i++) {
                assertTrue(message.contains(hostile[i]), message);
            }
        }
    }

    @Test
    void sentencesOfSummariesArePartedByASign() throws IOException {
        Files.writeString(
                folder.resolve("test.jsonl"), "{\"source\": \"a\", \"target\": \"a cat sat .\\nit ate a fish .\"}\n");
        Benchmark benchmark =
                new Benchmark.Text("summaries", "summaries", "jsonl", "test", List.of("rouge-google-stem"), "none");
        Path file = Files.writeString(folder.resolve("hyp.txt"), "it ate the fish .<n>the cat sat .\n");
        MetricResult expected = Rouge.of(true)
                .evaluate(List.of("it ate the fish .\nthe cat sat ."), List.of("a cat sat .\nit ate a fish ."));
        Result result = Scored.of(benchmark, file, folder);
        expected.numbers()
                .forEach((part, value) -> assertEquals(value, Scored.value(result, "rouge-google-stem." + part), part));
    }

    @Test
    void theReferencesOfCodeXglueAreWholeAndRight() throws IOException {
        Path data = SharedFiles.require("data/codexglue");
        Result right = Scored.all("codexglue-java-cs", data.resolve("test.java-cs.txt.cs"), data);
        assertEquals(1000, right.examples());
        assertEquals(100, Scored.value(right, "exact-match-codexglue"));
        assertEquals(100, Scored.value(right, "bleu-codexglue"), 1e-9);
        Scored.refused(
                "codexglue-java-cs",
                data.resolve("valid.java-cs.txt.cs"),
                data,
                "valid.java-cs.txt.cs: ends after 499 lines");
        Path methods =
                Files.write(folder.resolve("concode.txt"), references("codexglue-concode", Split.VALIDATION, data));
        assertEquals(100, Scored.value(Scored.all("codexglue-concode", methods, data), "exact-match-tokens-codexglue"));
    }
}

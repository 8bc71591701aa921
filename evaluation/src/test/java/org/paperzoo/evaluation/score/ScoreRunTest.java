package org.paperzoo.evaluation.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.text.ExactMatch;
import org.paperzoo.zoo.InvalidInputException;

class ScoreRunTest {

    private static final Scorer EXACT_MATCH = Scorers.named("exact-match");

    @TempDir
    private Path folder;

    @Test
    void theNumberOfThreadsChangesNothing() throws IOException {
        Map<String, List<String>> files = files(systems(1), systems(2), 5_000);
        ScoreReport alone = ScoreRun.run(request(files, 1, null, SignificanceSettings.PairedTest.BOOTSTRAP));
        for (int threads : new int[] {2, 5}) {
            ScoreReport several =
                    ScoreRun.run(request(files, threads, null, SignificanceSettings.PairedTest.BOOTSTRAP));
            assertEquals(alone, several);
        }
        assertEquals(5_000, alone.examples());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void ofSeveralBrokenExamplesTheFirstIsTold(int threads) {
        Scorer broken = new Scorer(
                "broken",
                "breaks",
                List.of(LineExamples.HYPOTHESES),
                List.of(new ExactMatch().definition()),
                arguments -> Scoring.of(new ExactMatch(), brokenFrom(1_000)));
        for (int round = 0; round < 20; round++) {
            InvalidInputException error = assertThrows(
                    InvalidInputException.class,
                    () -> ScoreRun.run(new ScoreRequest(
                            broken,
                            ScoreArguments.of(broken.options(), Map.of("--hyp", List.of("any"))),
                            false,
                            false,
                            null,
                            SignificanceSettings.defaults(),
                            threads)));
            assertEquals("example 1000 is broken", error.getMessage());
        }
    }

    private static Examples<String, List<String>> brokenFrom(int first) {
        List<Example<String, List<String>>> examples = new ArrayList<>();
        for (int i = 0; i < 2 * first; i++) {
            int number = i;
            examples.add(new Example<>(
                    "example " + i,
                    () -> {
                        if (number >= first) {
                            throw new InvalidInputException("example " + number + " is broken");
                        }
                        return "text";
                    },
                    () -> List.of("text")));
        }
        return Examples.of(examples);
    }

    @Test
    void twoSystemsThatAreAlikeDoNotDiffer() throws IOException {
        Map<String, List<String>> files = files(systems(1), systems(2), 400);
        String same = files.get("--hyp").get(0);
        for (SignificanceSettings.PairedTest test : SignificanceSettings.PairedTest.values()) {
            PairedComparison comparison =
                    ScoreRun.run(request(files, 2, same, test)).comparison();
            assertEquals(0, comparison.difference());
            assertEquals(1, comparison.pValue());
        }
    }

    @Test
    void aSystemThatIsAlwaysRightDiffersFromOneThatSeldomIs() throws IOException {
        Map<String, List<String>> files = files(systems(1), systems(2), 400);
        String perfect = files.get("--ref").get(0);
        for (SignificanceSettings.PairedTest test : SignificanceSettings.PairedTest.values()) {
            PairedComparison comparison =
                    ScoreRun.run(request(files, 2, perfect, test)).comparison();
            assertEquals(100, comparison.system());
            assertTrue(comparison.difference() > 20, comparison.toString());
            assertEquals(1.0 / 201, comparison.pValue());
        }
    }

    @Test
    void systemsOfDifferentLengthsAreNotCompared() throws IOException {
        Map<String, List<String>> files = files(systems(1), systems(2), 40);
        Path longer = Files.writeString(folder.resolve("longer.txt"), "x\n".repeat(41));
        InvalidInputException error = assertThrows(
                InvalidInputException.class,
                () -> ScoreRun.run(request(files, 2, longer.toString(), SignificanceSettings.PairedTest.BOOTSTRAP)));
        assertTrue(error.getMessage().contains("ends after 40 lines"), error.getMessage());
    }

    @Test
    void filesOfDifferentLengthsAndEmptyOnesAreRefusedByName() throws IOException {
        Path three = Files.writeString(folder.resolve("three.txt"), "a\nb\nc\n");
        Path two = Files.writeString(folder.resolve("two.txt"), "a\nb\n");
        Path empty = Files.createFile(folder.resolve("empty.txt"));
        assertEquals(
                two + " ends after 2 lines, but " + three
                        + " goes on with line 3; expected a line for each of its lines",
                refusal(three, two));
        assertEquals(
                two + " ends after 2 lines, but " + three
                        + " goes on with line 3; expected a line for each of its lines",
                refusal(two, three));
        assertEquals(empty + ": is empty; expected one text a line", refusal(empty, empty));
        assertThrows(NoSuchFileException.class, () -> run(three, folder.resolve("none.txt")));
    }

    @Test
    void textThatIsNotUtf8IsRefusedByItsLine() throws IOException {
        Path latin = Files.write(folder.resolve("latin.txt"), new byte[] {'a', '\n', (byte) 0xe9, '\n'});
        Path text = Files.writeString(folder.resolve("text.txt"), "a\nb\n");
        assertEquals(
                latin + ":2: is not UTF-8 text",
                assertThrows(IOException.class, () -> run(latin, text)).getMessage());
    }

    @Test
    void argumentsAreCheckedAgainstTheDeclaredOptions() {
        List<ScoreOption> options = List.of(
                ScoreOption.file("--hyp", "texts").ofPredictions(),
                ScoreOption.choice("--smooth", List.of("exp", "none"), "smoothing")
                        .or("exp"),
                ScoreOption.whole("--order", 1, 16, "order"),
                ScoreOption.decimal("--beta", 0, Double.MAX_VALUE, "beta"));
        Map<String, List<String>> hypotheses = Map.of("--hyp", List.of("x"));
        assertEquals("exp", ScoreArguments.of(options, hypotheses).text("--smooth"));
        assertUsage("--hyp FILE is missing: texts", options, Map.of());
        assertUsage("--smooth add: expected one of exp, none", options, with(hypotheses, "--smooth", "add"));
        assertUsage("--order 17: expected an integer from 1 to 16", options, with(hypotheses, "--order", "17"));
        assertUsage("--order one: expected an integer", options, with(hypotheses, "--order", "one"));
        assertUsage("--beta NaN: expected a number of at least 0.0", options, with(hypotheses, "--beta", "NaN"));
        assertUsage("--hyp is given 2 times; it may be given once", options, Map.of("--hyp", List.of("x", "y")));
    }

    private static void assertUsage(String message, List<ScoreOption> options, Map<String, List<String>> given) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> ScoreArguments.of(options, given))
                        .getMessage());
    }

    private static Map<String, List<String>> with(Map<String, List<String>> given, String name, String value) {
        Map<String, List<String>> more = new java.util.HashMap<>(given);
        more.put(name, List.of(value));
        return more;
    }

    @Test
    void everyScorerDeclaresMetricsAndOptionsThatNoOtherHas() {
        Set<String> names = new HashSet<>();
        for (Scorer scorer : Scorers.all()) {
            assertTrue(names.add(scorer.name()), scorer.name() + " is there twice");
            Set<String> options = new HashSet<>();
            scorer.options()
                    .forEach(option -> assertTrue(options.add(option.name()), scorer.name() + " " + option.name()));
            Set<String> metrics = new HashSet<>();
            scorer.definitions()
                    .forEach(definition -> assertTrue(metrics.add(definition.id()), scorer.name() + definition.id()));
        }
    }

    @Test
    void eachExampleHasItsOwnValuesInOrder() throws IOException {
        Path hypotheses = Files.writeString(folder.resolve("hyp.txt"), "a\nb\nc\n");
        Path references = Files.writeString(folder.resolve("ref.txt"), "a\nx\nc\n");
        ScoreReport report = ScoreRun.run(new ScoreRequest(
                EXACT_MATCH,
                ScoreArguments.of(
                        EXACT_MATCH.options(),
                        Map.of("--hyp", List.of(hypotheses.toString()), "--ref", List.of(references.toString()))),
                true,
                false,
                null,
                SignificanceSettings.defaults(),
                2));
        assertEquals(
                List.of(100.0, 0.0, 100.0),
                report.each().stream().map(MetricResult::value).toList());
    }

    @Test
    void everyScorerIsFoundByTheNameThatItsFamilyLists() {
        assertEquals(
                List.copyOf(Scorers.names()),
                Scorers.all().stream().map(Scorer::name).toList());
        Scorers.names().forEach(name -> assertEquals(name, Scorers.named(name).name()));
    }

    private String refusal(Path hypotheses, Path references) {
        return assertThrows(InvalidInputException.class, () -> run(hypotheses, references))
                .getMessage();
    }

    private static ScoreReport run(Path hypotheses, Path references) throws IOException {
        return ScoreRun.run(ScoreRequest.of(
                EXACT_MATCH, Map.of("--hyp", List.of(hypotheses.toString()), "--ref", List.of(references.toString()))));
    }

    private static ScoreRequest request(
            Map<String, List<String>> files, int threads, String other, SignificanceSettings.PairedTest test) {
        return new ScoreRequest(
                EXACT_MATCH,
                ScoreArguments.of(EXACT_MATCH.options(), files),
                false,
                true,
                other,
                new SignificanceSettings(OptionalInt.of(200), 0.9, OptionalLong.of(3), test),
                threads);
    }

    private static Random systems(long seed) {
        return new Random(seed);
    }

    private Map<String, List<String>> files(Random hypotheses, Random references, int lines) throws IOException {
        return Map.of(
                "--hyp", List.of(file("hyp.txt", hypotheses, lines)),
                "--ref", List.of(file("ref.txt", references, lines)));
    }

    private String file(String name, Random random, int lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < lines; line++) {
            text.append(random.nextInt(2)).append('\n');
        }
        return Files.writeString(folder.resolve(name), text).toString();
    }
}

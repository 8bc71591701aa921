package org.paperzoo.datasets.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.testkit.SharedFiles;

class TextPairsTest {

    @TempDir
    Path folder;

    @Test
    void linesOfTwoFilesBelongTogether() throws IOException {
        Path source = write("a.java", "one\r\n\ntwo\n");
        Path target = write("a.cs", "eins\nleer\nzwei");
        try (TextPairs pairs = ParallelText.open(source, target)) {
            assertEquals(new TextPair("1", "one", "eins"), pairs.next());
            assertEquals(new TextPair("2", "", "leer"), pairs.next());
            assertEquals(new TextPair("3", "two", "zwei"), pairs.next());
            assertNull(pairs.next());
        }
    }

    @Test
    void filesOfDifferentLengthAreRefusedWithBothCounts() throws IOException {
        Path source = write("a.java", "one\ntwo\nthree\n");
        Path target = write("a.cs", "eins\n");
        try (TextPairs pairs = ParallelText.open(source, target)) {
            pairs.next();
            InvalidDataException e = assertThrows(InvalidDataException.class, pairs::next);
            assertTrue(e.getMessage().contains("3 lines") && e.getMessage().contains("has 1"), e.getMessage());
        }
    }

    @Test
    void fieldsOfJsonLinesAreStringsOrListsOfThem() throws IOException {
        Path file =
                write("a.jsonl", "{\"id\": 7, \"x\": [\"a\", \"b\"], \"y\": \"c\"}\n\n{\"x\": \"d\", \"y\": \"e\"}\n");
        try (TextPairs pairs = JsonLines.open(file, "x", "y")) {
            assertEquals(new TextPair("7", "a b", "c"), pairs.next());
            assertEquals(new TextPair("3", "d", "e"), pairs.next());
            assertNull(pairs.next());
        }
    }

    @Test
    void aBrokenLineIsNamedWithItsNumber() throws IOException {
        assertRefused("{\"x\": \"a\", \"y\": \"b\"}\n{\"x\": ", ":2: not JSON");
        assertRefused("{\"x\": \"a\"}\n", ":1: lacks the string \"y\"");
        assertRefused("{\"x\": 1, \"y\": \"b\"}\n", ":1: lacks the string \"x\"");
        assertRefused("[\"x\", \"y\"]\n", ":1: not a JSON object");
        assertRefused("{\"x\": \"a\", \"y\": \"b\"} {}\n", ":1: not JSON");
        assertRefused("{\"x\": \"a\", \"x\": \"b\", \"y\": \"b\"}\n", ":1: not JSON");
        assertRefused("{\"x\": [\"a\", 1], \"y\": \"b\"}\n", ":1: \"x\" is a list of more than strings");
    }

    @Test
    void codeTranslationPairsOfTheRealDataSetAreAllRead() throws IOException {
        Path data = SharedFiles.require("data/codexglue");
        try (TextPairs pairs =
                ParallelText.open(data.resolve("test.java-cs.txt.java"), data.resolve("test.java-cs.txt.cs"))) {
            int count = 0;
            while (pairs.next() != null) {
                count++;
            }
            assertEquals(1000, count);
        }
    }

    @Test
    void generatedPairsAreManyAndCopyingDoesNotTranslateThem() {
        SampleMethods pairs = SampleMethods.open(SampleMethods.Target.TRANSLATION, "test", 0);
        Set<String> sources = new HashSet<>();
        for (int i = 0; i < SampleMethods.TEST; i++) {
            TextPair pair = pairs.example(i);
            sources.add(pair.source());
            assertNotEquals(pair.source(), pair.target());
        }
        assertTrue(sources.size() > 0.99 * SampleMethods.TEST, sources.size() + " of them differ");
    }

    @Test
    void noMethodOfATestSplitIsInTheTrainingSplit() throws IOException {
        Set<String> train = new HashSet<>();
        SampleMethods pairs = SampleMethods.open(SampleMethods.Target.TRANSLATION, "train", 0);
        for (TextPair pair = pairs.next(); pair != null; pair = pairs.next()) {
            train.add(pair.source());
        }
        assertTrue(train.size() > 0.99 * SampleMethods.TRAIN, train.size() + " of them differ");
        for (String split : new String[] {"val", "test"}) {
            SampleMethods held = SampleMethods.open(SampleMethods.Target.TRANSLATION, split, 0);
            for (TextPair pair = held.next(); pair != null; pair = held.next()) {
                assertFalse(train.contains(pair.source()), pair.source());
            }
        }
    }

    @Test
    void generatedMethodsAreWellFormedInBothLanguages() {
        SampleMethods methods = SampleMethods.open(SampleMethods.Target.TRANSLATION, "train", 0);
        SampleMethods summaries = SampleMethods.open(SampleMethods.Target.SUMMARY, "train", 0);
        for (int i = 0; i < 3000; i++) {
            TextPair pair = methods.example(i);
            for (String code : new String[] {pair.source(), pair.target()}) {
                assertEquals(
                        code.replace("{", "").length(), code.replace("}", "").length(), code);
                assertEquals(
                        code.replace("(", "").length(), code.replace(")", "").length(), code);
                assertFalse(code.contains("  ") || code.contains("( ") || code.contains(" ;"), code);
            }
            assertFalse(pair.source().matches(".*(foreach|string |bool |\\.Count|Console).*"), pair.source());
            assertFalse(
                    pair.target().matches(".*(String |boolean|\\.size\\(|\\.get|System\\.|throws|final ).*"),
                    pair.target());
            TextPair summary = summaries.example(i);
            assertEquals(pair.source(), summary.source());
            assertTrue(summary.target().matches("[A-Z][a-z0-9 ,-]+\\."), summary.target());
        }
    }

    @Test
    void whatIsWrittenAsJsonLinesReadsBack() throws IOException {
        Path file = folder.resolve("out/test.jsonl");
        JsonLines.write(SampleMethods.open(SampleMethods.Target.TRANSLATION, "test", 0), file, 7);
        SampleMethods made = SampleMethods.open(SampleMethods.Target.TRANSLATION, "test", 0);
        try (TextPairs read = JsonLines.open(file, "source", "target")) {
            for (int i = 0; i < 7; i++) {
                assertEquals(made.next(), read.next());
            }
            assertNull(read.next());
        }
    }

    @Test
    void theGeneratedPairsNeverChange() throws NoSuchAlgorithmException {
        assertEquals(
                "2b65e649103ab42424312ff5244e60760c87806a9ed6a164861eab4a01b7387a",
                digest(SampleMethods.Target.TRANSLATION));
        assertEquals(
                "0b7d946f2eb8b15a0314c2b286043d8b460a39f222e67ae5d52bddb112014933",
                digest(SampleMethods.Target.SUMMARY));
    }

    private static String digest(SampleMethods.Target target) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String split : new String[] {"train", "validation", "test"}) {
            SampleMethods pairs = SampleMethods.open(target, split, 0);
            for (int i = 0; i < 200; i++) {
                TextPair pair = pairs.next();
                digest.update((pair.source() + "\n" + pair.target() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void assertRefused(String text, String reason) throws IOException {
        try (TextPairs pairs = JsonLines.open(write("a.jsonl", text), "x", "y")) {
            InvalidDataException e = assertThrows(InvalidDataException.class, () -> {
                while (pairs.next() != null) {
                    assertTrue(true);
                }
            });
            assertTrue(e.getMessage().contains("a.jsonl" + reason), e.getMessage());
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}

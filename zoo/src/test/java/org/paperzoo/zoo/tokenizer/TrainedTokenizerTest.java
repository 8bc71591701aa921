package org.paperzoo.zoo.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.testkit.SharedFiles;
import org.paperzoo.zoo.InvalidInputException;

class TrainedTokenizerTest {

    private static final int LONG = 1 << 20;
    private static final String WORDS = "{\"<s>\":0,\"<pad>\":1,\"</s>\":2,\"<unk>\":3,\"<mask>\":4,"
            + "\"a\":5,\"b\":6,\"\u0120\":7,\"ab\":8,\"\u0120ab\":9}";
    private static final String MERGES = "#version: 0.2\na b\n\u0120 ab\n";

    @TempDir
    Path folder;

    @Test
    void codeIsEncodedAndDecodedAsTheReferenceDoes() throws IOException {
        Path expected = SharedFiles.require("golden/tokenizers/codet5/expected.json");
        TrainedTokenizer tokenizer = codet5();
        JsonNode cases = new ObjectMapper().readTree(expected.toFile()).get("cases");
        for (JsonNode entry : cases) {
            String text = entry.get("text").textValue();
            long[] ids = StreamSupport.stream(entry.get("input_ids").spliterator(), false)
                    .mapToLong(JsonNode::longValue)
                    .toArray();
            assertArrayEquals(ids, tokenizer.encode(text, LONG), text);
            assertEquals(entry.get("decoded").textValue(), tokenizer.decode(ids));
        }
        assertTrue(cases.size() > 100);
    }

    @Test
    void sentinelsCountDown() throws IOException {
        TrainedTokenizer tokenizer = codet5();
        assertArrayEquals(new long[] {1, 32099, 2}, tokenizer.encode("<extra_id_0>", LONG));
        assertArrayEquals(new long[] {1, 32000, 2}, tokenizer.encode("<extra_id_99>", LONG));
        assertEquals("", tokenizer.decode(new long[] {1, 32099, 2, 0, 0}));
    }

    @Test
    void aTextLongerThan512TokensIsKeptWhole() throws IOException {
        TrainedTokenizer tokenizer = small();
        long[] tokens = tokenizer.encode("ab".repeat(3000), LONG);
        assertEquals(3002, tokens.length);
        assertEquals("ab".repeat(3000), tokenizer.decode(tokens));
    }

    @Test
    void aCutTextKeepsItsEndToken() throws IOException {
        TrainedTokenizer tokenizer = small();
        assertArrayEquals(new long[] {0, 8, 9, 2}, tokenizer.encode("ab ab ab ab", 4));
        assertArrayEquals(new long[] {0, 2}, tokenizer.encode("ab ab", 2));
        assertThrows(IllegalArgumentException.class, () -> tokenizer.encode("ab", 1));
    }

    @Test
    void specialTokensInATextAreThemselves() throws IOException {
        assertArrayEquals(new long[] {0, 8, 4, 9, 2, 2}, small().encode("ab <mask> ab</s>", LONG));
    }

    @Test
    void whatIsNotInTheVocabularyIsUnknown() throws IOException {
        assertArrayEquals(new long[] {0, 8, 3, 2}, small().encode("abz", LONG));
    }

    @Test
    void halfASurrogatePairIsReplaced() throws IOException {
        TrainedTokenizer tokenizer = codet5();
        assertEquals("a\uFFFDb", tokenizer.decode(tokenizer.encode("a\uD83Db", LONG)));
        assertEquals("\uFFFD\uD83D\uDE00", tokenizer.decode(tokenizer.encode("\uDE00\uD83D\uDE00", LONG)));
    }

    @Test
    void anEmptyTextAndOneWithZeroCharactersAreTexts() throws IOException {
        assertArrayEquals(new long[] {0, 2}, small().encode("", LONG));
        TrainedTokenizer tokenizer = codet5();
        assertEquals("a\u0000b", tokenizer.decode(tokenizer.encode("a\u0000b", LONG)));
    }

    @Test
    void threadsMayShareATokenizer() throws IOException {
        TrainedTokenizer tokenizer = small();
        List<Integer> lengths = new ArrayList<>(IntStream.range(0, 200)
                .parallel()
                .map(i -> tokenizer.encode("ab".repeat(i), LONG).length)
                .boxed()
                .toList());
        assertEquals(IntStream.range(2, 202).boxed().toList(), lengths);
    }

    @Test
    void aMergeOutsideTheVocabularyIsRefusedWithItsLine() throws IOException {
        Path merges = write("merges.txt", MERGES + "a z\n");
        var error = assertThrows(
                InvalidInputException.class, () -> TrainedTokenizer.read(write("vocab.json", WORDS), merges, 0));
        assertTrue(error.getMessage().startsWith(merges + ":4:"), error.getMessage());
    }

    @Test
    void aVocabularyWithAGapIsRefused() throws IOException {
        Path vocabulary = write("vocab.json", WORDS.replace("\"ab\":8", "\"ab\":80"));
        var error = assertThrows(
                InvalidInputException.class, () -> TrainedTokenizer.read(vocabulary, write("merges.txt", MERGES), 0));
        assertTrue(error.getMessage().contains("the token ab has the number 80"), error.getMessage());
    }

    @Test
    void aFileThatIsNoTokenizerIsRefusedWithItsName() throws IOException {
        for (String text : List.of("", "{}", "[1", "{\"model\":{\"type\":\"BPE\"}}")) {
            Path file = write("tokenizer.json", text);
            var error = assertThrows(InvalidInputException.class, () -> TrainedTokenizer.read(file));
            assertTrue(error.getMessage().startsWith(file + ": not a tokenizer"), error.getMessage());
        }
    }

    private TrainedTokenizer small() throws IOException {
        return TrainedTokenizer.read(write("vocab.json", WORDS), write("merges.txt", MERGES), 0);
    }

    private static TrainedTokenizer codet5() throws IOException {
        Path vocabulary = SharedFiles.require("golden/tokenizers/codet5/vocab.json");
        return TrainedTokenizer.read(vocabulary, vocabulary.resolveSibling("merges.txt"), 100);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}

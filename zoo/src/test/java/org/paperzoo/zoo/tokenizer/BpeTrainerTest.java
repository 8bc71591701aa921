package org.paperzoo.zoo.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BpeTrainerTest {

    private static final List<String> SPECIAL = BpeTrainer.CODET5_SPECIAL;

    private static final int BYTES = SPECIAL.size() + 256;

    @TempDir
    Path folder;

    @Test
    void firstMergeIsTheMostFrequentPairAndTiesGoToTheSmallerNumbers() {
        // "bc" and "cd" occur three times; once "bc" is joined, "a bc" and "c d" occur twice.
        BpeVocabulary learned = BpeTrainer.train(List.of("abc", "abc", "bcd", "xcd", "ycd"), BYTES + 3, SPECIAL);
        assertEquals(List.of("b c", "a bc", "c d"), learned.merges());
        assertEquals(List.of("bc", "abc", "cd"), learned.tokens().subList(BYTES, BYTES + 3));
        assertEquals(SPECIAL, learned.tokens().subList(0, SPECIAL.size()));
    }

    @Test
    void overlappingPairsAreJoinedFromTheLeft() {
        BpeVocabulary learned = BpeTrainer.train(List.of("aaaaa"), BYTES + 9, SPECIAL);
        // aa aa a, in which no pair occurs twice
        assertEquals(List.of("a a"), learned.merges());
    }

    @Test
    void pairsThatOccurOnceAreNotLearned() {
        assertEquals(
                List.of(), BpeTrainer.train(List.of("abcdef"), 1000, SPECIAL).merges());
    }

    @Test
    void textThatLooksLikeSpecialTokenStaysInParts() {
        List<String> special = List.of("ab", "<unk>");
        BpeVocabulary learned = BpeTrainer.train(Collections.nCopies(5, "abc"), 1000, special);
        assertEquals(List.of("b c", "a bc"), learned.merges());
        BpeVocabulary whole = BpeTrainer.train(Collections.nCopies(5, "ab"), 1000, special);
        assertEquals(List.of(), whole.merges());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void mergesAreThoseOfNaiveCounting(long seed) {
        List<String> lines = lines(seed, 60);
        BpeVocabulary learned = BpeTrainer.train(lines, BYTES + 150, SPECIAL);
        assertEquals(naive(lines, BYTES + 150), learned.merges());
        assertTrue(learned.merges().size() > 20, "enough merges to tell");
    }

    @Test
    void orderOfLinesChangesNothingAndFilesAreEqual() throws IOException {
        List<String> lines = lines(7, 200);
        List<String> shuffled = new ArrayList<>(lines);
        Collections.shuffle(shuffled, new Random(1));
        BpeTrainer.train(lines, BYTES + 200, SPECIAL).write(folder.resolve("one"));
        BpeTrainer.train(shuffled, BYTES + 200, SPECIAL).write(folder.resolve("other"));
        for (String file : List.of("vocab.json", "merges.txt")) {
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("one").resolve(file)),
                    Files.readAllBytes(folder.resolve("other").resolve(file)));
        }
        try (var files = Files.list(folder.resolve("one"))) {
            assertEquals(2, files.count(), "nothing else is left there");
        }
    }

    @Test
    void libraryEncodesWithTheFilesAsTheMergesSay() throws IOException {
        List<String> lines = lines(8, 200);
        BpeVocabulary learned = BpeTrainer.train(lines, BYTES + 200, SPECIAL);
        TrainedTokenizer tokenizer = written(learned);
        List<String> texts = new ArrayList<>(lines(9, 50));
        texts.addAll(
                List.of("", " ", "  x", "it's", "we'll see", "tab\tand\nline", "1234 x99", "é ö 漢字 😀", "a\u00a0b"));
        for (String text : texts) {
            assertArrayEquals(encoded(learned, text), tokenizer.encode(text, 10_000), () -> "'" + text + "'");
        }
    }

    @Test
    void anyTextComesBack() throws IOException {
        TrainedTokenizer tokenizer = written(BpeTrainer.train(lines(10, 100), BYTES + 100, SPECIAL));
        Random random = new Random(11);
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(30); j > 0; j--) {
                int point = random.nextInt(random.nextBoolean() ? 0x80 : 0x20000);
                text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? 'x' : point);
            }
            assertEquals(text.toString(), tokenizer.decode(tokenizer.encode(text.toString(), 10_000)));
        }
    }

    @Test
    void whatCannotBeLearnedIsRefused() {
        assertRefused(
                "a vocabulary of 100 tokens has no room for 5 special tokens and 256 bytes; at least 261 are needed",
                () -> BpeTrainer.train(List.of("a"), 100, SPECIAL));
        assertRefused(
                "a vocabulary has at least one special token", () -> BpeTrainer.train(List.of("a"), 400, List.of()));
        assertRefused(
                "the special token 'x' must have at least two characters, none of them a space",
                () -> BpeTrainer.train(List.of("a"), 400, List.of("x")));
        assertRefused(
                "the special token '<s>' is named twice",
                () -> BpeTrainer.train(List.of("a"), 400, List.of("<s>", "<s>")));
        assertRefused(
                "there is no text to learn a vocabulary from", () -> BpeTrainer.train(List.of("", ""), 400, SPECIAL));
    }

    private static void assertRefused(String message, Runnable training) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, training::run).getMessage());
    }

    private TrainedTokenizer written(BpeVocabulary vocabulary) throws IOException {
        vocabulary.write(folder);
        return TrainedTokenizer.read(folder.resolve("vocab.json"), folder.resolve("merges.txt"), 0);
    }

    /** Words of few letters, some often, with what else occurs in text. */
    private static List<String> lines(long seed, int count) {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder line = new StringBuilder();
            for (int j = 0; j < 8; j++) {
                line.append(j == 0 ? "" : " ");
                for (int k = 1 + random.nextInt(7); k > 0; k--) {
                    line.append((char) ('a' + Math.min(random.nextInt(6), random.nextInt(6))));
                }
                line.append(List.of("", "", "", "()", ";", "12", "é").get(random.nextInt(7)));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** Counts all pairs of all words anew for every merge. */
    private static List<String> naive(List<String> lines, int size) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        SPECIAL.forEach(token -> numbers.put(token, numbers.size()));
        ByteLevel.alphabet().forEach(token -> numbers.put(token, numbers.size()));
        List<List<String>> words = new ArrayList<>();
        lines.forEach(line -> ByteLevel.words(line, word -> words.add(List.of(word.split("")))));
        List<String> merges = new ArrayList<>();
        while (numbers.size() < size) {
            Map<List<Integer>, Integer> counts = new HashMap<>();
            for (List<String> word : words) {
                for (int i = 1; i < word.size(); i++) {
                    counts.merge(List.of(numbers.get(word.get(i - 1)), numbers.get(word.get(i))), 1, Integer::sum);
                }
            }
            int most = counts.values().stream().max(Integer::compare).orElse(0);
            if (most < 2) {
                break;
            }
            Map<Integer, Integer> best = new TreeMap<>();
            counts.forEach((pair, count) -> {
                if (count == most) {
                    best.merge(pair.get(0), pair.get(1), Math::min);
                }
            });
            List<String> names = List.copyOf(numbers.keySet());
            int first = best.keySet().iterator().next();
            String left = names.get(first);
            String right = names.get(best.get(first));
            merges.add(left + " " + right);
            numbers.putIfAbsent(left + right, numbers.size());
            words.replaceAll(word -> joined(word, left, right));
        }
        return merges;
    }

    private static List<String> joined(List<String> word, String left, String right) {
        List<String> joined = new ArrayList<>();
        for (int i = 0; i < word.size(); i++) {
            boolean pair = i + 1 < word.size()
                    && word.get(i).equals(left)
                    && word.get(i + 1).equals(right);
            joined.add(pair ? left + right : word.get(i));
            i += pair ? 1 : 0;
        }
        return joined;
    }

    /** Applies the merges one after another to each word. */
    private static long[] encoded(BpeVocabulary vocabulary, String text) {
        List<Long> numbers = new ArrayList<>();
        numbers.add((long) vocabulary.tokens().indexOf("<s>"));
        ByteLevel.words(text, word -> {
            List<String> parts = Arrays.asList(word.split(""));
            for (String merge : vocabulary.merges()) {
                String[] pair = merge.split(" ");
                parts = joined(parts, pair[0], pair[1]);
            }
            parts.forEach(part -> numbers.add((long) vocabulary.tokens().indexOf(part)));
        });
        numbers.add((long) vocabulary.tokens().indexOf("</s>"));
        assertFalse(numbers.contains(-1L));
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }
}

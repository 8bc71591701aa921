package org.paperzoo.evaluation.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.paperzoo.datasets.text.TextPair;
import org.paperzoo.datasets.text.TextPairs;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.tokenizer.ByteTokenizer;

class TextPairExamplesTest {

    /** Byte b is token 3 + b, and 2 ends every text. */
    private static final ByteTokenizer BYTES = new ByteTokenizer(3, 2);

    private static final int A = 3 + 'a';

    @Test
    void targetsAreShiftedBehindTheStartTokenAndPaddingIsIgnored() throws IOException {
        TextPairExamples examples = examples(layout("", 10, 10), pair("ab", "a"), pair("a", "aab"));
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDList batch = examples.batch(new int[] {0, 1}, 0, manager);
            assertEquals(new Shape(2, 3), batch.get(0).getShape());
            assertArrayEquals(new long[] {A, A + 1, 2, A, 2, 1}, batch.get(0).toLongArray());
            assertArrayEquals(new long[] {1, 1, 1, 1, 1, 0}, batch.get(1).toLongArray());
            assertArrayEquals(
                    new long[] {0, A, 1, 1, 0, A, A, A + 1}, batch.get(2).toLongArray());
            assertArrayEquals(
                    new long[] {A, 2, -100, -100, A, A, A + 1, 2}, batch.get(3).toLongArray());
        }
    }

    @Test
    void textsAreCutAndSourcesBearThePrefix() throws IOException {
        TextPairExamples examples = examples(layout("b", 4, 3), pair("aaaaaa", "aaaaaa"));
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            NDList batch = examples.batch(new int[] {0}, 0, manager);
            assertArrayEquals(new long[] {A + 1, A, A, 2}, batch.get(0).toLongArray());
            assertArrayEquals(new long[] {A, A, 2}, batch.get(3).toLongArray());
        }
    }

    @Test
    void batchesHoldLikeLengthsAndEveryExampleOnce() throws IOException {
        TextPairExamples examples = random(1003);
        int[] plain = shuffled(1003);
        int[] arranged = plain.clone();
        examples.arrange(arranged, 10, 5);

        int[] all = arranged.clone();
        Arrays.sort(all);
        assertArrayEquals(IntStream.range(0, 1003).toArray(), all);
        assertTrue(
                padded(examples, arranged) < 0.5 * padded(examples, plain),
                padded(examples, arranged) + " padding tokens, and " + padded(examples, plain) + " before");
        assertArrayEquals(
                Arrays.copyOfRange(plain, 1000, 1003),
                Arrays.copyOfRange(arranged, 1000, 1003),
                "what fills no batch stays at the end");
    }

    @Test
    void seedDecidesTheOrderOfBatches() throws IOException {
        TextPairExamples examples = random(200);
        int[] one = shuffled(200);
        int[] same = one.clone();
        int[] other = one.clone();
        examples.arrange(one, 10, 5);
        examples.arrange(same, 10, 5);
        examples.arrange(other, 10, 6);
        assertArrayEquals(one, same);
        assertFalse(Arrays.equals(one, other));
    }

    @Test
    void splitWithoutPairsIsRefused() {
        InvalidInputException refused = assertThrows(InvalidInputException.class, () -> examples(layout("", 10, 10)));
        assertEquals("the split holds no pairs of texts", refused.getMessage());
    }

    private static int padded(TextPairExamples examples, int[] order) {
        int padded = 0;
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            for (int first = 0; first + 10 <= order.length; first += 10) {
                NDList batch = examples.batch(Arrays.copyOfRange(order, first, first + 10), 0, manager);
                long[] mask = batch.get(1).toLongArray();
                padded += mask.length - (int) Arrays.stream(mask).sum();
                batch.close();
            }
        }
        return padded;
    }

    private static int[] shuffled(int size) {
        int[] order = IntStream.range(0, size).toArray();
        Random random = new Random(3);
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }

    private static TextPairExamples random(int size) throws IOException {
        Random random = new Random(1);
        TextPair[] pairs = IntStream.range(0, size)
                .mapToObj(i -> pair("a".repeat(1 + random.nextInt(40)), "b"))
                .toArray(TextPair[]::new);
        return examples(layout("", 100, 100), pairs);
    }

    private static TextPairExamples.Layout layout(String prefix, int source, int target) {
        return new TextPairExamples.Layout(prefix, source, target, 1, 0);
    }

    private static TextPair pair(String source, String target) {
        return new TextPair("0", source, target);
    }

    private static TextPairExamples examples(TextPairExamples.Layout layout, TextPair... pairs) throws IOException {
        Iterator<TextPair> all = List.of(pairs).iterator();
        TextPairs read = () -> all.hasNext() ? all.next() : null;
        return TextPairExamples.read(read, BYTES, layout);
    }
}

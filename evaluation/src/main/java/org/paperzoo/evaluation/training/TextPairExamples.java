package org.paperzoo.evaluation.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.paperzoo.datasets.text.TextPair;
import org.paperzoo.datasets.text.TextPairs;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.text.TextToTextLearner;
import org.paperzoo.zoo.tokenizer.TextTokenizer;
import org.paperzoo.zoo.training.Examples;

/**
 * Pairs of texts as {@link TextToTextLearner} takes them. They are tokenised once and kept as tokens; a batch is as wide as
 * its longest member.
 */
public final class TextPairExamples implements Examples {

    /** Batches among which examples of like length are sought: as in transformers' sampler that groups by length. */
    private static final int POOL = 50;

    private final List<int[]> sources;
    private final List<int[]> targets;
    private final Layout layout;

    /**
     * How a network wants its tokens.
     *
     * @param prefix put before every source; perhaps empty
     * @param maxSource the largest number of source tokens, special ones included
     * @param maxTarget the largest number of target tokens, special ones included
     * @param padToken fills shorter sources, and targets on the decoder's side
     * @param startToken what the decoder begins with
     */
    public record Layout(String prefix, int maxSource, int maxTarget, int padToken, int startToken) {}

    private TextPairExamples(List<int[]> sources, List<int[]> targets, Layout layout) {
        this.sources = sources;
        this.targets = targets;
        this.layout = layout;
    }

    /**
     * Reads and tokenises all pairs.
     *
     * @throws InvalidInputException if there are none
     */
    public static TextPairExamples read(TextPairs pairs, TextTokenizer tokenizer, Layout layout) throws IOException {
        List<int[]> sources = new ArrayList<>();
        List<int[]> targets = new ArrayList<>();
        for (TextPair pair = pairs.next(); pair != null; pair = pairs.next()) {
            sources.add(narrow(tokenizer.encode(layout.prefix() + pair.source(), layout.maxSource())));
            targets.add(narrow(tokenizer.encode(pair.target(), layout.maxTarget())));
        }
        if (sources.isEmpty()) {
            throw new InvalidInputException("the split holds no pairs of texts");
        }
        return new TextPairExamples(sources, targets, layout);
    }

    private static int[] narrow(long[] tokens) {
        return Arrays.stream(tokens).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public int size() {
        return sources.size();
    }

    /**
     * Source {@code [B, S]}, its mask {@code [B, S]}, the decoder's input {@code [B, T]} (the start token, then the target
     * without its last token) and the labels {@code [B, T]}, all int64.
     */
    @Override
    public NDList batch(int[] indices, long seed, NDManager manager) {
        int width = longest(indices, sources);
        int length = longest(indices, targets);
        long[] source = new long[indices.length * width];
        long[] mask = new long[indices.length * width];
        long[] input = new long[indices.length * length];
        long[] labels = new long[indices.length * length];
        Arrays.fill(source, layout.padToken());
        Arrays.fill(input, layout.padToken());
        Arrays.fill(labels, TextToTextLearner.IGNORED);
        for (int i = 0; i < indices.length; i++) {
            int[] from = sources.get(indices[i]);
            for (int j = 0; j < from.length; j++) {
                source[i * width + j] = from[j];
                mask[i * width + j] = 1;
            }
            int[] to = targets.get(indices[i]);
            int last = layout.startToken();
            for (int j = 0; j < to.length; j++) {
                input[i * length + j] = last;
                labels[i * length + j] = to[j];
                last = to[j];
            }
        }
        return new NDList(
                array(manager, source, indices.length),
                array(manager, mask, indices.length),
                array(manager, input, indices.length),
                array(manager, labels, indices.length));
    }

    private static int longest(int[] indices, List<int[]> texts) {
        return Arrays.stream(indices).map(i -> texts.get(i).length).max().orElse(0);
    }

    private static NDArray array(NDManager manager, long[] values, int rows) {
        return manager.create(values, new Shape(rows, values.length / rows));
    }

    /**
     * Puts pairs of like length into the same batch, so that little padding is computed: stretches of fifty batches are
     * sorted by length, and all batches of the epoch are shuffled. What fills no batch stays at the end.
     */
    @Override
    public void arrange(int[] order, int batchSize, long seed) {
        int batches = order.length / batchSize;
        Integer[] sorted = Arrays.stream(order).boxed().toArray(Integer[]::new);
        for (int first = 0; first < batches; first += POOL) {
            int end = Math.min(batches, first + POOL);
            Arrays.sort(sorted, first * batchSize, end * batchSize, Comparator.comparingInt(this::length));
        }
        SplittableRandom random = new SplittableRandom(seed);
        int[] place = new int[batches];
        for (int i = 0; i < batches; i++) {
            int other = random.nextInt(i + 1);
            place[i] = place[other];
            place[other] = i;
        }
        for (int i = 0; i < batches * batchSize; i++) {
            order[i] = sorted[place[i / batchSize] * batchSize + i % batchSize];
        }
    }

    private int length(int index) {
        return sources.get(index).length + targets.get(index).length;
    }
}

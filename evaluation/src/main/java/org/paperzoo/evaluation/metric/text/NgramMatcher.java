package org.paperzoo.evaluation.metric.text;

import java.util.Arrays;
import java.util.List;

/**
 * Counts the n-grams that a hypothesis shares with its references, each clipped to the most that one reference has.
 *
 * <p>Every distinct token of the references gets a number, found by comparing characters; every distinct n-gram gets the
 * number that belongs to the pair (its first n-1 tokens' number, its last token), which fits a {@code long}. So no
 * strings are joined, and equal hashes are never taken for equal n-grams. Scratch memory of one thread.
 */
public final class NgramMatcher {

    private static final int ABSENT = TokenNumbers.ABSENT;
    /** Enough for a sentence of forty words without growing: the table is cleared for every segment. */
    private static final int USUAL_SLOTS = 256;

    private static final int KEPT_SLOTS = 1 << 14;

    private final int maximumOrder;
    private final TokenBuffer tokens = new TokenBuffer();

    private final TokenNumbers numbers = new TokenNumbers();

    /** Pair of prefix and last token of each n-gram above order 1. */
    private long[] gramPairs = new long[1024];
    /** Open addressing: index into {@link #gramPairs} plus 1, or 0. */
    private int[] gramSlots = new int[USUAL_SLOTS];

    private int gramCount;

    /** For tokens and n-grams: the most that a reference has, and how many were seen of the text at hand. */
    private Counts tokenCounts = new Counts(128);

    private Counts gramCounts = new Counts(1024);

    /** What a text at hand is numbered: counts of other texts read as 0. */
    private int epoch;

    public NgramMatcher(int maximumOrder) {
        this.maximumOrder = maximumOrder;
    }

    private static final class Counts {
        int[] most;
        int[] seen;
        int[] seenEpoch;

        Counts(int capacity) {
            most = new int[capacity];
            seen = new int[capacity];
            seenEpoch = new int[capacity];
        }

        /** Makes room for so many indices. */
        void reach(int size) {
            if (size > most.length) {
                int capacity = Math.max(size, 2 * most.length);
                most = Arrays.copyOf(most, capacity);
                seen = Arrays.copyOf(seen, capacity);
                seenEpoch = Arrays.copyOf(seenEpoch, capacity);
            }
        }

        int count(int index, int epoch) {
            if (seenEpoch[index] != epoch) {
                seenEpoch[index] = epoch;
                seen[index] = 0;
            }
            return ++seen[index];
        }
    }

    /**
     * Adds the statistics of one segment: hypothesis length, closest reference length (the shorter of two equally close),
     * then matches and totals by order.
     *
     * @param statistics {@code 2 + 2 * maximumOrder} numbers to add to
     * @param offset where they start
     */
    public void addSegment(
            BleuTokenizer tokenizer, String hypothesis, List<String> references, long[] statistics, int offset) {
        clear();
        int[] referenceLengths = new int[references.size()];
        for (int i = 0; i < referenceLengths.length; i++) {
            tokens.clear();
            tokenizer.tokenize(references.get(i), tokens);
            referenceLengths[i] = tokens.size();
            learnReference();
        }
        tokens.clear();
        tokenizer.tokenize(hypothesis, tokens);
        int length = tokens.size();
        statistics[offset] += length;
        statistics[offset + 1] += closest(length, referenceLengths);
        for (int order = 1; order <= maximumOrder; order++) {
            statistics[offset + 1 + maximumOrder + order] += Math.max(0, length - order + 1);
        }
        match(statistics, offset + 2);
    }

    private static int closest(int length, int[] referenceLengths) {
        int closest = referenceLengths[0];
        for (int candidate : referenceLengths) {
            int difference = Math.abs(length - candidate) - Math.abs(length - closest);
            if (difference < 0 || (difference == 0 && candidate < closest)) {
                closest = candidate;
            }
        }
        return closest;
    }

    private void clear() {
        Arrays.fill(tokenCounts.most, 0, numbers.count(), 0);
        Arrays.fill(gramCounts.most, 0, gramCount, 0);
        numbers.clear();
        gramCount = 0;
        // One long segment must not make all later ones pay for clearing its table.
        if (gramSlots.length > KEPT_SLOTS) {
            gramSlots = new int[USUAL_SLOTS];
        } else {
            Arrays.fill(gramSlots, 0);
        }
    }

    private void learnReference() {
        epoch++;
        int size = tokens.size();
        int[] words = numbers.of(tokens, true);
        tokenCounts.reach(numbers.count());
        for (int start = 0; start < size; start++) {
            int prefix = words[start];
            raise(tokenCounts, prefix);
            for (int order = 2; order <= maximumOrder && start + order <= size; order++) {
                int gram = findGram(order == 2, prefix, words[start + order - 1], true);
                raise(gramCounts, gram);
                prefix = gram;
            }
        }
    }

    private void raise(Counts counts, int index) {
        int seen = counts.count(index, epoch);
        if (seen > counts.most[index]) {
            counts.most[index] = seen;
        }
    }

    private void match(long[] statistics, int offset) {
        epoch++;
        int size = tokens.size();
        int[] words = numbers.of(tokens, false);
        for (int start = 0; start < size; start++) {
            int prefix = words[start];
            if (prefix == ABSENT) {
                continue;
            }
            if (tokenCounts.count(prefix, epoch) <= tokenCounts.most[prefix]) {
                statistics[offset]++;
            }
            for (int order = 2; order <= maximumOrder && start + order <= size; order++) {
                int last = words[start + order - 1];
                int gram = last == ABSENT ? ABSENT : findGram(order == 2, prefix, last, false);
                if (gram == ABSENT) {
                    break;
                }
                if (gramCounts.count(gram, epoch) <= gramCounts.most[gram]) {
                    statistics[offset + order - 1]++;
                }
                prefix = gram;
            }
        }
    }

    /** The number of an n-gram; prefixes of one token and of several are told apart by the sign of the pair. */
    private int findGram(boolean prefixIsToken, int prefix, int last, boolean add) {
        long pair = ((long) (prefixIsToken ? prefix : ~prefix)) << 32 | last;
        int mask = gramSlots.length - 1;
        int slot = spread(pair) & mask;
        while (gramSlots[slot] != 0) {
            int gram = gramSlots[slot] - 1;
            if (gramPairs[gram] == pair) {
                return gram;
            }
            slot = slot + 1 & mask;
        }
        if (!add) {
            return ABSENT;
        }
        if (2 * (gramCount + 1) > gramSlots.length) {
            growGramSlots();
            return findGram(prefixIsToken, prefix, last, true);
        }
        if (gramCount == gramPairs.length) {
            gramPairs = Arrays.copyOf(gramPairs, 2 * gramCount);
        }
        gramCounts.reach(gramCount + 1);
        gramPairs[gramCount] = pair;
        gramSlots[slot] = ++gramCount;
        return gramCount - 1;
    }

    private void growGramSlots() {
        int[] slots = new int[2 * gramSlots.length];
        int mask = slots.length - 1;
        for (int gram = 0; gram < gramCount; gram++) {
            int slot = spread(gramPairs[gram]) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = gram + 1;
        }
        gramSlots = slots;
    }

    private static int spread(long pair) {
        long mixed = pair * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed ^ mixed >>> 32);
    }
}

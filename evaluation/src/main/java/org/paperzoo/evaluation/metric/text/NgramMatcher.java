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

    private static final int ABSENT = -1;
    private static final int KEPT_SLOTS = 1 << 14;

    private final int maximumOrder;
    private final TokenBuffer tokens = new TokenBuffer();

    /** Characters of the distinct tokens, one after another; token {@code t} ends at {@code tokenEnds[t]}. */
    private char[] tokenCharacters = new char[1024];

    private int[] tokenEnds = new int[128];
    private int tokenCount;
    /** Open addressing: number of the token plus 1, or 0. */
    private int[] tokenSlots = new int[256];

    /** Pair of prefix and last token of each n-gram above order 1. */
    private long[] gramPairs = new long[1024];
    /** Open addressing: index into {@link #gramPairs} plus 1, or 0. */
    private int[] gramSlots = new int[2048];

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

        void grow() {
            most = Arrays.copyOf(most, 2 * most.length);
            seen = Arrays.copyOf(seen, 2 * seen.length);
            seenEpoch = Arrays.copyOf(seenEpoch, 2 * seenEpoch.length);
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
        Arrays.fill(tokenSlots, 0);
        Arrays.fill(gramSlots, 0);
        Arrays.fill(tokenCounts.most, 0, tokenCount, 0);
        Arrays.fill(gramCounts.most, 0, gramCount, 0);
        tokenCount = 0;
        gramCount = 0;
        // One long segment must not make all later ones pay for clearing its tables.
        if (Math.max(gramSlots.length, tokenSlots.length) > KEPT_SLOTS) {
            tokenSlots = new int[256];
            gramSlots = new int[2048];
        }
    }

    private void learnReference() {
        epoch++;
        int size = tokens.size();
        int[] numbers = numberTokens(true);
        for (int start = 0; start < size; start++) {
            int prefix = numbers[start];
            raise(tokenCounts, prefix);
            for (int order = 2; order <= maximumOrder && start + order <= size; order++) {
                int gram = findGram(order == 2, prefix, numbers[start + order - 1], true);
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
        int[] numbers = numberTokens(false);
        for (int start = 0; start < size; start++) {
            int prefix = numbers[start];
            if (prefix == ABSENT) {
                continue;
            }
            if (tokenCounts.count(prefix, epoch) <= tokenCounts.most[prefix]) {
                statistics[offset]++;
            }
            for (int order = 2; order <= maximumOrder && start + order <= size; order++) {
                int last = numbers[start + order - 1];
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

    private int[] numberTokens(boolean add) {
        int[] numbers = new int[tokens.size()];
        for (int token = 0; token < numbers.length; token++) {
            numbers[token] = findToken(tokens.characters(), tokens.start(token), tokens.end(token), add);
        }
        return numbers;
    }

    private int findToken(char[] characters, int from, int to, boolean add) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + characters[i];
        }
        int mask = tokenSlots.length - 1;
        int slot = spread(hash) & mask;
        while (tokenSlots[slot] != 0) {
            int token = tokenSlots[slot] - 1;
            int start = token == 0 ? 0 : tokenEnds[token - 1];
            if (Arrays.equals(tokenCharacters, start, tokenEnds[token], characters, from, to)) {
                return token;
            }
            slot = slot + 1 & mask;
        }
        if (!add) {
            return ABSENT;
        }
        if (2 * (tokenCount + 1) > tokenSlots.length) {
            growTokenSlots();
            return findToken(characters, from, to, true);
        }
        if (tokenCount == tokenEnds.length) {
            tokenEnds = Arrays.copyOf(tokenEnds, 2 * tokenCount);
        }
        if (tokenCount == tokenCounts.most.length) {
            tokenCounts.grow();
        }
        int start = tokenCount == 0 ? 0 : tokenEnds[tokenCount - 1];
        int end = start + to - from;
        if (end > tokenCharacters.length) {
            tokenCharacters = Arrays.copyOf(tokenCharacters, Math.max(end, 2 * tokenCharacters.length));
        }
        System.arraycopy(characters, from, tokenCharacters, start, to - from);
        tokenEnds[tokenCount] = end;
        tokenSlots[slot] = ++tokenCount;
        return tokenCount - 1;
    }

    private void growTokenSlots() {
        int[] slots = new int[2 * tokenSlots.length];
        int mask = slots.length - 1;
        for (int token = 0; token < tokenCount; token++) {
            int hash = 0;
            for (int i = token == 0 ? 0 : tokenEnds[token - 1]; i < tokenEnds[token]; i++) {
                hash = 31 * hash + tokenCharacters[i];
            }
            int slot = spread(hash) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = token + 1;
        }
        tokenSlots = slots;
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
        if (gramCount == gramCounts.most.length) {
            gramCounts.grow();
        }
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

    private static int spread(int hash) {
        int mixed = hash * 0x9E37_79B9;
        return mixed ^ mixed >>> 16;
    }

    private static int spread(long pair) {
        long mixed = pair * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed ^ mixed >>> 32);
    }
}

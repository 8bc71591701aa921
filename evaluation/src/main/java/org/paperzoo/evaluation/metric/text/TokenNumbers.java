package org.paperzoo.evaluation.metric.text;

import java.util.Arrays;

/**
 * Numbers distinct tokens from 0 in the order in which they are first seen. Tokens are told apart by their characters,
 * never by a hash alone. Scratch memory of one thread, cleared for each segment.
 */
public final class TokenNumbers {

    /** What stands for a token without a number. */
    public static final int ABSENT = -1;

    private static final int KEPT_SLOTS = 1 << 14;

    /** Characters of the distinct tokens, one after another; token {@code t} ends at {@code ends[t]}. */
    private char[] characters = new char[1024];

    private int[] ends = new int[128];
    private int count;
    /** Open addressing: number of the token plus 1, or 0. */
    private int[] slots = new int[256];

    /** Forgets all tokens. */
    public void clear() {
        count = 0;
        // One long segment must not make all later ones pay for clearing its table.
        if (slots.length > KEPT_SLOTS) {
            slots = new int[256];
        } else {
            Arrays.fill(slots, 0);
        }
    }

    /** How many tokens have a number. */
    public int count() {
        return count;
    }

    /** The numbers of all tokens of a segment; those that are not known get one if said so, or {@link #ABSENT}. */
    public int[] of(TokenBuffer tokens, boolean add) {
        int[] numbers = new int[tokens.size()];
        for (int token = 0; token < numbers.length; token++) {
            numbers[token] = of(tokens.characters(), tokens.start(token), tokens.end(token), add);
        }
        return numbers;
    }

    private int of(char[] text, int from, int to, boolean add) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text[i];
        }
        int mask = slots.length - 1;
        int slot = spread(hash) & mask;
        while (slots[slot] != 0) {
            int token = slots[slot] - 1;
            int start = token == 0 ? 0 : ends[token - 1];
            if (Arrays.equals(characters, start, ends[token], text, from, to)) {
                return token;
            }
            slot = slot + 1 & mask;
        }
        if (!add) {
            return ABSENT;
        }
        if (2 * (count + 1) > slots.length) {
            growSlots();
            return of(text, from, to, true);
        }
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        int start = count == 0 ? 0 : ends[count - 1];
        int end = start + to - from;
        if (end > characters.length) {
            characters = Arrays.copyOf(characters, Math.max(end, 2 * characters.length));
        }
        System.arraycopy(text, from, characters, start, to - from);
        ends[count] = end;
        slots[slot] = ++count;
        return count - 1;
    }

    private void growSlots() {
        int[] wider = new int[2 * slots.length];
        int mask = wider.length - 1;
        for (int token = 0; token < count; token++) {
            int hash = 0;
            for (int i = token == 0 ? 0 : ends[token - 1]; i < ends[token]; i++) {
                hash = 31 * hash + characters[i];
            }
            int slot = spread(hash) & mask;
            while (wider[slot] != 0) {
                slot = slot + 1 & mask;
            }
            wider[slot] = token + 1;
        }
        slots = wider;
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E37_79B9;
        return mixed ^ mixed >>> 16;
    }
}

package org.paperzoo.evaluation.metric.summarisation;

import java.util.Arrays;
import java.util.List;

/** Gives equal tokens equal numbers, counted from 0 in the order in which they are first seen. For one thread. */
final class TokenNumbers {

    private String[] tokens = new String[64];
    /** Open addressing: number of the token plus 1, or 0. */
    private int[] slots = new int[256];

    private int size;

    /** How many distinct tokens were seen. */
    int size() {
        return size;
    }

    /** The number of a token. */
    int number(String token) {
        int slot = slot(token);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (4 * (size + 1) > slots.length) {
            grow();
            slot = slot(token);
        }
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * size);
        }
        tokens[size] = token;
        slots[slot] = ++size;
        return size - 1;
    }

    /** The numbers of tokens. */
    int[] numbers(List<String> texts) {
        int[] numbers = new int[texts.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(texts.get(i));
        }
        return numbers;
    }

    private int slot(String token) {
        int mask = slots.length - 1;
        int slot = token.hashCode() * 0x9E37_79B9;
        slot = (slot ^ slot >>> 16) & mask;
        while (slots[slot] != 0 && !tokens[slots[slot] - 1].equals(token)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        for (int number = 0; number < size; number++) {
            slots[slot(tokens[number])] = number + 1;
        }
    }
}

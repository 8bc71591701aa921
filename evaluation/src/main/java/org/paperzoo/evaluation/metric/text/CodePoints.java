package org.paperzoo.evaluation.metric.text;

import java.util.Arrays;

/**
 * Numbers distinct code points from 0 in the order in which they are first seen, as Python's strings have them: code
 * points, not UTF-16 units. Scratch memory of one thread, cleared for each segment.
 */
public final class CodePoints {

    private static final int KEPT_SLOTS = 1 << 12;

    private int[] known = new int[256];
    private int count;
    /** Open addressing: number of the code point plus 1, or 0. */
    private int[] slots = new int[512];

    /** Forgets all code points. */
    public void clear() {
        count = 0;
        if (slots.length > KEPT_SLOTS) {
            slots = new int[512];
        } else {
            Arrays.fill(slots, 0);
        }
    }

    /** How many code points have a number. */
    public int count() {
        return count;
    }

    /** The numbers of a text's code points. */
    public int[] of(String text) {
        return of(text, true);
    }

    /** The numbers of a text's code points that are no spaces. */
    int[] withoutSpaces(String text) {
        return of(text, false);
    }

    private int[] of(String text, boolean spaces) {
        int[] numbers = new int[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!spaces && PythonText.isSpace(c)) {
                continue;
            }
            int codePoint = c;
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                codePoint = Character.toCodePoint(c, text.charAt(++i));
            }
            numbers[length++] = of(codePoint);
        }
        return length == numbers.length ? numbers : Arrays.copyOf(numbers, length);
    }

    private int of(int codePoint) {
        int mask = slots.length - 1;
        int slot = spread(codePoint) & mask;
        while (slots[slot] != 0) {
            if (known[slots[slot] - 1] == codePoint) {
                return slots[slot] - 1;
            }
            slot = slot + 1 & mask;
        }
        if (4 * (count + 1) > slots.length) {
            grow();
            return of(codePoint);
        }
        if (count == known.length) {
            known = Arrays.copyOf(known, 2 * count);
        }
        known[count] = codePoint;
        slots[slot] = ++count;
        return count - 1;
    }

    private void grow() {
        int[] wider = new int[2 * slots.length];
        int mask = wider.length - 1;
        for (int number = 0; number < count; number++) {
            int slot = spread(known[number]) & mask;
            while (wider[slot] != 0) {
                slot = slot + 1 & mask;
            }
            wider[slot] = number + 1;
        }
        slots = wider;
    }

    private static int spread(int codePoint) {
        int mixed = codePoint * 0x9E37_79B9;
        return mixed ^ mixed >>> 16;
    }
}

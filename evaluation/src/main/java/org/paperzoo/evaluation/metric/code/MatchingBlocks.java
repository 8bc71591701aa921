package org.paperzoo.evaluation.metric.code;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The matching blocks of Python's {@code difflib.SequenceMatcher} (Ratcliff and Obershelp): the longest common run, then
 * the same on both sides of it. In a second text of 200 characters or more, those that make up over one per cent of it
 * start no block; that is the module's {@code autojunk}.
 */
final class MatchingBlocks {

    private static final int AUTOJUNK_LENGTH = 200;

    private final int[] first;
    private final int[] second;
    /** Where each character of the second text stands, without those that are too frequent. */
    private final Map<Integer, int[]> places = new HashMap<>();

    private MatchingBlocks(int[] first, int[] second) {
        this.first = first;
        this.second = second;
        Map<Integer, Integer> counts = new HashMap<>();
        for (int character : second) {
            counts.merge(character, 1, Integer::sum);
        }
        int most = second.length >= AUTOJUNK_LENGTH ? second.length / 100 + 1 : second.length;
        counts.forEach((character, count) -> {
            if (count <= most) {
                places.put(character, new int[count]);
            }
        });
        Map<Integer, Integer> filled = new HashMap<>();
        for (int j = 0; j < second.length; j++) {
            int[] list = places.get(second[j]);
            if (list != null) {
                list[filled.merge(second[j], 1, Integer::sum) - 1] = j;
            }
        }
    }

    /** How many characters lie in matching blocks. */
    static int matchedCharacters(int[] first, int[] second) {
        return new MatchingBlocks(first, second).matched();
    }

    private record Stretch(int firstFrom, int firstTo, int secondFrom, int secondTo) {}

    private int matched() {
        int matched = 0;
        Deque<Stretch> open = new ArrayDeque<>();
        open.push(new Stretch(0, first.length, 0, second.length));
        while (!open.isEmpty()) {
            Stretch stretch = open.pop();
            int[] block = longest(stretch);
            if (block[2] > 0) {
                matched += block[2];
                open.push(new Stretch(stretch.firstFrom, block[0], stretch.secondFrom, block[1]));
                open.push(new Stretch(block[0] + block[2], stretch.firstTo, block[1] + block[2], stretch.secondTo));
            }
        }
        return matched;
    }

    /** Start in the first text, start in the second, length; the earliest of the longest. */
    private int[] longest(Stretch stretch) {
        int bestFirst = stretch.firstFrom;
        int bestSecond = stretch.secondFrom;
        int bestLength = 0;
        int width = stretch.secondTo - stretch.secondFrom;
        // Lengths of the runs that end at a place of the second text (shifted by one), for one place of the first.
        int[] runs = new int[width + 1];
        int[] next = new int[width + 1];
        for (int i = stretch.firstFrom; i < stretch.firstTo; i++) {
            int[] list = places.get(first[i]);
            if (list != null) {
                for (int index = from(list, stretch.secondFrom); index < list.length; index++) {
                    int j = list[index];
                    if (j >= stretch.secondTo) {
                        break;
                    }
                    int length = runs[j - stretch.secondFrom] + 1;
                    next[j - stretch.secondFrom + 1] = length;
                    if (length > bestLength) {
                        bestFirst = i - length + 1;
                        bestSecond = j - length + 1;
                        bestLength = length;
                    }
                }
            }
            int[] free = runs;
            runs = next;
            next = free;
            Arrays.fill(next, 0);
        }
        // Characters that are too frequent to start a block may lengthen one.
        while (bestFirst > stretch.firstFrom
                && bestSecond > stretch.secondFrom
                && first[bestFirst - 1] == second[bestSecond - 1]) {
            bestFirst--;
            bestSecond--;
            bestLength++;
        }
        while (bestFirst + bestLength < stretch.firstTo
                && bestSecond + bestLength < stretch.secondTo
                && first[bestFirst + bestLength] == second[bestSecond + bestLength]) {
            bestLength++;
        }
        return new int[] {bestFirst, bestSecond, bestLength};
    }

    private static int from(int[] list, int least) {
        int index = Arrays.binarySearch(list, least);
        return index < 0 ? -index - 1 : index;
    }
}

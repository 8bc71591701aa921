package org.paperzoo.evaluation.metric.detection;

/** Stable sorting of indices by primitive keys. */
final class StableOrder {

    private static final int RUN = 8;

    private StableOrder() {}

    /**
     * The indices of numbers in descending order, equal ones (0 and -0 too) in the order in which they stand.
     *
     * @param numbers none of them NaN
     */
    static int[] descending(double[] numbers) {
        int size = numbers.length;
        int[] order = new int[size];
        for (int start = 0; start < size; start += RUN) {
            int end = Math.min(size, start + RUN);
            for (int i = start; i < end; i++) {
                int slot = i;
                while (slot > start && numbers[order[slot - 1]] < numbers[i]) {
                    order[slot] = order[slot - 1];
                    slot--;
                }
                order[slot] = i;
            }
        }
        int[] merged = size > RUN ? new int[size] : order;
        for (int width = RUN; width < size; width *= 2) {
            for (int start = 0; start < size; start += 2 * width) {
                merge(numbers, order, merged, start, Math.min(size, start + width), Math.min(size, start + 2 * width));
            }
            int[] former = order;
            order = merged;
            merged = former;
        }
        return order;
    }

    private static void merge(double[] numbers, int[] from, int[] to, int start, int middle, int end) {
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeRight = left == middle || (right < end && numbers[from[right]] > numbers[from[left]]);
            to[i] = takeRight ? from[right++] : from[left++];
        }
    }
}

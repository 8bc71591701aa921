package org.paperzoo.evaluation.comparison;

/**
 * Who runs when, so that nobody always follows the same contender and meets the caches, clocks and threads that it left.
 * Rounds follow a Latin square balanced for first-order carry-over (Williams 1949): over {@link #period()} rounds each
 * contender stands at each position equally often, and within the rounds follows each other one equally often. Turning
 * {@code A B C} by one place each round would not do: {@code B} would follow {@code A} in two rounds out of three.
 */
final class TurnOrder {

    private final int contenders;

    TurnOrder(int contenders) {
        this.contenders = contenders;
    }

    /** Rounds after which the order repeats: as many as contenders, twice that for an odd number above 1. */
    int period() {
        return contenders % 2 == 0 || contenders == 1 ? contenders : 2 * contenders;
    }

    /** The contenders' indices in the order of a round. */
    int[] round(int number) {
        int row = number % period();
        int[] order = new int[contenders];
        for (int position = 0; position < contenders; position++) {
            // 0, 1, n - 1, 2, n - 2, …: the differences between neighbours are all different.
            int first = position % 2 == 1 ? (position + 1) / 2 : (contenders - position / 2) % contenders;
            // An odd number has no such square of its own: the second half mirrors the first.
            int place = row < contenders ? position : contenders - 1 - position;
            order[place] = (first + row) % contenders;
        }
        return order;
    }
}

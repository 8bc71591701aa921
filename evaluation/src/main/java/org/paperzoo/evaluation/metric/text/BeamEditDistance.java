package org.paperzoo.evaluation.metric.text;

import java.util.Arrays;

/**
 * The edit distance of sacreBLEU's TER: only cells near the diagonal are looked at, and among equally cheap steps a match
 * or substitution comes before a deletion, and that before an insertion. Memory grows with the length of the hypothesis
 * times the width of the beam. Scratch memory of one thread.
 */
final class BeamEditDistance {

    private static final int WIDTH = 25;
    /** The cost of what the beam does not reach. */
    private static final int UNREACHED = 1 << 29;

    private static final byte MATCH = 0;
    private static final byte SUBSTITUTION = 1;
    private static final byte DELETION = 2;
    private static final byte INSERTION = 3;

    private int[] above = new int[64];
    private int[] row = new int[64];
    /** For each row, its first column, where its steps begin in {@link #steps}, and one entry more for the end. */
    private int[] firstColumns = new int[64];

    private int[] stepStarts = new int[64];
    private byte[] steps = new byte[1024];

    private int[] alignment = new int[64];
    private boolean[] hypothesisErrors = new boolean[64];
    private boolean[] referenceErrors = new boolean[64];

    /**
     * Whether the beam holds every alignment of a distance, so that it finds that distance if it is the least one. Such an
     * alignment has gone at most as many insertions to one side of the diagonal as it has, and deletions to the other;
     * the beam is around the line from corner to corner, rounded down.
     */
    static boolean holds(int distance, int hypothesisLength, int referenceLength) {
        int difference = referenceLength - hypothesisLength;
        int insertions = (distance + difference) / 2;
        int deletions = (distance - difference) / 2;
        return insertions < WIDTH - 1 + Math.min(0, difference) && deletions <= WIDTH - Math.max(0, difference);
    }

    /** For each word of the reference, the place in the hypothesis that it is aligned with, or -1 before all. */
    int[] alignment() {
        return alignment;
    }

    /** Which words of the hypothesis are inserted or substituted. */
    boolean[] hypothesisErrors() {
        return hypothesisErrors;
    }

    /** Which words of the reference are left out or substituted. */
    boolean[] referenceErrors() {
        return referenceErrors;
    }

    /** The distance. */
    int distance(int[] hypothesis, int[] reference) {
        return fill(hypothesis, reference, false);
    }

    /** The distance; sets the alignment and the errors that belong to it. */
    int align(int[] hypothesis, int[] reference) {
        int distance = fill(hypothesis, reference, true);
        if (alignment.length < reference.length) {
            alignment = new int[2 * reference.length];
            referenceErrors = new boolean[2 * reference.length];
        }
        if (hypothesisErrors.length < hypothesis.length) {
            hypothesisErrors = new boolean[2 * hypothesis.length];
        }
        int i = hypothesis.length;
        int j = reference.length;
        while (i > 0 || j > 0) {
            byte step = i == 0 ? INSERTION : steps[stepStarts[i] + j - firstColumns[i]];
            if (step == INSERTION) {
                j--;
                alignment[j] = i - 1;
                referenceErrors[j] = true;
            } else if (step == DELETION) {
                i--;
                hypothesisErrors[i] = true;
            } else {
                i--;
                j--;
                alignment[j] = i;
                hypothesisErrors[i] = step == SUBSTITUTION;
                referenceErrors[j] = step == SUBSTITUTION;
            }
        }
        return distance;
    }

    private int fill(int[] hypothesis, int[] reference, boolean keepSteps) {
        int columns = reference.length + 1;
        if (row.length < columns) {
            row = new int[2 * columns];
            above = new int[2 * columns];
        }
        if (stepStarts.length <= hypothesis.length) {
            stepStarts = new int[2 * hypothesis.length];
            firstColumns = new int[2 * hypothesis.length];
        }
        for (int j = 0; j < columns; j++) {
            above[j] = j;
        }
        double ratio = (double) reference.length / hypothesis.length;
        int width = WIDTH < ratio / 2 ? (int) Math.ceil(ratio / 2 + WIDTH) : WIDTH;
        int aboveFrom = 0;
        int aboveTo = columns;
        int stepCount = 0;
        for (int i = 1; i <= hypothesis.length; i++) {
            int diagonal = (int) Math.floor(i * ratio);
            int from = Math.max(0, diagonal - width);
            int to = i == hypothesis.length ? columns : Math.min(columns, diagonal + width);
            // What this row reads of the one above but the beam did not reach there.
            for (int j = Math.max(0, from - 1); j < Math.min(to, aboveFrom); j++) {
                above[j] = UNREACHED;
            }
            Arrays.fill(above, Math.min(to, aboveTo), to, UNREACHED);
            if (keepSteps) {
                firstColumns[i] = from;
                stepStarts[i] = stepCount;
                stepCount += to - from;
                if (steps.length < stepCount) {
                    steps = Arrays.copyOf(steps, 2 * stepCount);
                }
            }
            fillRow(hypothesis[i - 1], reference, from, to, keepSteps ? stepStarts[i] : -1);
            int[] former = above;
            above = row;
            row = former;
            aboveFrom = from;
            aboveTo = to;
        }
        return above[columns - 1];
    }

    private void fillRow(int word, int[] reference, int from, int to, int stepStart) {
        int left = UNREACHED;
        for (int j = from; j < to; j++) {
            int cost;
            byte step;
            if (j == 0) {
                cost = above[0] + 1;
                step = DELETION;
            } else {
                boolean match = word == reference[j - 1];
                cost = above[j - 1] + (match ? 0 : 1);
                step = match ? MATCH : SUBSTITUTION;
                if (above[j] + 1 < cost) {
                    cost = above[j] + 1;
                    step = DELETION;
                }
                if (left + 1 < cost) {
                    cost = left + 1;
                    step = INSERTION;
                }
            }
            row[j] = cost;
            left = cost;
            if (stepStart >= 0) {
                steps[stepStart + j - from] = step;
            }
        }
    }
}

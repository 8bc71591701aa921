package org.paperzoo.evaluation.metric.text;

/**
 * Translation edit rate's count of edits for one pair of texts: shifts of sequences of words, taken greedily as long as
 * they lower the edit distance, and then that distance. The choice of shifts is sacreBLEU's and through it Tercom's, with
 * their limits on lengths, distances and the number of shifts tried: the score depends on them. Scratch memory of one
 * thread.
 */
final class TranslationEdits {

    private static final int LONGEST_SHIFT = 10;
    private static final int FARTHEST_SHIFT = 50;
    private static final int MOST_CANDIDATES = 1000;

    private final EditDistance exact = new EditDistance();
    private final BeamEditDistance beam = new BeamEditDistance();

    private int[] reference;
    private int symbols;
    private int candidates;

    /** The hypothesis with the shifts made so far, and the best of the shifts that one round finds. */
    private int[] words;

    private int[] bestWords;
    private int[] shifted;

    /**
     * Counts the edits.
     *
     * @param hypothesis words as numbers from 0 to {@code symbols - 1}
     * @param reference words as numbers from 0 to {@code symbols - 1}
     */
    int of(int[] hypothesis, int[] reference, int symbols) {
        if (reference.length == 0) {
            return hypothesis.length;
        }
        this.reference = reference;
        this.symbols = symbols;
        words = hypothesis.clone();
        bestWords = new int[words.length];
        shifted = new int[words.length];
        candidates = 0;
        int shifts = 0;
        while (true) {
            int distance = beam.align(words, reference);
            // Nothing can be gained where there is at most one error, and no shift is looked for.
            int gained = distance == 0 ? 0 : bestShift(distance);
            if (gained <= 0 || candidates >= MOST_CANDIDATES) {
                return shifts + distance;
            }
            shifts++;
            int[] former = words;
            words = bestWords;
            bestWords = former;
        }
    }

    /**
     * Finds the shift that lowers the edit distance most, writes the words after it and returns by how much; 0 if there is
     * none. Among equally good ones the longest, then the first, then that with the first target is taken.
     */
    private int bestShift(int distance) {
        boolean found = false;
        int bestGain = 0;
        int bestLength = 0;
        int bestStart = 0;
        int bestTarget = 0;
        for (int start = 0; start < words.length; start++) {
            int first = Math.max(0, start - FARTHEST_SHIFT);
            int last = Math.min(reference.length - 1, start + FARTHEST_SHIFT);
            for (int place = first; place <= last; place++) {
                int longest = commonLength(start, place);
                for (int length = 1; length <= longest; length++) {
                    if (!isWorthTrying(start, place, length)) {
                        continue;
                    }
                    int formerTarget = -1;
                    for (int offset = -1; offset < length && place + offset < reference.length; offset++) {
                        int target = place + offset == -1 ? 0 : beam.alignment()[place + offset] + 1;
                        if (target == formerTarget) {
                            continue;
                        }
                        formerTarget = target;
                        candidates++;
                        shift(start, length, target);
                        int gain = distance - distanceOf(shifted);
                        boolean better = !found
                                || gain > bestGain
                                || (gain == bestGain
                                        && (length > bestLength
                                                || (length == bestLength
                                                        && (start < bestStart
                                                                || (start == bestStart && target < bestTarget)))));
                        if (better) {
                            found = true;
                            bestGain = gain;
                            bestLength = length;
                            bestStart = start;
                            bestTarget = target;
                        }
                    }
                    if (candidates >= MOST_CANDIDATES) {
                        // What was found by then is not taken: the caller ends here.
                        return bestGain;
                    }
                }
            }
        }
        if (found) {
            shift(bestStart, bestLength, bestTarget);
            System.arraycopy(shifted, 0, bestWords, 0, shifted.length);
        }
        return bestGain;
    }

    private int commonLength(int start, int place) {
        int longest = Math.min(LONGEST_SHIFT, Math.min(words.length - start, reference.length - place));
        int length = 0;
        while (length < longest && words[start + length] == reference[place + length]) {
            length++;
        }
        return length;
    }

    /** Whether both sides hold an error, and the words would not be moved into themselves. */
    private boolean isWorthTrying(int start, int place, int length) {
        int aligned = beam.alignment()[place];
        return anyOf(beam.hypothesisErrors(), start, length)
                && anyOf(beam.referenceErrors(), place, length)
                && !(start <= aligned && aligned < start + length);
    }

    private static boolean anyOf(boolean[] errors, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (errors[i]) {
                return true;
            }
        }
        return false;
    }

    /** Writes the words with {@code length} of them moved from {@code start} to before {@code target}. */
    private void shift(int start, int length, int target) {
        int end = start + length;
        if (target < start) {
            System.arraycopy(words, 0, shifted, 0, target);
            System.arraycopy(words, start, shifted, target, length);
            System.arraycopy(words, target, shifted, target + length, start - target);
            System.arraycopy(words, end, shifted, end, words.length - end);
            return;
        }
        // A target inside the moved words counts from their end, as in the reference.
        int until = target > end ? target : Math.min(words.length, target + length);
        System.arraycopy(words, 0, shifted, 0, start);
        System.arraycopy(words, end, shifted, start, until - end);
        System.arraycopy(words, start, shifted, start + until - end, length);
        System.arraycopy(words, until, shifted, until, words.length - until);
    }

    /**
     * The distance that the reference's beam finds. It is the exact one, which takes a fraction of the time, where no best
     * alignment can leave the beam.
     */
    private int distanceOf(int[] candidate) {
        int distance = exact.of(candidate, candidate.length, reference, reference.length, symbols);
        return BeamEditDistance.holds(distance, candidate.length, reference.length)
                ? distance
                : beam.distance(candidate, reference);
    }
}

package org.paperzoo.evaluation.comparison;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class InterleavedTimingTest {

    private static final RepetitionLimits LIMITS = new RepetitionLimits(2, 100, 1e-6);

    private final StringBuilder turns = new StringBuilder();
    private long now = 1000;

    @Test
    void aWarmUpEndsWhenTwoWindowsAgree() throws IOException {
        // 1000, 800, 640, … falls by a fifth each time until it stays at 100.
        WarmUp.Outcome outcome = timing(new WarmUp(3, 0.03, 1, 200, 10), LIMITS)
                .warmUp(trial("A", run -> Math.max(100, (long) (1000 * Math.pow(0.8, run)))));
        assertTrue(outcome.stable());
        // The times are 100 from the 12th on; both medians are once two of the older window's three are.
        assertEquals(16, outcome.repetitions());
        assertEquals(1000 / 1e6, outcome.firstMillis());
    }

    @Test
    void aWarmUpRunsItsMinimumEvenWhenStableAtOnce() throws IOException {
        assertEquals(
                9,
                timing(new WarmUp(2, 0.03, 9, 200, 10), LIMITS)
                        .warmUp(trial("A", run -> 50))
                        .repetitions());
    }

    @Test
    void aWarmUpThatNeverSettlesEndsAtItsMaximumAndSaysSo() throws IOException {
        WarmUp.Outcome outcome = timing(new WarmUp(2, 0.03, 1, 25, 10), LIMITS).warmUp(trial("A", run -> 100L << run));
        assertFalse(outcome.stable());
        assertEquals(25, outcome.repetitions());
    }

    @Test
    void aSlowContendersWarmUpEndsByTimeAfterTheMinimum() throws IOException {
        WarmUp.Outcome outcome =
                timing(new WarmUp(5, 0.03, 3, 200, 10), LIMITS).warmUp(trial("A", run -> 30_000_000_000L));
        assertFalse(outcome.stable());
        assertEquals(3, outcome.repetitions());
    }

    @Test
    void contendersTakeTurnsAndTheOrderChanges() throws IOException {
        timing(WarmUp.STANDARD, new RepetitionLimits(6, 6, 0))
                .measure(List.of(trial("A", run -> 1), trial("B", run -> 1), trial("C", run -> 1)));
        assertEquals("ABC BCA CAB CBA ACB BAC", turns.toString().replaceAll("(...)(?=.)", "$1 "));
    }

    @Test
    void rawTimesAreKeptRoundByRound() throws IOException {
        List<long[]> nanos = timing(WarmUp.STANDARD, new RepetitionLimits(3, 3, 0))
                .measure(List.of(trial("A", run -> 10 + run), trial("B", run -> 20 + run)));
        assertArrayEquals(new long[] {10, 11, 12}, nanos.get(0));
        assertArrayEquals(new long[] {20, 21, 22}, nanos.get(1));
    }

    @Test
    void timingEndsByTimeWithWholeRoundsOnceTheMinimumIsDone() throws IOException {
        RepetitionLimits limits = new RepetitionLimits(2, 100, 1e-6);
        // Both take 200 ns in a round: a microsecond is over in the fifth.
        List<long[]> nanos =
                timing(WarmUp.STANDARD, limits).measure(List.of(trial("A", run -> 50), trial("B", run -> 150)));
        assertEquals(5, nanos.get(0).length);
        assertEquals(5, nanos.get(1).length);
        assertEquals(
                2,
                timing(WarmUp.STANDARD, limits)
                        .measure(List.of(trial("A", run -> 5000)))
                        .get(0)
                        .length);
    }

    @Test
    void manyRepetitionsGrowTheStore() throws IOException {
        List<long[]> nanos =
                timing(WarmUp.STANDARD, new RepetitionLimits(150, 150, 0)).measure(List.of(trial("A", run -> run)));
        assertEquals(150, nanos.get(0).length);
        assertEquals(149, nanos.get(0)[149]);
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RepetitionLimits(0, 5, 1));
        assertThrows(IllegalArgumentException.class, () -> new RepetitionLimits(6, 5, 1));
        assertThrows(IllegalArgumentException.class, () -> new RepetitionLimits(1, 5, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new WarmUp(0, 0.03, 1, 5, 1));
        assertThrows(IllegalArgumentException.class, () -> new WarmUp(5, Double.NaN, 1, 5, 1));
    }

    private InterleavedTiming timing(WarmUp warmUp, RepetitionLimits limits) {
        return new InterleavedTiming(warmUp, limits, () -> now);
    }

    /** A contender whose runs take as many nanoseconds of the test's clock as told. */
    private Trial trial(String name, IntToLongFunction nanos) {
        return new Trial() {
            private int runs;

            @Override
            public NDList run() {
                turns.append(name);
                now += nanos.applyAsLong(runs++);
                return new NDList();
            }

            @Override
            public void close() {}
        };
    }
}

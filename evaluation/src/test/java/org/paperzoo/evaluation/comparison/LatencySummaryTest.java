package org.paperzoo.evaluation.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LatencySummaryTest {

    /** Expected: numpy.percentile of the same values with its default, linear interpolation. */
    @Test
    void quantilesInterpolateAsNumpyDoes() {
        long[] nanos = Arrays.stream(new long[] {7, 1, 12, 3, 9, 40, 5})
                .map(milli -> milli * 1_000_000)
                .toArray();
        LatencySummary summary = LatencySummary.of(nanos, 4);
        assertEquals(7, summary.repetitions());
        assertEquals(7.0, summary.medianMillis(), 1e-12);
        assertEquals(2.2, summary.p10Millis(), 1e-12);
        assertEquals(4.0, summary.p25Millis(), 1e-12);
        assertEquals(10.5, summary.p75Millis(), 1e-12);
        assertEquals(23.2, summary.p90Millis(), 1e-12);
        assertEquals(38.32, summary.p99Millis(), 1e-12);
        assertEquals(1.0, summary.minMillis());
        assertEquals(40.0, summary.maxMillis());
        assertEquals(6.5 / 7, summary.spread(), 1e-12);
        assertEquals(4 / 0.007, summary.examplesPerSecond(), 1e-9);
        assertEquals(7_000_000, nanos[0], "the raw values stay in their order");
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        assertEquals(2.5e-6, LatencySummary.of(new long[] {4, 1, 3, 2}, 1).medianMillis(), 1e-18);
    }

    @Test
    void oneRepetitionIsAllItsQuantiles() {
        LatencySummary summary = LatencySummary.of(new long[] {5_000_000}, 1);
        assertEquals(5.0, summary.p10Millis());
        assertEquals(5.0, summary.p99Millis());
        assertEquals(0.0, summary.spread());
    }

    @Test
    void ratesStayFiniteBelowTheClocksResolution() {
        assertEquals(1e9, LatencySummary.of(new long[] {0, 0, 0}, 1).examplesPerSecond());
    }

    @Test
    void noRepetitionAndNegativeTimesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> LatencySummary.of(new long[0], 1));
        assertThrows(IllegalArgumentException.class, () -> LatencySummary.of(new long[] {-1}, 1));
    }
}

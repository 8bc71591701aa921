package org.paperzoo.evaluation.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MedianRatioTest {

    private static final int RESAMPLES = 400;

    @Test
    void theIntervalHoldsTheTrueRatioAboutAsOftenAsItClaims() {
        int comparisons = 300;
        int held = 0;
        for (int i = 0; i < comparisons; i++) {
            Random random = new Random(i);
            MedianRatio ratio =
                    MedianRatio.of(times(random, 40, 16e6, 0.1), times(random, 40, 10e6, 0.2), RESAMPLES, i);
            held += ratio.lower() <= 1.6 && 1.6 <= ratio.upper() ? 1 : 0;
        }
        double coverage = held / (double) comparisons;
        assertTrue(coverage > 0.91 && coverage < 0.99, "coverage " + coverage);
    }

    @Test
    void whatSlowsARoundDownForBothDoesNotWidenTheInterval() {
        Random random = new Random(1);
        long[] baseline = new long[60];
        long[] contender = new long[60];
        for (int round = 0; round < 60; round++) {
            double busy = 1 + random.nextDouble();
            baseline[round] = (long) (3e6 * busy);
            contender[round] = (long) (2e6 * busy);
        }
        MedianRatio ratio = MedianRatio.of(baseline, contender, RESAMPLES, 1);
        assertEquals(1.5, ratio.lower(), 1e-6);
        assertEquals(1.5, ratio.upper(), 1e-6);
    }

    @Test
    void theSameSeedGivesTheSameDigits() {
        long[] baseline = times(new Random(1), 30, 16e6, 0.1);
        long[] contender = times(new Random(2), 30, 10e6, 0.1);
        MedianRatio once = MedianRatio.of(baseline, contender, RESAMPLES, 9);
        assertEquals(once, MedianRatio.of(baseline, contender, RESAMPLES, 9));
        assertTrue(once.lower() <= once.ratio() && once.ratio() <= once.upper());
    }

    @Test
    void aSlowerContenderIsCalledSlowerWithItsIntervalTurnedRound() {
        assertEquals("1.62 x faster [1.55, 1.70]", new MedianRatio(1.62, 1.55, 1.70, 2000).text());
        assertEquals("2.00 x slower [1.60, 2.50]", new MedianRatio(0.5, 0.4, 0.625, 2000).text());
    }

    @Test
    void anIntervalAroundOneIsUndecided() {
        assertFalse(new MedianRatio(1.01, 0.98, 1.04, 2000).decided());
        assertTrue(new MedianRatio(0.9, 0.85, 0.95, 2000).decided());
    }

    @Test
    void differentNumbersOfRoundsAreRefused() {
        assertThrows(
                IllegalArgumentException.class, () -> MedianRatio.of(new long[] {1, 2}, new long[] {1}, RESAMPLES, 1));
    }

    private static long[] times(Random random, int rounds, double median, double deviation) {
        long[] nanos = new long[rounds];
        for (int round = 0; round < rounds; round++) {
            nanos[round] = (long) (median * Math.exp(deviation * random.nextGaussian()));
        }
        return nanos;
    }
}

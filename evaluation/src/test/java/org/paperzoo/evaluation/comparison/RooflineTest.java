package org.paperzoo.evaluation.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.paperzoo.evaluation.comparison.Roofline.Bound;

class RooflineTest {

    private static final MachineLimits LIMITS = new MachineLimits(
            4,
            100e9,
            30e9,
            List.of(),
            List.of(
                    new MachineLimits.ReadRate(1 << 28, 10e9),
                    new MachineLimits.ReadRate(1 << 20, 80e9),
                    new MachineLimits.ReadRate(1 << 24, 90e9)),
            12e9,
            1);

    @Test
    void theLongerOfTheTwoTimesIsTheLeast() {
        // 2 GFLOP at 100 GFLOP/s, 0.6 GB at the memory's 12 GB/s.
        Roofline memory = Roofline.of(new Work(2e9, 0.6e9), LIMITS);
        assertEquals(20, memory.computeMillis(), 1e-9);
        assertEquals(50, memory.memoryMillis(), 1e-9);
        assertEquals(50, memory.leastMillis(), 1e-9);
        assertEquals(Bound.MEMORY, memory.bound());

        Roofline compute = Roofline.of(new Work(20e9, 0.6e9), LIMITS);
        assertEquals(200, compute.leastMillis(), 1e-9);
        assertEquals(Bound.COMPUTE, compute.bound());
    }

    @Test
    void sharesAreTheLimitsTimesOverTheRuns() {
        Roofline roofline = Roofline.of(new Work(2e9, 0.6e9), LIMITS);
        assertEquals(0.2, roofline.computeShare(100), 1e-12);
        assertEquals(0.5, roofline.memoryShare(100), 1e-12);
    }

    @Test
    void whatFitsInACacheIsHeldAgainstTheCachesRate() {
        assertEquals(90e9, LIMITS.bandwidthFor(1000), "a larger buffer that was read faster counts for a smaller one");
        assertEquals(90e9, LIMITS.bandwidthFor(1 << 24));
        assertEquals(12e9, LIMITS.bandwidthFor((1 << 24) + 1));
        assertEquals(12e9, LIMITS.bandwidthFor(1e12));
    }

    @Test
    void workThatWasNotCountedIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Work(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Work(-1, 5));
        assertThrows(IllegalArgumentException.class, () -> new Work(Double.NaN, 5));
        assertThrows(IllegalArgumentException.class, () -> new Work(Double.POSITIVE_INFINITY, 5));
    }
}

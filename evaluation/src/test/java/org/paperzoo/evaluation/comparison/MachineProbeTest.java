package org.paperzoo.evaluation.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.pytorch.jni.JniUtils;
import org.junit.jupiter.api.Test;

class MachineProbeTest {

    @Test
    void thisMachineIsMeasuredAndLeftAsItWas() {
        MachineLimits limits = MachineProbe.measure();
        assertEquals(limits.threads(), JniUtils.getNumThreads());
        // Anything that runs this test does a GFLOP/s, and nothing does a PFLOP/s on its CPU.
        assertTrue(limits.flopsPerSecond() > 1e9 && limits.flopsPerSecond() < 1e15, limits.toString());
        assertTrue(limits.singleThreadFlopsPerSecond() <= limits.flopsPerSecond(), limits.toString());
        assertTrue(limits.memoryBytesPerSecond() > 1e8 && limits.memoryBytesPerSecond() < 1e14, limits.toString());
        assertFalse(limits.products().isEmpty());
        assertEquals(5, limits.reads().size());
    }

    @Test
    void aBusyMomentDoesNotLowerTheLimitAndALuckyOneDoesNotRaiseIt() {
        long[] nanos = {90, 95, 99, 10, 11, 12, 3, 13, 14, 80, 99};
        assertEquals(11, MachineProbe.sustainedNanos(nanos, nanos.length));
        assertEquals(7, MachineProbe.sustainedNanos(new long[] {9, 7, 5}, 3));
        assertEquals(1, MachineProbe.sustainedNanos(new long[] {0, 0, 0}, 3));
    }

    @Test
    void theLargeBufferExceedsTheCachesWithinReason() {
        long mebibyte = 1 << 20;
        assertEquals(256 * mebibyte, MachineProbe.largeBuffer(8 * mebibyte));
        assertEquals(400 * mebibyte, MachineProbe.largeBuffer(100 * mebibyte));
        assertEquals(1024 * mebibyte, MachineProbe.largeBuffer(768 * mebibyte));
        assertEquals(36608L * 1024, MachineProbe.cacheSize("36608K\n"));
        assertEquals(0, MachineProbe.cacheSize("unknown"));
    }
}

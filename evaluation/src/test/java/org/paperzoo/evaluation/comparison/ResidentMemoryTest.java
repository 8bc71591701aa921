package org.paperzoo.evaluation.comparison;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ResidentMemoryTest {

    private static final long BYTES = 96L << 20;

    @Test
    void whatIsAllocatedIsGrowthAndWhatWasFreedAgainStaysThePeak() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            manager.ones(new Shape(1)).close();
            ResidentMemory memory = ResidentMemory.watch();
            try (NDManager inner = manager.newSubManager()) {
                inner.ones(new Shape(BYTES / Float.BYTES));
                OptionalLong growth = memory.growth();
                assumeTrue(growth.isPresent(), "this system does not tell the resident memory");
                assertTrue(growth.getAsLong() > BYTES / 2, "grew by " + growth);
            }
            OptionalLong peak = memory.peakGrowth();
            assumeTrue(peak.isPresent(), "this system does not reset the peak");
            assertTrue(peak.getAsLong() > BYTES * 3 / 4, "peak " + peak);
            assertTrue(memory.growth().getAsLong() < BYTES / 2, "freed, " + memory.growth() + " left");
            assertTrue(ResidentMemory.watch().peakGrowth().getAsLong() < BYTES / 2, "the next watch starts afresh");
        }
    }
}

package org.paperzoo.zoo.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LearningRateTest {

    @Test
    void theFirstTypeHalvesAfterEachEpochButTheFirst() {
        assertArrayEquals(new double[] {1e-4, 1e-4, 5e-5, 2.5e-5, 1.25e-5}, rates(new LearningRate.Halving(1e-4)));
    }

    @Test
    void theSecondTypeFollowsItsTable() {
        assertArrayEquals(new double[] {1e-4, 1e-4, 5e-5, 5e-5, 1e-5}, rates(LearningRate.informerSteps(1e-4)));
    }

    @Test
    void aRateThatIsNotPositiveIsRefused() {
        for (double rate : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new LearningRate.Constant(rate));
        }
    }

    private static double[] rates(LearningRate rate) {
        return IntStream.rangeClosed(1, 5).mapToDouble(rate::of).toArray();
    }
}

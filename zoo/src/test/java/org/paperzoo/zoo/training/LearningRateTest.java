package org.paperzoo.zoo.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
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

    @Test
    void aLineRisesOverTheWarmUpAndEndsAtItsLastValueAfterTheLastStep() {
        // get_linear_schedule_with_warmup(2, 6) at steps 0 to 5 of the optimiser, whose first rate is 0: ours begins
        // one on.
        double[] expected = {0.5, 1, 1, 0.75, 0.5, 0.25};
        assertArrayEquals(expected, steps(new LearningRate.Linear(1, 2, 0), 6), 1e-12);
    }

    @Test
    void aCosineFallsToItsEnd() {
        double[] rates = steps(new LearningRate.Cosine(2, 0, 1), 4);
        assertArrayEquals(new double[] {2, 1.5 + Math.sqrt(0.125), 1.5, 1.5 - Math.sqrt(0.125)}, rates, 1e-12);
    }

    @Test
    void dropsComeAfterWholeEpochs() {
        assertArrayEquals(new double[] {1, 1, 0.1, 0.1, 0.01}, rates(new LearningRate.Drops(1, 2, 0.1, 0)), 1e-12);
    }

    @Test
    void thePapersScheduleTurnsAtTheEndOfItsWarmUp() {
        double[] rates = steps(new LearningRate.InverseSquareRoot(1, 512, 4), 9);
        double peak = 1 / Math.sqrt(512 * 4.0);
        assertArrayEquals(new double[] {peak / 4, peak / 2, peak * 3 / 4, peak}, Arrays.copyOf(rates, 4), 1e-12);
        assertEquals(1 / Math.sqrt(512) / 3, rates[8], 1e-12);
    }

    @Test
    void aPolynomialOfPowerOneFallsInALine() {
        assertArrayEquals(new double[] {0.5, 0.75, 0.5, 0.25}, steps(new LearningRate.Polynomial(1, 1, 2), 4), 1e-12);
    }

    @Test
    void aScheduleThatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LearningRate.Linear(1, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> new LearningRate.Cosine(1, 0, 2));
        assertThrows(IllegalArgumentException.class, () -> new LearningRate.Drops(1, 0, 0.1, 0));
        assertThrows(IllegalArgumentException.class, () -> new LearningRate.Drops(1, 3, 1.5, 0));
        assertThrows(IllegalArgumentException.class, () -> new LearningRate.InverseSquareRoot(1, 512, 0));
    }

    private static double[] rates(LearningRate rate) {
        return IntStream.rangeClosed(1, 5)
                .mapToDouble(epoch -> rate.of(new TrainingTime(epoch, epoch, 5)))
                .toArray();
    }

    private static double[] steps(LearningRate rate, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToDouble(step -> rate.of(new TrainingTime(1, step, count)))
                .toArray();
    }
}

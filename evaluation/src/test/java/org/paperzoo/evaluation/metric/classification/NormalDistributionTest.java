package org.paperzoo.evaluation.metric.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against scipy.stats.norm.ppf of SciPy 1.17.1. */
class NormalDistributionTest {

    @ParameterizedTest
    @CsvSource({
        "1e-300, -37.0470962993612",
        "1e-30, -11.464024688443613",
        "1e-12, -7.034483825301131",
        "1e-08, -5.612001244174789",
        "1e-05, -4.264890793922825",
        "0.001, -3.090232306167813",
        "0.02, -2.053748910631823",
        "0.07, -1.4757910281791706",
        "0.075, -1.4395314709384563",
        "0.08, -1.4050715603096329",
        "0.2, -0.8416212335729142",
        "0.37, -0.33185334643681663",
        "0.49, -0.02506890825871106",
        "0.5, 0.0",
        "0.6, 0.2533471031357997",
        "0.8705940188014756, 1.1292035834953718",
        "0.92, 1.4050715603096329",
        "0.925, 1.4395314709384563",
        "0.93, 1.475791028179171",
        "0.99, 2.3263478740408408",
        "0.99999, 4.264890793923841",
        "0.999999999999, 7.0344869100478356"
    })
    void quantilesAreAsInScipy(double probability, double quantile) {
        assertEquals(quantile, NormalDistribution.quantile(probability), 2e-15 * Math.abs(quantile));
    }

    @Test
    void theEndsAreInfiniteAndTheOutsideUndefined() {
        assertEquals(Double.NEGATIVE_INFINITY, NormalDistribution.quantile(0));
        assertEquals(Double.POSITIVE_INFINITY, NormalDistribution.quantile(1));
        assertTrue(Double.isNaN(NormalDistribution.quantile(-0.1)));
        assertTrue(Double.isNaN(NormalDistribution.quantile(Double.NaN)));
    }
}

package org.paperzoo.evaluation.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.InvalidInputException;

class ExactSumTest {

    private static final MetricDefinition DEFINITION = new MetricDefinition("sum", "sum", "1", 0, 1, true, "none");

    @Test
    void sumsOfAnyMagnitudesEqualBigDecimals() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            ExactSum sum = new ExactSum();
            BigDecimal exact = BigDecimal.ZERO;
            int spread = 1 + random.nextInt(2000);
            for (int i = random.nextInt(40); i >= 0; i--) {
                double term = Math.scalb(random.nextDouble() - 0.5, random.nextInt(spread) - spread / 2);
                sum.add(term);
                exact = exact.add(new BigDecimal(term));
            }
            assertEquals(0, exact.compareTo(decimal(sum.finitePart())));
            // Java's parser rounds correctly.
            assertEquals(Double.parseDouble(exact.toString()), sum.doubleValue());
        }
    }

    private static BigDecimal decimal(Dyadic number) {
        BigDecimal mantissa = new BigDecimal(number.mantissa());
        BigDecimal power = BigDecimal.valueOf(2).pow(Math.abs(number.exponent()));
        return number.exponent() < 0 ? mantissa.divide(power) : mantissa.multiply(power);
    }

    @Test
    void millionsOfTermsOverflowNoChunk() {
        ExactSum sum = new ExactSum();
        ExactSum copies = new ExactSum();
        for (int i = 0; i < 1_000_000; i++) {
            sum.add(Double.MAX_VALUE / 1e7);
            sum.add(-1e-300);
        }
        for (int i = 0; i < 12; i++) {
            copies.add(sum);
        }
        assertEquals(
                0,
                decimal(copies.finitePart())
                        .compareTo(new BigDecimal(Double.MAX_VALUE / 1e7)
                                .subtract(new BigDecimal(1e-300))
                                .multiply(BigDecimal.valueOf(12_000_000))));
    }

    @Test
    void opposedTermsLeaveNothing() {
        ExactSum sum = new ExactSum();
        double[] terms = {1e308, Double.MIN_VALUE, 3.5, -1e308, -3.5, -Double.MIN_VALUE, -0.0};
        for (double term : terms) {
            sum.add(term);
        }
        assertEquals(0.0, sum.doubleValue());
        assertEquals(new ExactSum().toJson(), sum.toJson());
    }

    @Test
    void anOverflowingSumIsInfiniteAndComesBack() {
        ExactSum sum = new ExactSum();
        sum.add(Double.MAX_VALUE);
        sum.add(Double.MAX_VALUE);
        assertEquals(Double.POSITIVE_INFINITY, sum.doubleValue());
        sum.add(-Double.MAX_VALUE);
        assertEquals(Double.MAX_VALUE, sum.doubleValue());
    }

    @Test
    void nonFiniteTermsMakeWhatIeeeSays() {
        ExactSum sum = new ExactSum();
        sum.add(1);
        sum.add(Double.NEGATIVE_INFINITY);
        assertEquals(Double.NEGATIVE_INFINITY, sum.doubleValue());
        sum.add(Double.POSITIVE_INFINITY);
        assertTrue(Double.isNaN(sum.doubleValue()));
    }

    @Test
    void squaresAreExact() {
        ExactSum sum = new ExactSum();
        sum.addSquare(1 + Math.ulp(1.0));
        sum.add(-1);
        sum.add(-2 * Math.ulp(1.0));
        assertEquals(Math.ulp(1.0) * Math.ulp(1.0), sum.doubleValue());
    }

    @Test
    void jsonGivesTheSameSum() throws Exception {
        Random random = new Random(4);
        ObjectMapper mapper = new ObjectMapper();
        for (int round = 0; round < 100; round++) {
            ExactSum sum = new ExactSum();
            for (int i = random.nextInt(5); i > 0; i--) {
                sum.add(Math.scalb(random.nextDouble() - 0.5, random.nextInt(2000) - 1000));
            }
            ExactSum read = read(mapper.readTree(sum.toJson().toString()));
            assertEquals(sum.toJson(), read.toJson());
            sum.add(1.25);
            read.add(1.25);
            assertEquals(sum.doubleValue(), read.doubleValue());
        }
    }

    private static ExactSum read(JsonNode json) throws InvalidInputException {
        ObjectMapper mapper = new ObjectMapper();
        return ExactSum.fromJson(StateReader.open(
                        DEFINITION,
                        mapper.createObjectNode().put("metric", "sum").set("sum", json))
                .object("sum"));
    }

    @Test
    void anImpossibleSumIsRefused() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        String counts = ",\"positiveInfinities\":0,\"negativeInfinities\":0,\"undefined\":0}";
        String[] wrong = {
            "{\"mantissa\":\"xyz\",\"exponent\":0" + counts,
            "{\"mantissa\":\"" + "f".repeat(601) + "\",\"exponent\":0" + counts,
            "{\"mantissa\":\"1\",\"exponent\":2000000000" + counts,
            "{\"mantissa\":\"" + "f".repeat(500) + "\",\"exponent\":900" + counts,
            "{\"mantissa\":\"1\",\"exponent\":0}",
        };
        for (String text : wrong) {
            assertThrows(InvalidInputException.class, () -> read(mapper.readTree(text)), text);
        }
    }

    @Test
    void aPairwiseSumFollowsNumpy() {
        // (1.0 / numpy.arange(1, 301))[:n].sum() for n = 300, 150 and 7, from numpy 2.4.6.
        double[] numbers = new double[300];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = 1.0 / (i + 1);
        }
        assertEquals(6.282663880299504, PairwiseSum.of(numbers, 300));
        assertEquals(5.591180588643879, PairwiseSum.of(numbers, 150));
        assertEquals(2.5928571428571425, PairwiseSum.of(numbers, 7));
    }
}

package org.paperzoo.evaluation.metric.regression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.assertMergesExactly;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricResult;

/** Against scikit-learn 1.2.1 and SciPy 1.10.1. */
class RegressionMetricsTest {

    private static final double TOLERANCE = 1e-12;

    private static List<double[]> rows(String name, String side) {
        List<double[]> rows = new ArrayList<>();
        json("regression/inputs.json")
                .get(name)
                .get(side)
                .forEach(row -> rows.add(row.isArray() ? numbers(row) : new double[] {row.doubleValue()}));
        return rows;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "ties", "short", "multi"})
    void casesScoreAsInScikitLearnAndScipy(String name) {
        List<double[]> predictions = rows(name, "pred");
        List<double[]> references = rows(name, "true");
        Map<String, Object> values = new HashMap<>(new RegressionMetric(RegressionFigure.MSE)
                .evaluate(predictions, references)
                .values());
        values.putAll(OrderedErrors.median().evaluate(predictions, references).values());
        if (!name.equals("multi")) {
            values.putAll(
                    RankCorrelation.spearman().evaluate(predictions, references).values());
        }
        values.put("r2_uniform", values.get("r2"));
        values.put("rmse_uniform(mean of column rmse)", values.get("rmse"));
        values.put("r2_raw", values.get("r2_by_column"));
        JsonNode expected = json("regression/expected.json").get("cases").get(name);
        expected.properties().forEach(part -> {
            Object value = values.get(part.getKey());
            if (part.getValue().isArray()) {
                double[] numbers = ((List<?>) value)
                        .stream().mapToDouble(number -> (Double) number).toArray();
                assertArrayEquals(numbers(part.getValue()), numbers, TOLERANCE, part.getKey());
            } else {
                double number = number(part.getValue());
                assertEquals(number, (Double) value, TOLERANCE * Math.max(1, Math.abs(number)), part.getKey());
            }
        });
    }

    private static List<double[]> random(long seed, int size, int columns) {
        Random random = new Random(seed);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            rows.add(random.doubles(columns)
                    .map(number -> Math.rint(number * 20 - 10) * Math.pow(10, random.nextInt(9) - 4))
                    .toArray());
        }
        return rows;
    }

    private static List<Metric<double[], double[]>> ofOneColumn() {
        List<Metric<double[], double[]>> metrics = new ArrayList<>();
        for (RegressionFigure figure : RegressionFigure.values()) {
            metrics.add(new RegressionMetric(figure));
        }
        metrics.add(OrderedErrors.median());
        metrics.add(OrderedErrors.greatest());
        metrics.add(RankCorrelation.spearman());
        metrics.add(RankCorrelation.kendall());
        return metrics;
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7})
    void splitShuffledAndMergedTheyScoreTheSame(long seed) {
        for (Metric<double[], double[]> metric : ofOneColumn()) {
            assertMergesExactly(metric, random(seed, 50, 1), random(seed + 10, 50, 1), seed);
        }
        assertMergesExactly(
                new RegressionMetric(RegressionFigure.R2), random(seed, 50, 3), random(seed + 10, 50, 3), seed);
    }

    @Test
    void whatIsMetExactlyScoresTheBest() {
        List<double[]> rows = random(3, 30, 1);
        for (Metric<double[], double[]> metric : ofOneColumn()) {
            double best = metric.definition().higherIsBetter() ? 1 : 0;
            assertEquals(
                    best,
                    metric.evaluate(rows, rows).value(),
                    1e-15,
                    metric.definition().id());
        }
    }

    @ParameterizedTest
    @EnumSource(RegressionFigure.class)
    void aGreatMeanCostsNoDigits(RegressionFigure figure) {
        List<double[]> references = List.of(new double[] {0}, new double[] {1}, new double[] {2});
        List<double[]> predictions = List.of(new double[] {0}, new double[] {1}, new double[] {3});
        List<double[]> farReferences =
                references.stream().map(row -> new double[] {row[0] + 1e9}).toList();
        List<double[]> farPredictions =
                predictions.stream().map(row -> new double[] {row[0] + 1e9}).toList();
        if (figure != RegressionFigure.MAPE) {
            assertEquals(
                    new RegressionMetric(figure)
                            .evaluate(predictions, references)
                            .value(),
                    new RegressionMetric(figure)
                            .evaluate(farPredictions, farReferences)
                            .value(),
                    1e-15);
        }
    }

    @Test
    void tauIsTheCountOfPairs() {
        Random random = new Random(12);
        for (int round = 0; round < 20; round++) {
            int size = 2 + random.nextInt(60);
            double[] x = random.ints(size, 0, 8).asDoubleStream().toArray();
            double[] y = random.ints(size, 0, 8).asDoubleStream().toArray();
            double balance = 0;
            double pairsOfX = 0;
            double pairsOfY = 0;
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < i; j++) {
                    balance += Math.signum(x[i] - x[j]) * Math.signum(y[i] - y[j]);
                    pairsOfX += x[i] == x[j] ? 0 : 1;
                    pairsOfY += y[i] == y[j] ? 0 : 1;
                }
            }
            List<double[]> predictions = new ArrayList<>();
            List<double[]> references = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                predictions.add(new double[] {x[i]});
                references.add(new double[] {y[i]});
            }
            MetricResult result = RankCorrelation.kendall().evaluate(predictions, references);
            double expected = pairsOfX == 0 || pairsOfY == 0 ? Double.NaN : balance / Math.sqrt(pairsOfX * pairsOfY);
            assertEquals(expected, result.value(), 1e-14);
        }
    }

    @Test
    void aConstantHasNoCorrelation() {
        List<double[]> constant = List.of(new double[] {2}, new double[] {2});
        List<double[]> other = List.of(new double[] {1}, new double[] {3});
        assertTrue(Double.isNaN(
                RankCorrelation.spearman().evaluate(constant, other).value()));
        assertTrue(
                Double.isNaN(RankCorrelation.kendall().evaluate(constant, other).value()));
        MetricResult result = new RegressionMetric(RegressionFigure.PEARSON).evaluate(other, constant);
        assertTrue(Double.isNaN(result.value()));
        assertEquals(0.0, result.number("r2"));
        assertTrue(Double.isNaN(new RegressionMetric(RegressionFigure.R2)
                .evaluate(constant.subList(0, 1), constant.subList(0, 1))
                .value()));
    }

    @Test
    void whatCannotBeScoredIsRefusedInOneLine() {
        assertEquals(
                "example 0: 2 predicted numbers for a reference of 1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new RegressionMetric(RegressionFigure.MSE)
                                        .evaluate(List.of(new double[2]), List.of(new double[1])))
                        .getMessage());
        assertEquals(
                "example 0: spearman-scipy is defined for one column, not for 2",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> RankCorrelation.spearman()
                                        .evaluate(List.of(new double[2]), List.of(new double[2])))
                        .getMessage());
        assertEquals(
                "example 0: column 0 holds Infinity for 0.0, not two finite numbers",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> OrderedErrors.greatest()
                                        .evaluate(List.of(new double[] {1 / 0.0}), List.of(new double[1])))
                        .getMessage());
    }
}

package org.paperzoo.evaluation.metric.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.json;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.ReferenceCases;

/** Against zhouhaoyi/Informer2020 29f2a73, utils/metrics.py, on float64. */
class ForecastMetricsTest {

    private static final double TOLERANCE = 1e-12;

    private final ForecastError mse = new ForecastError(ForecastError.Headline.MSE);

    @TestFactory
    Stream<DynamicTest> casesScoreAsTheAuthorsDo() {
        return json("timeseries/expected.json").get("metrics").properties().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    JsonNode expected = entry.getValue().get("float64");
                    List<SeriesWindow> forecasts = windows("metric_" + entry.getKey() + "/pred");
                    List<SeriesWindow> references = windows("metric_" + entry.getKey() + "/true");
                    MetricResult errors = mse.evaluate(forecasts, references);
                    assertEquals(expected.get("mse").doubleValue(), errors.value(), TOLERANCE * errors.value());
                    errors.numbers()
                            .forEach((name, value) ->
                                    assertEquals(number(expected.get(name)), value, TOLERANCE * value, name));
                    MetricResult correlation = new ForecastCorrelation().evaluate(forecasts, references);
                    double[] corr = numbers(expected.get("corr"));
                    for (int step = 0; step < corr.length; step++) {
                        assertEquals(corr[step], correlation.numbers("corr")[step], TOLERANCE * Math.abs(corr[step]));
                    }
                }));
    }

    /** Windows of a tensor [windows, steps, channels] in single precision. */
    private static List<SeriesWindow> windows(String tensor) throws IOException {
        try (InputStream in = ReferenceCases.open("timeseries/inputs.safetensors")) {
            ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            int headerLength = (int) file.getLong(0);
            JsonNode entry =
                    new ObjectMapper().readTree(file.array(), 8, headerLength).get(tensor);
            int steps = entry.at("/shape/1").intValue();
            int channels = entry.at("/shape/2").intValue();
            file.position(8 + headerLength + entry.at("/data_offsets/0").intValue());
            List<SeriesWindow> windows = new ArrayList<>();
            for (int i = 0; i < entry.at("/shape/0").intValue(); i++) {
                float[] values = new float[steps * channels];
                for (int j = 0; j < values.length; j++) {
                    values[j] = file.getFloat();
                }
                windows.add(SeriesWindow.of(values, steps, channels));
            }
            return windows;
        }
    }

    private static List<SeriesWindow> random(long seed, int windows) {
        Random random = new Random(seed);
        List<SeriesWindow> list = new ArrayList<>();
        for (int i = 0; i < windows; i++) {
            // Magnitudes far apart, where rounded sums would depend on their order.
            list.add(new SeriesWindow(
                    random.doubles(12)
                            .map(value -> (value - 0.5) * Math.pow(10, random.nextInt(17) - 8))
                            .toArray(),
                    4,
                    3));
        }
        return list;
    }

    @Test
    void splitShuffledAndMergedTheyScoreTheSame() {
        List<SeriesWindow> forecasts = random(1, 40);
        List<SeriesWindow> references = random(2, 40);
        ReferenceCases.assertMergesExactly(mse, forecasts, references, 31);
        ReferenceCases.assertMergesExactly(new ForecastCorrelation(), forecasts, references, 37);
    }

    @Test
    void anExactForecastHasNoError() {
        List<SeriesWindow> windows = random(3, 10);
        mse.evaluate(windows, windows).numbers().forEach((name, value) -> assertEquals(0.0, value, name));
    }

    @Test
    void theHeadlineIsTheErrorAskedFor() {
        for (ForecastError.Headline headline : ForecastError.Headline.values()) {
            ForecastError metric = new ForecastError(headline);
            MetricResult result = metric.evaluate(random(4, 5), random(5, 5));
            assertEquals(result.number(metric.definition().id()), result.value());
        }
    }

    @Test
    void aReferenceOfZeroMakesRelativeErrorsInfiniteOrUndefined() {
        SeriesWindow zero = new SeriesWindow(new double[] {0, 1}, 2, 1);
        SeriesWindow off = new SeriesWindow(new double[] {1, 1}, 2, 1);
        MetricResult infinite = mse.evaluate(List.of(off), List.of(zero));
        assertEquals(Double.POSITIVE_INFINITY, infinite.number("mape"));
        assertEquals("Infinity", infinite.toJson().at("/values/mape").textValue());
        assertEquals(0.5, infinite.value());
        assertTrue(Double.isNaN(mse.evaluate(List.of(zero), List.of(zero)).number("mspe")));
        Accumulator<SeriesWindow, SeriesWindow> seen = mse.newAccumulator();
        seen.update(off, zero);
        assertEquals(infinite, ReferenceCases.throughJson(mse, seen).result());
    }

    @Test
    void aLargeMeanCostsTheRelativeSquaredErrorNoDigits() {
        SeriesWindow reference = new SeriesWindow(new double[] {1e9, 1e9 + 1, 1e9 + 2}, 3, 1);
        SeriesWindow forecast = new SeriesWindow(new double[] {1e9, 1e9 + 1, 1e9 + 3}, 3, 1);
        assertEquals(
                Math.sqrt(0.5),
                mse.evaluate(List.of(forecast), List.of(reference)).number("rse"),
                1e-15);
    }

    @Test
    void intervalsOfMeansAgreeWithTheNormalApproximation() {
        Random random = new Random(8);
        List<Accumulator<SeriesWindow, SeriesWindow>> units = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Accumulator<SeriesWindow, SeriesWindow> unit = mse.newAccumulator();
            double error = random.nextGaussian();
            unit.update(new SeriesWindow(new double[] {1 + error}, 1, 1), new SeriesWindow(new double[] {1}, 1, 1));
            units.add(unit);
        }
        Bootstrap.Intervals intervals = new Bootstrap(2000, 0.95, 42).intervals(mse.resampler(units));
        // The variance of a squared normal deviate is 2.
        assertEquals(Math.sqrt(2.0 / 400), intervals.value().standardError(), 0.015);
        assertEquals(
                2 * 1.96 * Math.sqrt(2.0 / 400),
                intervals.value().upper() - intervals.value().lower(),
                0.06);
        assertEquals(intervals, new Bootstrap(2000, 0.95, 42).intervals(mse.resampler(units)));
        assertEquals(intervals.value(), intervals.values().get("mse"));
    }

    @Test
    void bothWaysOfResamplingAgree() {
        List<Accumulator<SeriesWindow, SeriesWindow>> units = new ArrayList<>();
        List<SeriesWindow> forecasts = random(11, 6);
        List<SeriesWindow> references = random(12, 6);
        for (int i = 0; i < 6; i++) {
            units.add(mse.newAccumulator());
            units.get(i).update(forecasts.get(i), references.get(i));
        }
        int[] multiplicities = {0, 2, 1, 0, 3, 0};
        List<SeriesWindow> drawnForecasts = new ArrayList<>();
        List<SeriesWindow> drawnReferences = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            for (int copy = 0; copy < multiplicities[i]; copy++) {
                drawnForecasts.add(forecasts.get(i));
                drawnReferences.add(references.get(i));
            }
        }
        double drawn = mse.evaluate(drawnForecasts, drawnReferences).value();
        assertEquals(drawn, mse.resampler(units).result(multiplicities).value(), 1e-14 * drawn);
    }

    @Test
    void windowsThatDoNotFitAreRefused() {
        SeriesWindow one = new SeriesWindow(new double[] {1}, 1, 1);
        SeriesWindow two = new SeriesWindow(new double[] {1, 2}, 2, 1);
        assertThrows(IllegalArgumentException.class, () -> mse.evaluate(List.of(one), List.of(two)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ForecastCorrelation().evaluate(List.of(one, two), List.of(one, two)));
        Exception error = assertThrows(
                IllegalArgumentException.class, () -> SeriesWindow.of(new float[] {1, 2, 3, Float.NaN}, 2, 2));
        assertEquals("the value of step 1, channel 1 is NaN", error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new SeriesWindow(new double[1], -1, -1));
    }

    @Test
    void accumulatorsOfOtherErrorsAreNotMerged() {
        Accumulator<SeriesWindow, SeriesWindow> other = new ForecastError(ForecastError.Headline.MAE).newAccumulator();
        assertThrows(IllegalArgumentException.class, () -> mse.newAccumulator().merge(other));
        assertArrayEquals(new double[7], mse.statistics(mse.newAccumulator()));
    }
}

package org.paperzoo.evaluation.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.paperzoo.datasets.series.Frequency;
import org.paperzoo.datasets.series.SeriesSplit;
import org.paperzoo.datasets.series.SeriesTable;
import org.paperzoo.datasets.series.SeriesWindows;

class LinearForecastTest {

    /** Two series over enough hours for the ETT protocol's splits, the first with two seasons, the second random. */
    private static SeriesWindows windows() {
        int rows = 20 * 30 * 24;
        List<LocalDateTime> times = new ArrayList<>();
        double[] values = new double[2 * rows];
        Random random = new Random(1);
        for (int t = 0; t < rows; t++) {
            times.add(LocalDateTime.of(2020, 1, 1, 0, 0).plusHours(t));
            values[2 * t] = 3 + Math.sin(t * 0.4) + 0.5 * Math.cos(t * 0.09);
            values[2 * t + 1] = random.nextGaussian();
        }
        SeriesTable table = new SeriesTable(List.of("seasons", "noise"), times, values);
        return SeriesWindows.of(
                table,
                SeriesSplit.ett(24, "train", 12, rows),
                new SeriesWindows.Lengths(12, 6, 5),
                Frequency.HOUR,
                true);
    }

    @Test
    void seasonsAreForecastExactlyAndNoiseByItsMean() {
        SeriesWindows windows = windows();
        float[] past = new float[12 * 2];
        float[] future = new float[5 * 2];
        float[] forecast = new float[5 * 2];
        LinearForecast seasons = LinearForecast.fit(windows, 0);
        LinearForecast noise = LinearForecast.fit(windows, 1);
        for (int window = 0; window < windows.size(); window += 997) {
            windows.copyPast(window, past, 0);
            windows.copyFuture(window, future, 0);
            seasons.apply(past, 2, 0, forecast, 0, 2);
            noise.apply(past, 2, 1, forecast, 1, 2);
            for (int step = 0; step < 5; step++) {
                assertEquals(future[2 * step], forecast[2 * step], 1e-3);
                assertEquals(0, forecast[2 * step + 1], 0.2);
            }
        }
    }
}

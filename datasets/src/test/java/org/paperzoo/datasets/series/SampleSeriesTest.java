package org.paperzoo.datasets.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSeriesTest {

    /** What a forecaster must beat: the documented errors of forecasts that repeat the past. */
    @ParameterizedTest
    @CsvSource({"1, 1.52", "24, 1.02", "168, 0.27"})
    void repeatingThePastErrsAsMuchAsIsDocumented(int period, double documented) {
        SeriesTable table = SampleSeries.generate(0);
        int past = 168;
        int horizon = 24;
        SeriesWindows windows = SeriesWindows.of(
                table,
                SeriesSplit.ett(24, "test", past, table.rows()),
                new SeriesWindows.Lengths(past, 0, horizon),
                Frequency.HOUR,
                true);
        double sum = 0;
        for (int window = 0; window < windows.size(); window++) {
            double[] seen = windows.past(window);
            double[] future = windows.target(window);
            for (int i = 0; i < future.length; i++) {
                int step = i / windows.columns();
                int row = past - period + step % period;
                double error = future[i] - seen[row * windows.columns() + i % windows.columns()];
                sum += error * error;
            }
        }
        assertEquals(documented, sum / windows.size() / horizon / windows.columns(), 0.005);
    }

    @Test
    void aSeedDecidesEverythingAndAnotherSeedGivesAnotherSeries() {
        assertArrayEquals(
                SampleSeries.generate(3).values(), SampleSeries.generate(3).values());
        assertNotEquals(
                Arrays.hashCode(SampleSeries.generate(3).values()),
                Arrays.hashCode(SampleSeries.generate(4).values()));
    }

    @Test
    void theGeneratedSeriesNeverChanges() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        SeriesTable table = SampleSeries.generate(0);
        for (double value : table.values()) {
            digest.update(Double.toHexString(value).getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(SampleSeries.ROWS, table.rows());
        assertEquals(
                "dfbcdb170f07a692849f8db3ac05399ff7c5f75b2c7b89882406d734f3f63deb",
                HexFormat.of().formatHex(digest.digest()));
    }
}

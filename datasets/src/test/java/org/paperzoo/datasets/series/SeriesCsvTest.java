package org.paperzoo.datasets.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.InvalidDataException;

class SeriesCsvTest {

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenReadsBackDigitByDigit() throws IOException {
        SeriesTable table = SampleSeries.generate(1);
        Path file = folder.resolve("sample.csv");
        SeriesCsv.write(table, file);
        SeriesTable read = SeriesCsv.read(file);
        assertEquals(table.columns(), read.columns());
        assertEquals(table.times(), read.times());
        assertArrayEquals(table.values(), read.values());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count(), "no part is left behind");
        }
    }

    @Test
    void aByteOrderMarkWindowsLinesAndDatesAloneAreRead() throws IOException {
        SeriesTable table =
                read("\uFEFFdate,a\r\n2020-01-01,1\r\n2020-01-02 10:30,-2e3\r\n2020-01-03T00:00:05,3\r\n\r\n");
        assertEquals(List.of("a"), table.columns());
        assertArrayEquals(new double[] {1, -2000, 3}, table.values());
    }

    @Test
    void everyFaultIsNamedWithItsLine() {
        assertRefused("", ": empty");
        assertRefused("time,a\n", ":1: the header is \"time,a\"");
        assertRefused("date,a,a\n", ":1: the series' names");
        assertRefused("date,a\n2020-01-01,1,2\n", ":2: 3 cells; expected 2");
        assertRefused("date,a\n2020-01-01,x\n", ":2: a is \"x\"");
        assertRefused("date,a\n2020-01-01,NaN\n", ":2: a is \"NaN\"");
        assertRefused("date,a\n2020-01-01,\n", ":2: a is \"\"");
        assertRefused("date,a\n2020-13-01,1\n", ":2: the date is \"2020-13-01\"");
        assertRefused("date,a\n2020-01-02,1\n2020-01-02,1\n", ":3: 2020-01-02 00:00:00 does not come after");
    }

    @Test
    void theGeneratedSeriesNeverChanges() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        SeriesTable table = SampleSeries.generate(0);
        for (double value : table.values()) {
            digest.update(Double.toHexString(value).getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(SampleSeries.ROWS, table.rows());
        assertEquals("dfbcdb170f07a692849f8db3ac05399ff7c5f75b2c7b89882406d734f3f63deb", HexFormat.of().formatHex(digest.digest()));
    }

    private SeriesTable read(String text) throws IOException {
        return SeriesCsv.read(Files.writeString(folder.resolve("test.csv"), text));
    }

    private void assertRefused(String text, String reason) {
        InvalidDataException e = assertThrows(InvalidDataException.class, () -> read(text));
        assertTrue(e.getMessage().contains("test.csv" + reason), e.getMessage());
    }
}

package org.paperzoo.datasets.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.testkit.SharedFiles;

class SeriesCsvTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|is empty|''",
                "1|no column \"date\"|time,a;2020-01-01,1",
                "1|no column beside|date;2020-01-01",
                "1|twice|date,a,a;2020-01-01,1,2",
                "1|without a name|date,a,;2020-01-01,1,2",
                "0|no rows|date,a;",
                "3|has 2 cells where the header has 3|date,a,b;2020-01-01,1,2;2020-01-02,1",
                "3|has 4 cells|date,a,b;2020-01-01,1,2;2020-01-02,1,2,3",
                "2|column b: \"x\"|date,a,b;2020-01-01,1,x",
                "2|column a: \"\"|date,a,b;2020-01-01,,2",
                "2|column a: \"NaN\"|date,a;2020-01-01,NaN",
                "2|column a: \"Infinity\"|date,a;2020-01-01,Infinity",
                "2|column a: \"1e999\"|date,a;2020-01-01,1e999",
                "2|column a: \"0x10\"|date,a;2020-01-01,0x10",
                "2|column a: \"1.5f\"|date,a;2020-01-01,1.5f",
                "2|column a: \"1-2\"|date,a;2020-01-01,1-2",
                "2|not a time|date,a;yesterday,1",
                "2|there is no time 2021-02-29|date,a;2021-02-29,1",
                "2|there is no time 2021-01-01 24:00|date,a;2021-01-01 24:00,1",
                "3|repeats|date,a;2020-01-01,1;2020-01-01 00:00:00,2",
                "3|earlier|date,a;2020-01-02,1;2020-01-01,2",
                "3|the line is empty|date,a;2020-01-01,1;;2020-01-02,2",
                "2|does not end|date,a;\"2020-01-01,1",
            })
    void aWrongTableIsRefusedWithItsLine(int line, String reason, String text) throws IOException {
        Path file = write("wrong.csv", text.replace(';', '\n'));
        InvalidDataException refusal = assertThrows(InvalidDataException.class, () -> SeriesCsv.read(file));
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
        if (line > 1) {
            assertTrue(refusal.getMessage().startsWith(file + ":" + line + ": "), refusal.getMessage());
        }
        assertFalse(refusal.getMessage().contains("\n"));
    }

    @Test
    void lineEndsOfWindowsAndAByteOrderMarkAreTolerated() throws IOException {
        SeriesTable table = SeriesCsv.read(
                write("dos.csv", "\uFEFFa,\"date\",b\r\n1,2016/7/1 0:00,-2.5e1\r\n\"3\",2016/7/1 1:00,4\r\n\r\n"));
        assertEquals(List.of("a", "b"), table.columns());
        assertArrayEquals(new double[] {1, -25, 3, 4}, table.values());
        assertEquals("2016-07-01T01:00", table.times().get(1).toString());
    }

    @Test
    void aPackedTableIsUnpackedWhileItIsRead() throws IOException {
        Path file = folder.resolve("t.csv.gz");
        try (OutputStream output = new GZIPOutputStream(Files.newOutputStream(file))) {
            output.write("date,a\n2020-01-01,7\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(7, SeriesCsv.read(file).value(0, 0));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));
        assertThrows(InvalidDataException.class, () -> SeriesCsv.read(file));
        Files.writeString(file, "not packed");
        assertThrows(InvalidDataException.class, () -> SeriesCsv.read(file));
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        Path file = folder.resolve("latin.csv");
        Files.write(file, "date,a\n2020-01-01,1\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        InvalidDataException refusal = assertThrows(InvalidDataException.class, () -> SeriesCsv.read(file));
        assertEquals(file + ":2: is not UTF-8 text", refusal.getMessage());
    }

    @Test
    void aFileWithoutLineEndsCannotFillTheMemory() throws IOException {
        Path file = folder.resolve("long.csv");
        Files.write(file, new byte[(16 << 20) + 1]);
        InvalidDataException refusal = assertThrows(InvalidDataException.class, () -> SeriesCsv.read(file));
        assertTrue(refusal.getMessage().contains("bytes"), refusal.getMessage());
    }

    @Test
    void aMissingFileIsNamed() {
        NoSuchFileException missing =
                assertThrows(NoSuchFileException.class, () -> SeriesCsv.read(folder.resolve("none.csv")));
        assertTrue(missing.getMessage().contains("none.csv"));
        assertThrows(NoSuchFileException.class, () -> SeriesCsv.read(folder));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        SeriesTable table = new SeriesTable(
                List.of("a", "b"),
                List.of(LocalDateTime.of(2020, 1, 1, 0, 0), LocalDateTime.of(2020, 1, 1, 0, 0, 1)),
                new double[] {0.1, -1e-30, 1.0 / 3, 12345678.9});
        Path file = folder.resolve("new/table.csv");
        SeriesCsv.write(table, file);
        SeriesTable read = SeriesCsv.read(file);
        assertArrayEquals(table.values(), read.values());
        assertEquals(table.times(), read.times());
        assertEquals(table.columns(), read.columns());
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void theRealTableIsReadWhole() throws IOException {
        SeriesTable table = SeriesCsv.read(SharedFiles.require("data/ett/ETTh1.csv"));
        assertEquals(17420, table.rows());
        assertEquals(List.of("HUFL", "HULL", "MUFL", "MULL", "LUFL", "LULL", "OT"), table.columns());
        assertEquals(9.56700038909912, table.value(17419, 6), 1e-12);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}

package org.paperzoo.datasets.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.datasets.InvalidDataException;
import org.xerial.snappy.Snappy;

class RowsTest {

    private static final String SCHEMA = "optional binary text (STRING); optional int64 n; optional int32 small;"
            + " optional boolean good;"
            + " optional group tokens (LIST) { repeated group list { optional binary element (STRING); } }";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD"})
    void parquetRowsOfManyGroupsComeInOrderWhateverTheyArePackedWith(String codec) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            rows.add(Map.of("text", "Grüße " + i, "n", (long) i, "good", i % 2 == 0, "tokens", List.of("a", "b" + i)));
        }
        Path file = ParquetSample.write(folder.resolve("a.parquet"), SCHEMA, codec, rows);
        try (ParquetRows read = ParquetRows.open(file, List.of("text", "good", "tokens"))) {
            assertEquals(250, read.size());
            for (int i = 0; i < 250; i++) {
                Row row = read.next();
                assertEquals("Grüße " + i, row.text("text"));
                assertEquals("a b" + i, row.text("tokens"));
                assertEquals(i % 2 == 0 ? "1" : "0", row.label("good"));
                assertEquals(Integer.toString(i + 1), row.id("n"), "a column that is not wanted is not read");
            }
            assertNull(read.next());
            assertNull(read.next());
        }
    }

    @Test
    void numbersAreReadAndColumnsWithoutValueAreAbsent() throws IOException {
        Path file = ParquetSample.write(
                folder.resolve("a.parquet"),
                SCHEMA,
                "SNAPPY",
                List.of(Map.of("n", 7L, "small", 3, "tokens", List.of()), Map.of("text", "b")));
        try (Rows rows = Rows.of(List.of(file), List.of("text", "n", "small", "tokens"))) {
            Row first = rows.next();
            assertEquals(Map.of("n", 7L, "small", 3L, "tokens", List.of()), first.values());
            assertEquals("7", first.id("n"));
            assertEquals("", first.text("tokens"));
            String message = assertThrows(InvalidDataException.class, () -> first.text("text"))
                    .getMessage();
            assertTrue(message.endsWith("a.parquet: row 1: lacks the string \"text\""), message);
            assertEquals("2", rows.next().id("n"));
        }
    }

    @Test
    void shardsAreOneTableWhateverTheirForm() throws IOException {
        Path first = ParquetSample.write(folder.resolve("a.parquet"), SCHEMA, "SNAPPY", List.of(Map.of("text", "one")));
        Path empty = ParquetSample.write(folder.resolve("b.parquet"), SCHEMA, "SNAPPY", List.of());
        Path last = Files.writeString(folder.resolve("c.jsonl"), "{\"text\": \"two\", \"good\": true, \"x\": {}}\n");
        try (Rows rows = Rows.of(List.of(first, empty, last), List.of("text"))) {
            assertEquals("one", rows.next().text("text"));
            Row two = rows.next();
            assertEquals("two", two.text("text"));
            assertEquals("1", two.label("good"));
            assertNull(rows.next());
        }
    }

    @Test
    void aMissingColumnIsNamedWithThoseThereAre() throws IOException {
        Path file = ParquetSample.write(folder.resolve("a.parquet"), SCHEMA, "SNAPPY", List.of(Map.of("text", "a")));
        String message = assertThrows(InvalidDataException.class, () -> ParquetRows.open(file, List.of("texts")))
                .getMessage();
        assertTrue(message.endsWith("has no column \"texts\"; it has text, n, small, good, tokens"), message);
    }

    @Test
    void filesThatAreNoParquetOrAreDamagedAreRefusedInALine() throws IOException {
        Path file = folder.resolve("a.parquet");
        assertThrows(NoSuchFileException.class, () -> ParquetRows.open(file, List.of("text")));
        Files.write(file, new byte[0]);
        assertRefused(file);
        Files.writeString(file, "{\"text\": \"a\"}".repeat(100));
        assertRefused(file);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(Map.of("text", "text " + i * i));
        }
        ParquetSample.write(file, SCHEMA, "SNAPPY", rows);
        byte[] good = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(good, good.length / 2));
        assertRefused(file);
        // Whatever byte is wrong, there is an answer in one line, or the rows are other ones.
        for (int at = 4; at < good.length; at += 97) {
            byte[] bad = good.clone();
            bad[at] ^= 0x55;
            Files.write(file, bad);
            try (ParquetRows read = ParquetRows.open(file, List.of("text"))) {
                while (read.next() != null) {
                    assertTrue(read.size() > 0);
                }
            } catch (InvalidDataException e) {
                assertTrue(e.getMessage().contains("a.parquet: "), e.getMessage());
                assertEquals(1, e.getMessage().lines().count());
            }
        }
    }

    @Test
    void pagesThatClaimTooMuchAreRefused() throws IOException {
        ParquetCodecs codecs = new ParquetCodecs();
        BytesInputDecompressor snappy = codecs.getDecompressor(CompressionCodecName.SNAPPY);
        BytesInput bytes = BytesInput.from(Snappy.compress("abc"));
        assertEquals(3, snappy.decompress(bytes, 3).size());
        assertThrows(IOException.class, () -> snappy.decompress(bytes, 4));
        assertThrows(IOException.class, () -> snappy.decompress(bytes, ParquetCodecs.LARGEST_PAGE + 1));
        assertThrows(IOException.class, () -> snappy.decompress(bytes, -1));
    }

    private static void assertRefused(Path file) {
        String message = assertThrows(InvalidDataException.class, () -> ParquetRows.open(file, List.of("text")))
                .getMessage();
        assertTrue(message.contains("a.parquet: is no Parquet file"), message);
        assertEquals(1, message.lines().count(), message);
    }
}

package org.paperzoo.evaluation.reading;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorTableTest {

    @TempDir
    private Path folder;

    private Path file(String type, String shape, String bytes) throws IOException {
        byte[] data = HexFormat.of().parseHex(bytes);
        String header = "{\"t\":{\"dtype\":\"" + type + "\",\"shape\":[" + shape + "],\"data_offsets\":[0,"
                + data.length + "]}}";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length())
                .array());
        out.write(header.getBytes(StandardCharsets.UTF_8));
        out.write(data);
        return Files.write(folder.resolve("t.safetensors"), out.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "F64, 000000000000f83f, 1.5",
        "F32, 0000c0bf, -1.5",
        "F16, 003e, 1.5",
        "F16, 0100, 5.9604644775390625e-8",
        "F16, 00fc, -Infinity",
        "BF16, c0bf, -1.5",
        "I64, feffffffffffffff, -2",
        "I32, 02000000, 2",
        "I16, feff, -2",
        "I8, fe, -2",
        "U8, fe, 254",
        "BOOL, 01, 1"
    })
    void numbersOfEveryTypeAreWidenedExactly(String type, String bytes, double number) throws IOException {
        try (TensorTable table = TensorTable.open(file(type, "1", bytes), null)) {
            assertEquals(number, table.number(0, 0));
        }
    }

    @Test
    void theFirstAxisIsThatOfRows() throws IOException {
        try (TensorTable table = TensorTable.open(file("U8", "2,1,3", "010203040506"), "t")) {
            assertEquals(2, table.rows());
            assertArrayEquals(new double[] {4, 5, 6}, table.row(1));
            assertArrayEquals(new double[] {2, 5}, table.column(1));
        }
    }

    @Test
    void tensorsThatAreNoTablesAreRefused() throws IOException {
        Path file = file("U8", "", "01");
        assertEquals(
                file
                        + ": the tensor \"t\" has shape []; expected rows of at least one number, and less than 2^31 numbers",
                assertThrows(IOException.class, () -> TensorTable.open(file, "t"))
                        .getMessage());
        assertEquals(
                file + ": there is no tensor \"u\"; there are t",
                assertThrows(IOException.class, () -> TensorTable.open(file, "u"))
                        .getMessage());
    }
}

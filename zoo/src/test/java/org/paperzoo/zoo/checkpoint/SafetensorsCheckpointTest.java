package org.paperzoo.zoo.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.zoo.InvalidInputException;

class SafetensorsCheckpointTest {

    @TempDir
    Path folder;

    @Test
    void aTensorIsReadAsItLiesInTheFile() throws IOException {
        try (Checkpoint checkpoint = Checkpoints.open(FormatFiles.of("pytorch/expected.safetensors"))) {
            assertEquals(new TensorInfo("counts", TensorType.I64, List.of(4L)), checkpoint.info("counts"));
            ByteBuffer counts = checkpoint.read("counts");
            assertEquals(ByteOrder.LITTLE_ENDIAN, counts.order());
            assertEquals(0, counts.position());
            assertEquals(32, counts.limit());
            assertTrue(counts.isDirect() && counts.isReadOnly());
            assertEquals(0x236, counts.getLong(0));
            assertEquals(List.of(), checkpoint.info("scalar").shape());
            assertEquals(0, checkpoint.read("empty").remaining());
        }
    }

    @Test
    void namesComeInTheOrderOfTheFileAndMetadataIsKept() throws IOException {
        Path file = write(
                "{\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]},"
                        + "\"__metadata__\":{\"format\":\"pt\"},"
                        + "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}   ",
                new byte[] {7, 8});
        try (SafetensorsCheckpoint checkpoint = SafetensorsCheckpoint.open(file)) {
            assertEquals(List.of("b", "a"), List.copyOf(checkpoint.names()));
            assertEquals(8, checkpoint.read("b").get(0));
            assertEquals(Map.of("format", "pt"), checkpoint.metadata());
        }
    }

    @Test
    void aFileOfNoTensorsIsValid() throws IOException {
        try (Checkpoint checkpoint = Checkpoints.open(write("{}", new byte[0]))) {
            assertTrue(checkpoint.names().isEmpty());
        }
    }

    @Test
    void aHeaderAsLongAsThePickleMarkIsStillSafetensors() throws IOException {
        String header = "{}" + " ".repeat(0x280 - 2);
        try (Checkpoint checkpoint = Checkpoints.open(write(header, new byte[0]))) {
            assertTrue(checkpoint.names().isEmpty());
        }
        Path braceLength = write("{}" + " ".repeat('{' - 2), new byte[0]);
        try (Checkpoint checkpoint = Checkpoints.open(braceLength)) {
            assertTrue(checkpoint.names().isEmpty());
        }
    }

    @Test
    void tensorsBeyondTwoGibibytesAreRead() throws IOException {
        long half = (1L << 30) + 100;
        String header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[0,%d]}".formatted(half, half)
                + ",\"b\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]}".formatted(half, half, 2 * half)
                + ",\"c\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[%d,%d]}".formatted(2 * half, 2 * half + 8)
                + ",\"d\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]}}"
                        .formatted(1L << 31, 2 * half + 8, 2 * half + 8 + (1L << 31));
        Path file = write(header, new byte[0]);
        long data = Files.size(file);
        // A sparse file: only the pages that are written take place on the disk.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {41, 42}), data + half - 1);
            channel.write(ByteBuffer.wrap(new byte[] {43, 1, 2, 3, 4, 5, 6, 7, 8}), data + 2 * half - 1);
            channel.write(ByteBuffer.wrap(new byte[] {44}), data + 2 * half + 8 + (1L << 31) - 1);
        }
        try (Checkpoint checkpoint = Checkpoints.open(file)) {
            assertEquals(41, checkpoint.read("a").get((int) half - 1));
            assertEquals(42, checkpoint.read("b").get(0));
            assertEquals(43, checkpoint.read("b").get((int) half - 1));
            assertEquals(0x0807060504030201L, checkpoint.read("c").getLong());
            String message = assertThrows(InvalidInputException.class, () -> checkpoint.read("d"))
                    .getMessage();
            assertTrue(message.contains("'d' has 2147483648 bytes"), message);
        } finally {
            Files.delete(file);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"w":{"dtype":"U8","shape":[0],"data_offsets":[4,4]}} | Duplicate field 'w'
            {"w":{"dtype":"U8","dtype":"I8","shape":[4],"data_offsets":[0,4]}} | Duplicate field 'dtype'
            {"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} x | not valid JSON
            {"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} {} | goes on after its closing brace
            ` {}` | does not begin with '{'
            {"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4]} | not valid JSON
            {"w":{"dtype":"u8","shape":[4],"data_offsets":[0,4]}} | 'w': dtype 'u8' is not one of [F64
            {"w":{"dtype":8,"shape":[4],"data_offsets":[0,4]}} | 'w': dtype '' is not one of
            {"w":{"dtype":"U8","shape":[-4],"data_offsets":[0,4]}} | 'w': shape holds '-4'
            {"w":{"dtype":"U8","shape":[4.0],"data_offsets":[0,4]}} | 'w': shape holds '4.0'
            {"w":{"dtype":"U8","shape":[18446744073709551620],"data_offsets":[0,4]}} | 'w': shape holds '18446744073709551620'
            {"w":{"dtype":"U8","shape":4,"data_offsets":[0,4]}} | 'w': shape must be a list
            {"w":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,4]}} | 'w': shape [4294967296, 4294967296] has more elements
            {"w":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,4]}} | 'w': shape [2305843009213693952] has more elements
            {"w":{"dtype":"U8","shape":[4]}} | 'w': lacks data_offsets
            {"w":{"shape":[4],"data_offsets":[0,4]}} | 'w': lacks dtype
            {"w":{"dtype":"U8","shape":[4],"data_offsets":[0,4,4]}} | 'w': data_offsets [0, 4, 4] must be two numbers
            {"w":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}} | 'w': data_offsets [4, 0] must be two numbers, the first not the larger
            {"w":{"dtype":"U8","shape":[5],"data_offsets":[0,5]}} | 'w': data_offsets [0, 5] end after the file
            {"w":{"dtype":"U8","shape":[3],"data_offsets":[0,4]}} | 'w': data_offsets [0, 4] span 4 bytes, but shape [3] of U8 takes 3
            {"w":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}} | the tensors end at byte
            {"w":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}} | 'w': leaves a hole before it
            {"v":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"w":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}} | 'w': overlaps the tensor before it
            {"w":[]} | 'w': must be an object
            {} | the tensors end at byte
            {"__metadata__":{"a":1}} | __metadata__ 'a' must be a string
            {"__metadata__":[]} | __metadata__ must be an object
            {"\\ud800":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} | Broken surrogate pair
            [] | does not begin with '{'
            """)
    void aWrongHeaderIsRefusedWithItsFault(String header, String fault) throws IOException {
        Path file = write(header, new byte[4]);
        String message = assertThrows(InvalidInputException.class, () -> SafetensorsCheckpoint.open(file))
                .getMessage();
        assertTrue(message.contains(fault) && message.startsWith(file + ": "), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        Path file = folder.resolve("latin1.safetensors");
        Files.write(file, "\3\0\0\0\0\0\0\0{\u00e9}".getBytes(StandardCharsets.ISO_8859_1));
        String message = assertThrows(InvalidInputException.class, () -> Checkpoints.open(file))
                .getMessage();
        assertTrue(message.contains("not valid UTF-8"), message);
    }

    @Test
    void aMissingFileAndAMissingTensorAreNamed() throws IOException {
        Path missing = folder.resolve("missing.safetensors");
        assertEquals(
                missing.toString(),
                assertThrows(NoSuchFileException.class, () -> Checkpoints.open(missing))
                        .getFile());
        try (Checkpoint checkpoint = Checkpoints.open(write("{}", new byte[0]))) {
            assertThrows(IllegalArgumentException.class, () -> checkpoint.info("w"));
            assertThrows(IllegalArgumentException.class, () -> checkpoint.read("w"));
        }
    }

    @Test
    void aClosedCheckpointIsNotRead() throws IOException {
        Checkpoint checkpoint = Checkpoints.open(FormatFiles.of("pytorch/expected.safetensors"));
        checkpoint.close();
        String message =
                assertThrows(IOException.class, () -> checkpoint.read("half")).getMessage();
        assertTrue(message.contains("has been closed"), message);
    }

    private Path write(String header, byte[] data) throws IOException {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        Path file = Files.createTempFile(folder, "test", ".safetensors");
        try (OutputStream stream = Files.newOutputStream(file)) {
            stream.write(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(bytes.length)
                    .array());
            stream.write(bytes);
            stream.write(data);
        }
        return file;
    }
}

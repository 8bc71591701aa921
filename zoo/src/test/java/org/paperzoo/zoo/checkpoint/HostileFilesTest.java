package org.paperzoo.zoo.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.InvalidInputException;

/** Files made to harm, and good files that were damaged: each is refused in one line, or read; nothing else happens. */
class HostileFilesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            empty.safetensors            | the file is empty
            executes-code.legacy.pth     | names 'posix.system'
            executes-code.zip.pt         | names 'posix.system'
            header-not-json.safetensors  | the safetensors header is not valid JSON
            header-too-long.safetensors  | the safetensors header claims 1099511627776 bytes
            missing-storage.zip.pt       | tensor 'w': storage '0' is missing
            negative-shape.safetensors   | tensor 'w': shape holds '-4'
            out-of-range.safetensors     | tensor 'w': data_offsets [0, 1048576] end after the file
            overflow-shape.safetensors   | tensor 'w': shape [1099511627776, 1099511627776] has more elements
            overlapping.safetensors      | tensor 'b': overlaps
            short-storage.zip.pt         | tensor 'w': storage '0' holds 16 bytes
            size-mismatch.safetensors    | tensor 'w': data_offsets [0, 16] span 16 bytes, but shape [1000]
            truncated.safetensors        | tensor 'w': data_offsets [0, 16] end after the file
            truncated.zip.pt             | cut short
            unknown-dtype.safetensors    | tensor 'w': dtype 'F7' is not one of
            """)
    void isRefusedWithItsNameAndItsFault(String name, String fault) {
        Path file = FormatFiles.of("hostile/" + name);
        InvalidInputException refusal = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThrows(InvalidInputException.class, () -> Checkpoints.open(file)));
        assertTrue(refusal.getMessage().startsWith(file.toString()), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(fault), refusal.getMessage());
        assertEquals(1, refusal.getMessage().lines().count());
        assertFalse(Files.exists(Path.of("paperzoo-pwned")));
    }

    @Test
    void everyHostileFileHasItsCase() throws IOException {
        try (Stream<Path> files = Files.list(FormatFiles.of("hostile"))) {
            assertEquals(15, files.count());
        }
    }

    @TestFactory
    Stream<DynamicTest> aGoodFileCutAnywhereIsRefused() {
        return goodFiles()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    byte[] bytes = Files.readAllBytes(file);
                    Path damaged = folder.resolve("cut-" + file.getFileName());
                    for (int length = 0; length < bytes.length; length += step(file)) {
                        Files.write(damaged, Arrays.copyOf(bytes, length));
                        InvalidInputException refusal =
                                assertThrows(InvalidInputException.class, () -> readAll(damaged));
                        assertTrue(refusal.getMessage().startsWith(damaged.toString()), refusal.getMessage());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> aGoodFileWithAnyByteChangedIsReadOrRefused() {
        return goodFiles()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    byte[] bytes = Files.readAllBytes(file);
                    Random random = new Random(1);
                    Path damaged = folder.resolve("flip-" + file.getFileName());
                    for (int at = 0; at < bytes.length; at += step(file)) {
                        byte[] changed = bytes.clone();
                        changed[at] ^= (byte) (1 + random.nextInt(255));
                        readOrRefuse(damaged, changed);
                        changed[at] = (byte) 0xff;
                        readOrRefuse(damaged, changed);
                    }
                }));
    }

    /** One file of each format, the richest of its kind. */
    private static Stream<Path> goodFiles() {
        return Stream.of("expected.safetensors", "protocol4.zip.pt", "training.zip.ckpt", "training.legacy.ckpt")
                .map(name -> FormatFiles.of("pytorch/" + name));
    }

    /** Every byte of the small formats; of a zip, whose directory is most of it, every third. */
    private static int step(Path file) {
        return file.toString().contains(".zip") ? 3 : 1;
    }

    private static void readOrRefuse(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try {
            readAll(file);
        } catch (InvalidInputException e) {
            assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        }
    }

    private static void readAll(Path file) throws IOException {
        try (Checkpoint checkpoint = Checkpoints.open(file)) {
            for (String name : checkpoint.names()) {
                assertEquals(
                        checkpoint.info(name).bytes(), checkpoint.read(name).remaining());
            }
        }
    }

    @Test
    void aPickleThatAsksForMoreThanItsBytesCanNeedIsRefused() throws IOException {
        // Sixteen million empty dictionaries would take a gigabyte of heap.
        byte[] dictionaries = new byte[16 << 20];
        Arrays.fill(dictionaries, (byte) '}');
        String message = refusal(PickleFiles.zip(folder, dictionaries));
        assertTrue(message.contains("makes more than 3000000 values"), message);

        byte[] marks = new byte[16 << 20];
        Arrays.fill(marks, (byte) '(');
        message = refusal(PickleFiles.zip(folder, marks));
        assertTrue(message.contains("makes more than 3000000 values"), message);
    }

    @Test
    void aDeeplyNestedPickleNeedsNoDeepStack() throws IOException {
        StringBuilder nested =
                new StringBuilder("(".repeat(500_000)).append("N").append("t".repeat(500_000));
        String message = refusal(PickleFiles.zip(folder, (nested + ".").getBytes(StandardCharsets.ISO_8859_1)));
        assertTrue(message.contains("what is there is a list"), message);
    }

    @Test
    void aDictionaryThatContainsItselfAsAKeyIsNoTrap() throws IOException {
        String message = refusal(PickleFiles.zip(folder, "}q\0h\0K\1s.".getBytes(StandardCharsets.ISO_8859_1)));
        assertTrue(message.contains("its keys are something else"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c__builtin__\neval\n(X\1\0\0\0" + "1tR.",
                "cbuiltins\ngetattr\n.",
                "cos\nsystem\n(S'ls'\ntR.",
                "ctorch.storage\n_load_from_bytes\n(C\1atR.",
                "(iposix\nsystem\n.",
                "(cposix\nsystem\nX\2\0\0\0lso.",
                "ctorch\nload\n.",
                "ctorch.nn.modules.linear\nLinear\n)\u0081.",
                "ctorch._utils._rebuild_tensor_v2\n__globals__\n."
            })
    void whatIsNotOnTheListIsRefusedByName(String pickle) throws IOException {
        String message = refusal(PickleFiles.zip(folder, pickle.getBytes(StandardCharsets.ISO_8859_1)));
        assertTrue(message.contains("is not on the list of what a checkpoint may hold"), message);
    }

    @Test
    void otherFilesAreRefusedWithWhatToDo() throws IOException {
        for (List<String> other : List.of(
                List.of("version https://git-lfs.github.com/spec/v1\noid sha256:", "Git LFS pointer"),
                List.of("<!DOCTYPE html><html>", "a web page"),
                List.of("\u0089HDF\r\n\u001a\n123", "HDF5"),
                List.of("\u0082\u00a6params", "Flax"),
                List.of("\u001f\u008b\u0008\0\0\0\0\0", "gzip"),
                List.of("hello, world", "not a checkpoint"),
                List.of("{\"a\": 1}", "has no weight_map"),
                List.of("PK\3\4nothing more", "cut short"))) {
            Path file = folder.resolve("other.bin");
            Files.write(file, other.get(0).getBytes(StandardCharsets.ISO_8859_1));
            String message = refusal(file);
            assertTrue(message.contains(other.get(1)), message);
        }
        Path tensorflow = Files.writeString(folder.resolve("model.ckpt.data-00000-of-00001"), "numbers");
        assertTrue(refusal(tensorflow).contains("TensorFlow"));
    }

    @Test
    void aFolderWithoutACheckpointSaysWhatItLacks() throws IOException {
        NoSuchFileException missing = assertThrows(NoSuchFileException.class, () -> Checkpoints.open(folder));
        assertTrue(missing.getReason().contains("pytorch_model.bin"));
        Files.createFile(folder.resolve("flax_model.msgpack"));
        assertTrue(refusal(folder).contains("the PyTorch release"));
    }

    private static String refusal(Path file) {
        return assertThrows(InvalidInputException.class, () -> Checkpoints.open(file))
                .getMessage();
    }
}

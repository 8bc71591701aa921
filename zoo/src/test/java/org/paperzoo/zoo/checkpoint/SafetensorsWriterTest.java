package org.paperzoo.zoo.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.InvalidInputException;

class SafetensorsWriterTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state_dict.zip.pt",
                "training.legacy.ckpt",
                "model.safetensors.index.json",
                "expected.safetensors"
            })
    void whatIsWrittenReadsBack(String name) throws IOException {
        Path target = folder.resolve("out.safetensors");
        try (Checkpoint original = Checkpoints.open(FormatFiles.of("pytorch/" + name))) {
            SafetensorsWriter.write(target, original, Map.of("format", "pt"));
            try (SafetensorsCheckpoint written = SafetensorsCheckpoint.open(target)) {
                FormatFiles.assertSameTensors(original, written);
                assertEquals(Map.of("format", "pt"), written.metadata());
            }
        }
        assertEquals(List.of(target), list());
    }

    @Test
    void theHeaderIsPaddedAndElementsAreAligned() throws IOException {
        Map<TensorInfo, ByteBuffer> tensors = new LinkedHashMap<>();
        tensors.put(new TensorInfo("odd", TensorType.U8, List.of(3L)), ByteBuffer.wrap(new byte[] {1, 2, 3}));
        tensors.put(new TensorInfo("wide \"\u00e9\n", TensorType.I64, List.of()), ByteBuffer.allocate(8));
        tensors.put(new TensorInfo("empty", TensorType.F32, List.of(0L, 2L)), ByteBuffer.allocate(0));
        Path target = folder.resolve("out.safetensors");
        SafetensorsWriter.write(target, MemoryCheckpoint.of("memory", tensors), Map.of());
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(target)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0, bytes.getLong(0) % 8);
        assertEquals(8 + bytes.getLong(0) + 11, bytes.limit());
        try (Checkpoint written = Checkpoints.open(target)) {
            assertEquals(List.of("wide \"\u00e9\n", "empty", "odd"), List.copyOf(written.names()));
            FormatFiles.assertSameTensors(MemoryCheckpoint.of("memory", tensors), written);
        }
    }

    @Test
    void tensorsLongerThanAChunkAreWrittenWhole() throws IOException {
        ByteBuffer content = ByteBuffer.allocate((5 << 20) + 3);
        content.put(content.limit() - 1, (byte) 9).put(1 << 20, (byte) 8);
        TensorInfo info = new TensorInfo("w", TensorType.U8, List.of((long) content.limit()));
        Checkpoint memory = MemoryCheckpoint.of("memory", Map.of(info, content));
        Path target = folder.resolve("out.safetensors");
        SafetensorsWriter.write(target, memory, Map.of());
        try (Checkpoint written = Checkpoints.open(target)) {
            FormatFiles.assertSameTensors(memory, written);
        }
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path target = Files.writeString(folder.resolve("out.safetensors"), "old");
        Checkpoint closed = Checkpoints.open(FormatFiles.of("pytorch/expected.safetensors"));
        closed.close();
        assertThrows(IOException.class, () -> SafetensorsWriter.write(target, closed, Map.of()));
        assertEquals("old", Files.readString(target));
        assertEquals(List.of(target), list());
    }

    @Test
    void aFileMayBeReplacedByWhatIsReadFromIt() throws IOException {
        Path file = folder.resolve("in.safetensors");
        Files.copy(FormatFiles.of("pytorch/expected.safetensors"), file);
        try (Checkpoint original = Checkpoints.open(file)) {
            SafetensorsWriter.write(file, original, Map.of());
            try (Checkpoint written = Checkpoints.open(file)) {
                FormatFiles.assertSameTensors(original, written);
            }
        }
    }

    @Test
    void aNameThatTheFormatKeepsForItselfIsRefused() {
        Checkpoint memory = MemoryCheckpoint.of(
                "memory", Map.of(new TensorInfo("__metadata__", TensorType.U8, List.of()), ByteBuffer.allocate(1)));
        Path target = folder.resolve("out.safetensors");
        assertThrows(InvalidInputException.class, () -> SafetensorsWriter.write(target, memory, Map.of()));
        assertThrows(InvalidInputException.class, () -> SafetensorsWriter.write(folder, memory, Map.of()));
    }

    @Test
    void aNameThatIsNoTextIsRefused() throws IOException {
        Checkpoint memory = MemoryCheckpoint.of(
                "memory", Map.of(new TensorInfo("half \ud800", TensorType.U8, List.of()), ByteBuffer.allocate(1)));
        Path target = folder.resolve("out.safetensors");
        assertThrows(InvalidInputException.class, () -> SafetensorsWriter.write(target, memory, Map.of()));
        assertEquals(List.of(), list());
    }

    @Test
    void aMissingFolderIsNamed() throws IOException {
        Path target = folder.resolve("absent/out.safetensors");
        try (Checkpoint original = Checkpoints.open(FormatFiles.of("pytorch/expected.safetensors"))) {
            assertThrows(NoSuchFileException.class, () -> SafetensorsWriter.write(target, original, Map.of()));
        }
    }

    @Test
    void aBufferThatDoesNotFitItsTensorIsRefused() {
        TensorInfo info = new TensorInfo("w", TensorType.F32, List.of(2L));
        assertThrows(
                IllegalArgumentException.class,
                () -> MemoryCheckpoint.of("memory", Map.of(info, ByteBuffer.allocate(7))));
    }

    @Test
    void namesAreChangedByARuleAndNeverMerged() throws IOException {
        try (Checkpoint original = Checkpoints.open(FormatFiles.of("pytorch/expected.safetensors"))) {
            Checkpoint stripped = RenamedCheckpoint.withoutPrefix(original, "linear.");
            assertEquals("weight", stripped.info("weight").name());
            assertEquals(original.read("linear.weight"), stripped.read("weight"));
            assertTrue(stripped.names().contains("half"));
            assertThrows(IllegalArgumentException.class, () -> stripped.info("linear.weight"));

            Checkpoint fewer = RenamedCheckpoint.of(original, name -> name.startsWith("view.") ? null : name);
            assertEquals(original.names().size() - 2, fewer.names().size());

            String message = assertThrows(
                            InvalidInputException.class,
                            () -> RenamedCheckpoint.of(original, name -> name.startsWith("view.") ? "v" : name))
                    .getMessage();
            assertTrue(message.contains("tensors 'view.rows' and 'view.transposed' are both renamed to 'v'"), message);
        }
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}

package org.paperzoo.zoo.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.InvalidInputException;

class ShardedCheckpointTest {

    @TempDir
    Path folder;

    @Test
    void shardsReadAsTheWhole() throws IOException {
        try (Checkpoint expected = Checkpoints.open(FormatFiles.of("pytorch/expected.safetensors"));
                Checkpoint sharded = Checkpoints.open(FormatFiles.of("pytorch/model.safetensors.index.json"))) {
            FormatFiles.assertSameTensors(expected, sharded);
        }
    }

    @Test
    void aFolderIsOpenedThroughItsIndexAndASingleFileGoesFirst() throws IOException {
        try (Checkpoint sharded = Checkpoints.open(FormatFiles.of("pytorch"))) {
            assertTrue(sharded instanceof ShardedCheckpoint);
        }
        Files.copy(FormatFiles.of("pytorch/expected.safetensors"), folder.resolve("model.safetensors"));
        Files.writeString(folder.resolve("model.safetensors.index.json"), "not read");
        try (Checkpoint single = Checkpoints.open(folder)) {
            assertTrue(single instanceof SafetensorsCheckpoint);
        }
    }

    @Test
    void tensorsThatTheIndexDoesNotNameAreLeftOut() throws IOException {
        copyShard("sub/one.safetensors");
        try (Checkpoint sharded = Checkpoints.open(index("{\"weight_map\":{\"half\":\"sub/one.safetensors\"}}"))) {
            assertEquals(Set.of("half"), sharded.names());
            assertThrows(IllegalArgumentException.class, () -> sharded.info("bfloat"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../one.safetensors",
                "a/../../one.safetensors",
                "sub/../one.safetensors",
                "/etc/passwd",
                "..\\\\one.safetensors",
                "",
                ".",
                "a\\u0000b"
            })
    void aShardOutsideTheFolderIsRefused(String shard) throws IOException {
        copyShard("one.safetensors");
        Path index = index("{\"weight_map\":{\"half\":\"" + shard + "\"}}");
        String message = assertThrows(InvalidInputException.class, () -> Checkpoints.open(index))
                .getMessage();
        assertTrue(message.contains("shard '") && message.startsWith(index.toString()), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"weight_map\":{\"absent\":\"one.safetensors\"}}",
                "{\"weight_map\":{\"half\":\"index.json\"}}",
                "{\"weight_map\":{\"half\":\"sub\"}}",
                "{\"weight_map\":{\"half\":1}}",
                "{\"weight_map\":[]}",
                "{\"weight_map\":{\"half\":\"one.safetensors\",\"half\":\"one.safetensors\"}}",
                "{\"metadata\":{}}",
                "{\"weight_map\":{}",
                "{\"weight_map\":{}} {}"
            })
    void aWrongIndexIsRefused(String text) throws IOException {
        copyShard("one.safetensors");
        copyShard("sub/two.safetensors");
        Path index = index(text);
        String message = assertThrows(InvalidInputException.class, () -> Checkpoints.open(index))
                .getMessage();
        assertTrue(message.contains("index.json: "), message);
        assertEquals(1, message.lines().count());
    }

    @Test
    void aMissingShardIsNamed() throws IOException {
        Path index = index("{\"weight_map\":{\"half\":\"gone.safetensors\"}}");
        NoSuchFileException missing = assertThrows(NoSuchFileException.class, () -> Checkpoints.open(index));
        assertTrue(missing.getFile().endsWith("gone.safetensors"), missing.getFile());
    }

    @Test
    void aKeyMakesNoSenseForASafetensorsFile() {
        assertThrows(
                InvalidInputException.class,
                () -> Checkpoints.open(FormatFiles.of("pytorch/expected.safetensors"), "model"));
    }

    private Path index(String text) throws IOException {
        return Files.writeString(folder.resolve("index.json"), text);
    }

    private void copyShard(String name) throws IOException {
        Path shard = folder.resolve(name);
        Files.createDirectories(shard.getParent());
        Files.copy(FormatFiles.of("pytorch/model-00001-of-00002.safetensors"), shard);
    }
}

package org.paperzoo.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.tests.Launcher.paperzoo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher of these tests is a shell script")
class CheckpointCommandTest {

    @TempDir
    private Path folder;

    @Test
    void showListsNamesTypesShapesAndTheTotal() throws Exception {
        Path file = safetensors(
                "{\"b\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                        + "\"a\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[24,32]}}",
                32);
        String shown = paperzoo("checkpoint", "show", file).endedWith(0).output();
        assertTrue(shown.contains("b     F32   [2, 3]"), shown);
        assertTrue(shown.endsWith("2 tensors, 7 elements, 32 bytes\n"), shown);
        JsonNode json = new ObjectMapper()
                .readTree(paperzoo("checkpoint", "show", file, "--json", "-")
                        .endedWith(0)
                        .output());
        assertEquals(2, json.path("tensors").size());
    }

    @Test
    void aTruncatedFileIsRefusedWithItsName() throws Exception {
        Path file = safetensors("{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", 7);
        paperzoo("checkpoint", "show", file)
                .endedWith(3)
                .toldInOneLine(file.getFileName().toString());
    }

    @Test
    void aNameWithControlCharactersCannotDrawOnTheTerminal() throws Exception {
        Path file =
                safetensors("{\"\\u001b[31mred\\nline\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1);
        String shown = paperzoo("checkpoint", "show", file).endedWith(0).output();
        assertTrue(shown.indexOf('\u001b') < 0, shown);
        assertEquals(3, shown.lines().count(), shown);
    }

    @Test
    void anEmptyFileAndOneOfAnotherFormatAreRefused() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.safetensors"));
        paperzoo("checkpoint", "show", empty).endedWith(3).toldInOneLine("empty.safetensors");
        Path text = Files.writeString(folder.resolve("text.pt"), "not a checkpoint at all");
        paperzoo("checkpoint", "show", text).endedWith(3).toldInOneLine("text.pt");
    }

    @Test
    void aMissingFileIsNotFound() throws Exception {
        paperzoo("checkpoint", "show", folder.resolve("none.pt")).endedWith(4).toldInOneLine("none.pt");
    }

    @Test
    void convertWritesWhatShowShows() throws Exception {
        Path file = safetensors("{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", 16);
        Path converted = folder.resolve("converted.safetensors");
        paperzoo("checkpoint", "convert", file, "-o", converted).endedWith(0);
        assertEquals(
                paperzoo("checkpoint", "show", file).output(),
                paperzoo("checkpoint", "show", converted).endedWith(0).output());
    }

    @Test
    void convertRefusesToOverwriteItsInput() throws Exception {
        Path file = safetensors("{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", 16);
        byte[] before = Files.readAllBytes(file);
        Path link = Files.createSymbolicLink(folder.resolve("link.safetensors"), file);
        paperzoo("checkpoint", "convert", file, "-o", file).endedWith(2).toldInOneLine("is the input itself");
        paperzoo("checkpoint", "convert", file, "-o", link).endedWith(2).toldInOneLine("is the input itself");
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void aConversionThatFailsLeavesNoFile() throws Exception {
        Path file = safetensors("{\"w\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", 7);
        Path output = Files.createDirectory(folder.resolve("out")).resolve("converted.safetensors");
        paperzoo("checkpoint", "convert", file, "-o", output).endedWith(3).withoutStackTrace();
        paperzoo("checkpoint", "convert", file, "-o", folder.resolve("none/o.safetensors"))
                .endedWith(4);
        try (var files = Files.list(output.getParent())) {
            assertEquals(0, files.count());
        }
    }

    private Path safetensors(String header, int dataBytes) throws Exception {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);
        return Files.write(folder.resolve("made here.safetensors"), file.array());
    }
}

package org.paperzoo.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineReaderTest {

    @TempDir
    private Path folder;

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("lines.txt"), content);
    }

    private List<String> lines(byte[] content) throws IOException {
        List<String> lines = new ArrayList<>();
        try (LineReader reader = LineReader.open(file(content))) {
            for (String line = reader.read(); line != null; line = reader.read()) {
                lines.add(line);
            }
            assertEquals(lines.size(), reader.line());
        }
        return lines;
    }

    private List<String> lines(String content) throws IOException {
        return lines(content.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void linesEndWithLineFeedsAndACarriageReturnBeforeOneIsPartOfTheEnd() throws IOException {
        assertEquals(List.of("a", "", "b\rc", "d"), lines("a\r\n\nb\rc\nd"));
        assertEquals(List.of("a"), lines("a\n"));
        assertEquals(List.of(), lines(""));
    }

    @Test
    void aByteOrderMarkIsDroppedAtTheStartAlone() throws IOException {
        assertEquals(List.of("a", "\uFEFFb"), lines("\uFEFFa\n\uFEFFb"));
    }

    @Test
    void charactersOfAllLengthsAreReadAndSoIsTheOneThatStandsForBrokenOnes() throws IOException {
        assertEquals(List.of("é€😀", "\uFFFD", "a\uFFFDb"), lines("é€😀\n\uFFFD\na\uFFFDb"));
    }

    @Test
    void aLineOverTheEndOfTheBufferIsWhole() throws IOException {
        String line = "é".repeat(70_000);
        assertEquals(List.of("a", line, line), lines("a\n" + line + "\n" + line));
    }

    @Test
    void whatIsNotUtf8IsRefusedWithItsLine() throws IOException {
        List<byte[]> broken = List.of(
                bytes('a', '\n', 'b', 0xE9, '\n'), // Latin-1
                bytes('a', '\n', 0xC3), // cut short
                bytes('a', '\n', 0xC0, 0x80), // longer than needed
                bytes('a', '\n', 0xED, 0xA0, 0x80), // half of a pair
                bytes('a', '\n', 0xEF, 0xBF, 0xBD, 0xFF)); // behind a character that stands for broken ones
        for (byte[] content : broken) {
            InvalidDataException refusal = assertThrows(InvalidDataException.class, () -> lines(content));
            assertEquals(folder.resolve("lines.txt") + ":2: is not UTF-8 text", refusal.getMessage());
        }
    }

    @Test
    void aLineLongerThanAnyTextIsRefused() throws IOException {
        InvalidDataException refusal =
                assertThrows(InvalidDataException.class, () -> lines(new byte[LineReader.LONGEST_LINE + 1]));
        assertEquals(
                folder.resolve("lines.txt") + ":1: the line has more than " + LineReader.LONGEST_LINE + " bytes",
                refusal.getMessage());
    }

    @Test
    void aFolderIsNoFile() {
        assertThrows(NoSuchFileException.class, () -> LineReader.open(folder));
        assertThrows(NoSuchFileException.class, () -> LineReader.open(folder.resolve("absent")));
    }
}

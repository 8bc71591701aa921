package org.paperzoo.datasets.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.InvalidDataException;

class MovingDigitsTest {

    @TempDir
    Path folder;

    @Test
    void sequencesAreGatheredFromTheFramesInBothVersionsOfTheFormat() throws IOException {
        for (int version : new int[] {1, 2}) {
            Path file = write(version, "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, 1, 2), }", 12);
            try (MovingDigits sequences = MovingDigits.open(file)) {
                assertEquals(3, sequences.size());
                sequences.next();
                FrameSequence second = sequences.next();
                assertEquals("1", second.id());
                assertArrayEquals(new int[] {2, 1, 2}, new int[] {second.frames(), second.height(), second.width()});
                // Frame 0 of sequence 1 begins at byte 2, its frame 1 at byte 2 * 3 + 2.
                assertArrayEquals(new byte[] {2, 3, 8, 9}, second.pixels());
                sequences.next();
                assertNull(sequences.next());
            }
        }
    }

    @Test
    void otherArraysAndShortFilesAreRefused() throws IOException {
        assertThrows(NoSuchFileException.class, () -> MovingDigits.open(folder.resolve("none.npy")));
        String good = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3, 1, 2), }";
        assertRefused(write(1, good, 11), "its header asks for");
        assertRefused(write(1, good, 13), "its header asks for");
        assertRefused(write(1, good.replace("|u1", "<f4"), 12), "is not an array of unsigned bytes");
        assertRefused(write(1, good.replace("False", "True"), 12), "is not an array of unsigned bytes");
        assertRefused(write(1, good.replace("2, 3, 1, 2", "6, 1, 2"), 12), "in four dimensions");
        assertRefused(write(1, good.replace("2, 3, 1, 2", "2, 0, 1, 2"), 0), "is empty");
        assertRefused(write(1, good.replace("2, 3, 1, 2", "999999, 999999999, 99999, 99999"), 12), "has more than");
        Path text = Files.writeString(folder.resolve("text.npy"), "no array at all");
        assertRefused(text, "is no NumPy array");
        Path claims = folder.resolve("claims.npy");
        byte[] bytes = Files.readAllBytes(write(2, good, 12));
        Arrays.fill(bytes, 8, 12, (byte) 0x7F);
        Files.write(claims, bytes);
        assertRefused(claims, "header claims");
        Files.write(claims, Arrays.copyOf(bytes, 9));
        assertRefused(claims, "is cut short");
    }

    private static void assertRefused(Path file, String reason) {
        String message = assertThrows(InvalidDataException.class, () -> MovingDigits.open(file))
                .getMessage();
        assertTrue(message.contains(reason), message);
    }

    private Path write(int version, String header, int bytes) throws IOException {
        byte[] text = (header + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        file.write(text.length);
        file.write(0);
        if (version == 2) {
            file.write(new byte[2]);
        }
        file.write(text);
        for (int i = 0; i < bytes; i++) {
            file.write(i);
        }
        return Files.write(folder.resolve("a" + version + ".npy"), file.toByteArray());
    }
}

package org.paperzoo.datasets.sound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.Split;

class RecordingsTest {

    @TempDir
    Path folder;

    @Test
    void utterancesOfLibriSpeechComeChapterByChapter() throws IOException {
        write("61/7/61-7.trans.txt", "61-7-0000 HE SAID\n61-7-0001 YES\n");
        write("61/7/61-7-0000.flac", "");
        write("61/7/61-7-0001.flac", "");
        write("260/1/260-1.trans.txt", "260-1-0000 NO\n");
        write("260/1/260-1-0000.flac", "");
        try (LibriSpeech utterances = LibriSpeech.open(folder)) {
            assertEquals("260-1-0000", utterances.next().id());
            Recording first = utterances.next();
            assertEquals(new Recording("61-7-0000", folder.resolve("61/7/61-7-0000.flac"), "HE SAID"), first);
            assertEquals("YES", utterances.next().text());
            assertNull(utterances.next());
        }
    }

    @Test
    void linesOfAnotherChapterAndMissingRecordingsAreRefused() throws IOException {
        assertThrows(NoSuchFileException.class, () -> LibriSpeech.open(folder));
        write("61/7/61-7.trans.txt", "61-7-0000\n61-8-0000 NO\n61-7-../x NO\n61-7-0001 YES\n");
        try (LibriSpeech utterances = LibriSpeech.open(folder)) {
            for (int line = 1; line <= 3; line++) {
                String message = assertThrows(InvalidDataException.class, utterances::next)
                        .getMessage();
                assertTrue(message.contains("61-7.trans.txt:" + line + ": "), message);
            }
            String message =
                    assertThrows(NoSuchFileException.class, utterances::next).getMessage();
            assertTrue(message.contains("61-7-0001.flac"), message);
        }
    }

    @Test
    void wordsAreCutByTheListsAndNoiseIsNoWord() throws IOException {
        write("validation_list.txt", "yes/a_nohash_0.wav\n");
        write("testing_list.txt", "no/b_nohash_1.wav\nyes/c_nohash_0.wav\n");
        for (String name : new String[] {"yes/a_nohash_0", "yes/c_nohash_0", "yes/d_nohash_0", "no/b_nohash_1"}) {
            write(name + ".wav", "");
        }
        write("_background_noise_/tap.wav", "");
        write("LICENSE", "");
        try (SpeechCommands test = SpeechCommands.open(folder, Split.TEST)) {
            assertEquals(2, test.size());
            assertEquals(new Recording("no/b_nohash_1.wav", folder.resolve("no/b_nohash_1.wav"), "no"), test.next());
            assertEquals("yes", test.next().text());
            assertNull(test.next());
        }
        try (SpeechCommands train = SpeechCommands.open(folder, Split.TRAIN)) {
            assertEquals(1, train.size());
            assertEquals("yes/d_nohash_0.wav", train.next().id());
        }
        Files.delete(folder.resolve("yes/a_nohash_0.wav"));
        try (SpeechCommands validation = SpeechCommands.open(folder, Split.VALIDATION)) {
            assertThrows(NoSuchFileException.class, validation::next);
        }
        write("testing_list.txt", "no/b_nohash_1.wav\n../../x.wav\n");
        String message = assertThrows(InvalidDataException.class, () -> SpeechCommands.open(folder, Split.TEST))
                .getMessage();
        assertTrue(message.contains("testing_list.txt:2: "), message);
        write("testing_list.txt", "");
        assertThrows(InvalidDataException.class, () -> SpeechCommands.open(folder, Split.TRAIN));
        Files.delete(folder.resolve("testing_list.txt"));
        assertThrows(NoSuchFileException.class, () -> SpeechCommands.open(folder, Split.TRAIN));
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), text);
    }
}

package org.paperzoo.evaluation.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.evaluation.result.Result;

class TranscriptPredictionsTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("hyp.txt");
        for (String part : new String[] {"test-clean", "dev-clean", "test-other", "dev-other"}) {
            Path chapter = Files.createDirectories(folder.resolve("LibriSpeech/" + part + "/61/70968"));
            Files.writeString(
                    chapter.resolve("61-70968.trans.txt"),
                    "61-70968-0000 HE BEGAN A CONFUSED COMPLAINT\n61-70968-0001 IT'S QUITE OVER\n");
            Files.createFile(chapter.resolve("61-70968-0000.flac"));
            Files.createFile(chapter.resolve("61-70968-0001.flac"));
        }
    }

    @Test
    void errorsAreCountedInUpperCasedWords() throws IOException {
        Files.writeString(file, "61-70968-0001\tIt's  quite\n61-70968-0000 he began a confused complaint today\n");
        for (String benchmark : new String[] {
            "librispeech-test-clean", "librispeech-dev-clean", "librispeech-test-other", "librispeech-dev-other"
        }) {
            Result result = Scored.all(benchmark, file, folder);
            // One word too many, one missing, of eight.
            assertEquals(2.0 / 8, Scored.value(result, "wer-jiwer"));
            assertEquals(1, Scored.value(result, "wer-jiwer.deletions"));
            assertEquals(1, Scored.value(result, "wer-jiwer.insertions"));
        }
    }

    @Test
    void aTranscriptMayBeEmptyButNotMissing() throws IOException {
        Files.writeString(file, "61-70968-0000 he began a confused complaint\n61-70968-0001\n");
        assertEquals(3.0 / 8, Scored.value(Scored.all("librispeech-test-clean", file, folder), "wer-jiwer"));
        Files.writeString(file, "61-70968-0000 he\n");
        Scored.refused("librispeech-test-clean", file, folder, "hyp.txt: has no prediction for 61-70968-0001");
        Files.writeString(file, "61-70968-0000 he\n61-70968-0001 it\n61-70968-0002 is\n");
        Scored.refused("librispeech-test-clean", file, folder, "hyp.txt:3: predicts 61-70968-0002");
        Files.writeString(file, "61-70968-0000 he\n61-70968-0000 it\n");
        Scored.refused("librispeech-test-clean", file, folder, "hyp.txt:2: repeats 61-70968-0000");
        Files.writeString(file, "\n");
        Scored.refused("librispeech-test-clean", file, folder, "hyp.txt:1: is empty");
    }
}

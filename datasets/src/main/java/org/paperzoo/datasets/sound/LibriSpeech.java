package org.paperzoo.datasets.sound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.LineReader;

/**
 * A part of LibriSpeech: {@code SPEAKER/CHAPTER/SPEAKER-CHAPTER.trans.txt} with lines {@code ID TEXT}, and beside it {@code
 * ID.flac}. Chapters come in the order of their paths, utterances in that of their lines.
 */
public final class LibriSpeech implements Examples<Recording> {

    private static final String ENDING = ".trans.txt";

    private final List<Path> transcripts;
    private int next;
    private LineReader lines;

    private LibriSpeech(List<Path> transcripts) {
        this.transcripts = transcripts;
    }

    /**
     * Opens a part.
     *
     * @param folder such as {@code LibriSpeech/test-clean}
     * @throws NoSuchFileException if it holds no transcripts
     */
    public static LibriSpeech open(Path folder) throws IOException {
        List<Path> transcripts;
        try (Stream<Path> files = Files.walk(folder)) {
            transcripts = files.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
        if (transcripts.isEmpty()) {
            throw new NoSuchFileException(
                    folder.toString(), null, "holds no transcripts such as 61/70968/61-70968" + ENDING);
        }
        return new LibriSpeech(transcripts);
    }

    /**
     * The next utterance.
     *
     * @throws InvalidDataException if a line is not an id and a text
     * @throws NoSuchFileException if the utterance's recording is missing
     */
    @Override
    public Recording next() throws IOException {
        while (true) {
            if (lines == null) {
                if (next == transcripts.size()) {
                    return null;
                }
                lines = LineReader.open(transcripts.get(next++));
            }
            String line = lines.read();
            if (line != null) {
                return recording(line);
            }
            lines.close();
            lines = null;
        }
    }

    private Recording recording(String line) throws IOException {
        int space = line.indexOf(' ');
        String chapter = lines.file().getFileName().toString().replace(ENDING, "");
        if (space < 0 || !line.startsWith(chapter + "-")) {
            throw lines.wrong("is not an id such as " + chapter + "-0000, a space and a text");
        }
        String id = line.substring(0, space);
        if (!id.substring(chapter.length() + 1).matches("\\d+")) {
            throw lines.wrong("\"" + id + "\" is not an id such as " + chapter + "-0000");
        }
        Path audio = lines.file().resolveSibling(id + ".flac");
        if (!Files.isRegularFile(audio)) {
            throw new NoSuchFileException(
                    audio.toString(), null, "there is no such recording; " + lines.file() + " has its transcript");
        }
        return new Recording(id, audio, line.substring(space + 1).strip());
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
    }
}

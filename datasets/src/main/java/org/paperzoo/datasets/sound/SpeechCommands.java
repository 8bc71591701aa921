package org.paperzoo.datasets.sound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.LineReader;
import org.paperzoo.datasets.Split;

/**
 * Speech Commands: a folder for each word with recordings of one second, and the lists {@code validation_list.txt} and
 * {@code testing_list.txt}; what neither lists is for training. {@code _background_noise_} is no word.
 *
 * <p>Source: the README of the data set's archive (Warden, "Speech Commands", 2018, arXiv:1804.03209).
 */
public final class SpeechCommands implements Examples<Recording> {

    private static final String NOISE = "_background_noise_";

    private final Path folder;
    private final List<String> names;
    private int next;

    private SpeechCommands(Path folder, List<String> names) {
        this.folder = folder;
        this.names = names;
    }

    /** Opens a split of an unpacked archive; recordings come in the order of the list, or of their names for training. */
    public static SpeechCommands open(Path folder, Split split) throws IOException {
        List<String> validation = list(folder.resolve("validation_list.txt"));
        List<String> test = list(folder.resolve("testing_list.txt"));
        return new SpeechCommands(
                folder,
                switch (split) {
                    case VALIDATION -> validation;
                    case TEST -> test;
                    case TRAIN -> unlisted(folder, validation, test);
                });
    }

    private static List<String> list(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        try (LineReader lines = LineReader.open(file)) {
            for (String line = lines.read(); line != null; line = lines.read()) {
                if (!line.matches("[a-z_]+/[A-Za-z0-9_]+\\.wav")) {
                    throw lines.wrong("is not a recording such as right/a69b9b3e_nohash_0.wav");
                }
                names.add(line);
            }
        }
        if (names.isEmpty()) {
            throw new InvalidDataException(file + ": is empty; expected a recording a line");
        }
        return names;
    }

    private static List<String> unlisted(Path folder, List<String> validation, List<String> test) throws IOException {
        Set<String> listed = new HashSet<>(validation);
        listed.addAll(test);
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(".wav") && !name.startsWith(NOISE) && !listed.contains(name))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public long size() {
        return names.size();
    }

    @Override
    public Recording next() throws IOException {
        if (next == names.size()) {
            return null;
        }
        String name = names.get(next++);
        Path audio = folder.resolve(name);
        if (!Files.isRegularFile(audio)) {
            throw new NoSuchFileException(audio.toString(), null, "there is no such recording; a list names it");
        }
        return new Recording(name, audio, name.substring(0, name.indexOf('/')));
    }
}

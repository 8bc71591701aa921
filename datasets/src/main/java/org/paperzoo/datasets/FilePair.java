package org.paperzoo.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.paperzoo.hub.SafePath;

/**
 * Two files below a folder that belong together: an input, such as a picture, and what belongs to it, such as its label map.
 *
 * @param id what the pair is called: the input's path below the folder
 * @param input the one file
 * @param target the other file
 */
public record FilePair(String id, Path input, Path target) {

    /** The most pairs of one split: 3 million. */
    private static final int MOST = 3_000_000;

    /**
     * Finds pairs by their names, in the order of the inputs' paths.
     *
     * @param inputs what paths of inputs below the folder look like, with {@code /} between their parts
     * @param target path of the other file, where {@code $1} stands for the first group of {@code inputs}
     * @throws NoSuchFileException if there is no input, or an input's other file is missing
     */
    public static List<FilePair> find(Path folder, Pattern inputs, String target) throws IOException {
        List<String> found;
        try (Stream<Path> files = Files.walk(folder)) {
            found = files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(path -> inputs.matcher(path).matches())
                    .limit(MOST + 1L)
                    .sorted()
                    .toList();
        }
        if (found.isEmpty()) {
            throw new NoSuchFileException(folder.toString(), null, "holds no file such as " + inputs);
        }
        if (found.size() > MOST) {
            throw new InvalidDataException(folder + ": holds more than " + MOST + " files such as " + inputs);
        }
        List<FilePair> pairs = new ArrayList<>(found.size());
        for (String path : found) {
            Matcher matcher = inputs.matcher(path);
            matcher.matches();
            StringBuilder other = new StringBuilder();
            matcher.appendReplacement(other, target);
            pairs.add(pair(folder, path, other.toString()));
        }
        return pairs;
    }

    /**
     * Takes pairs from a list of names.
     *
     * @param list a file with a name a line
     * @param input path of an input below the folder, where {@code $1} stands for the name
     * @param target path of the other file, likewise
     * @throws NoSuchFileException if a file is missing
     */
    public static List<FilePair> listed(Path folder, Path list, String input, String target) throws IOException {
        List<FilePair> pairs = new ArrayList<>();
        try (LineReader lines = LineReader.open(list)) {
            for (String line = lines.read(); line != null; line = lines.read()) {
                String name = line.strip();
                if (!SafePath.isSafe(name)) {
                    throw lines.wrong("\"" + name + "\" is no file name");
                }
                if (pairs.size() == MOST) {
                    throw lines.wrong("the list has more than " + MOST + " names");
                }
                pairs.add(pair(folder, input.replace("$1", name), target.replace("$1", name)));
            }
        }
        if (pairs.isEmpty()) {
            throw new InvalidDataException(list + ": is empty; expected a name a line");
        }
        return pairs;
    }

    private static FilePair pair(Path folder, String input, String target) throws NoSuchFileException {
        Path first = folder.resolve(input);
        Path second = folder.resolve(target);
        for (Path file : List.of(first, second)) {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(
                        file.toString(),
                        null,
                        "there is no such file; it belongs to " + (file == first ? target : input));
            }
        }
        return new FilePair(input, first, second);
    }
}

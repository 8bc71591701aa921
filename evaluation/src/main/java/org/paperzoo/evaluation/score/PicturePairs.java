package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.paperzoo.zoo.InvalidInputException;

/**
 * PNG pictures of two folders with equal names, which may lie in folders within.
 *
 * @param references folder of the references
 * @param predictions folder of the predictions
 * @param names paths relative to either, in order
 */
record PicturePairs(Path references, Path predictions, List<String> names) {

    private static final int NAMES_TOLD = 3;

    static final ScoreOption REFERENCES =
            ScoreOption.folder("--gt", "The references: a folder of PNG files.").mandatory();

    static final ScoreOption PREDICTIONS = ScoreOption.folder(
                    "--pred", "The predictions: a folder of PNG files with the same names.")
            .ofPredictions();

    /** Reads a picture. */
    @FunctionalInterface
    interface Reader<T> {
        T read(Path file) throws IOException;
    }

    /**
     * Lists both folders.
     *
     * @throws InvalidInputException if a picture has no counterpart in the other folder; the message names it
     */
    static PicturePairs of(Path references, Path predictions) throws IOException {
        Set<String> expected = names(references);
        Set<String> found = names(predictions);
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(found);
        if (!missing.isEmpty()) {
            throw new InvalidInputException(
                    predictions + ": lacks " + told(missing) + ", which " + references + " has");
        }
        found.removeAll(expected);
        if (!found.isEmpty()) {
            throw new InvalidInputException(predictions + ": has " + told(found) + ", which " + references + " lacks");
        }
        if (expected.isEmpty()) {
            throw new InvalidInputException(references + ": has no PNG files");
        }
        return new PicturePairs(references, predictions, List.copyOf(expected));
    }

    /** The pairs that the options {@link #REFERENCES} and {@link #PREDICTIONS} name. */
    static PicturePairs of(ScoreArguments arguments) throws IOException {
        return of(arguments.path(REFERENCES.name()), arguments.path(PREDICTIONS.name()));
    }

    private static Set<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder");
        }
        Set<String> names = new TreeSet<>();
        // A link to a folder is followed, links within are not: they could lead in circles.
        Path real = folder.toRealPath();
        try (Stream<Path> files = Files.walk(real)) {
            files.filter(file -> file.getFileName()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .endsWith(".png"))
                    .filter(Files::isRegularFile)
                    .forEach(file -> names.add(real.relativize(file).toString()));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return names;
    }

    private static String told(Set<String> names) {
        String first = String.join(", ", names.stream().limit(NAMES_TOLD).toList());
        return names.size() <= NAMES_TOLD ? first : first + " and " + (names.size() - NAMES_TOLD) + " more";
    }

    /** The pairs as examples, which the threads that score them read. */
    <P, R> Examples<P, R> examples(Reader<P> predictionReader, Reader<R> referenceReader) {
        return IndexedExamples.costly(
                names.size(),
                index -> {
                    Path prediction = predictions.resolve(names.get(index));
                    Path reference = references.resolve(names.get(index));
                    return new Example<>(
                            prediction.toString(),
                            () -> predictionReader.read(prediction),
                            () -> referenceReader.read(reference));
                },
                List.of());
    }
}

package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;

/**
 * Pictures in a folder for each class, as ImageNet is laid out for the reference pipelines (torchvision's ImageFolder): the
 * label of a class is its place among the folders' names in order.
 */
public final class PictureFolders implements Examples<LabelledPicture> {

    private final Path folder;
    private final List<String> classes;
    private List<Path> pictures = List.of();
    private int nextClass;
    private int next;

    private PictureFolders(Path folder, List<String> classes) {
        this.folder = folder;
        this.classes = classes;
    }

    /**
     * Opens a folder.
     *
     * @param classes how many classes there must be, since a missing one would shift the labels of all behind it
     */
    public static PictureFolders open(Path folder, int classes) throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.list(folder)) {
            names = files.filter(Files::isDirectory)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
        if (names.isEmpty()) {
            throw new NoSuchFileException(folder.toString(), null, "holds no folder for each class");
        }
        if (names.size() != classes) {
            throw new InvalidDataException(
                    folder + ": holds folders of " + names.size() + " classes; the data set has " + classes);
        }
        return new PictureFolders(folder, names);
    }

    /** Names of the classes; their place is their label. */
    public List<String> classes() {
        return classes;
    }

    /**
     * The next picture, by class and name.
     *
     * @throws InvalidDataException if a class has no pictures, or something else than pictures
     */
    @Override
    public LabelledPicture next() throws IOException {
        while (next == pictures.size()) {
            if (nextClass == classes.size()) {
                return null;
            }
            pictures = pictures(folder.resolve(classes.get(nextClass++)));
            next = 0;
        }
        Path picture = pictures.get(next++);
        int label = nextClass - 1;
        String name = classes.get(label);
        return new LabelledPicture(name + "/" + picture.getFileName(), new ImageFile(picture), label, name);
    }

    private static List<Path> pictures(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (!file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".+\\.(jpe?g|png)")) {
                    throw new InvalidDataException(file + ": is no picture by its name; expected .JPEG, .jpg or .png");
                }
                found.add(file);
            }
        }
        if (found.isEmpty()) {
            throw new InvalidDataException(folder + ": holds no pictures");
        }
        return found;
    }
}

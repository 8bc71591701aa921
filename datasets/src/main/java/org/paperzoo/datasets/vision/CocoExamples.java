package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.datasets.InvalidDataException;

/** The pictures of a COCO annotation file, in its order, those without objects included, as COCO's evaluation does. */
public final class CocoExamples implements DetectionExamples {

    private final CocoAnnotations annotations;
    private final Path annotationFile;
    private final Path imageFolder;
    private int next;

    private CocoExamples(CocoAnnotations annotations, Path annotationFile, Path imageFolder) {
        this.annotations = annotations;
        this.annotationFile = annotationFile;
        this.imageFolder = imageFolder;
    }

    /**
     * Opens a data set.
     *
     * @param annotationFile such as {@code annotations/instances_val2017.json}
     * @param imageFolder where its pictures lie, such as {@code val2017}
     */
    public static CocoExamples open(Path annotationFile, Path imageFolder) throws IOException {
        if (!Files.isDirectory(imageFolder)) {
            throw new NoSuchFileException(imageFolder.toString(), null, "there is no such folder of pictures");
        }
        return new CocoExamples(CocoAnnotations.read(annotationFile), annotationFile, imageFolder);
    }

    @Override
    public List<Category> categories() {
        return annotations.categories();
    }

    @Override
    public long size() {
        return annotations.imageCount();
    }

    /**
     * The next picture.
     *
     * @throws InvalidDataException if its file name leads out of the folder of pictures
     */
    @Override
    public DetectionExample next() throws IOException {
        if (next == annotations.imageCount()) {
            return null;
        }
        int image = next++;
        int width = annotations.imageWidth(image);
        int height = annotations.imageHeight(image);
        String name = annotations
                .imageName(image)
                .orElseThrow(() -> new InvalidDataException(
                        annotationFile + ": image " + annotations.imageId(image) + " has no \"file_name\""));
        ImageFile file = new ImageFile(below(name), width, height);
        return new DetectionExample(annotations.imageId(image), file, width, height, annotations.objectsOf(image));
    }

    private Path below(String name) throws InvalidDataException {
        Path root = imageFolder.toAbsolutePath().normalize();
        try {
            Path file = root.resolve(name).normalize();
            if (!Path.of(name).isAbsolute() && file.startsWith(root) && !file.equals(root)) {
                return file;
            }
        } catch (InvalidPathException e) {
            throw new InvalidDataException(annotationFile + ": \"" + name + "\" is no file name", e);
        }
        throw new InvalidDataException(annotationFile + ": the file name \"" + name + "\" leads out of " + imageFolder);
    }
}

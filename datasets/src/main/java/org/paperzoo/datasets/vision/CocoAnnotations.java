package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.vision.JsonReader.Token;

/**
 * A COCO annotation file of object instances: pictures, categories and objects. It is read token by token into flat arrays
 * of some 70 bytes for each annotation, never into a tree, since the training file has 450 MB; masks and points only where
 * they are asked for. Sections may come in any order, and what else a file holds is passed over.
 *
 * <p>Source of the format: cocodataset.org, "Data format"; {@code iscrowd} may be missing and is then 0, as in pycocotools.
 * LVIS writes the same with more fields.
 */
public final class CocoAnnotations {

    private static final Set<CocoField> CATEGORY_FIELDS = EnumSet.of(CocoField.ID, CocoField.NAME, CocoField.FREQUENCY);

    private final Path file;
    private final List<Category> categories = new ArrayList<>();
    private final List<String> frequencies = new ArrayList<>();
    private final CocoImages images = new CocoImages();
    private final CocoObjects objects;

    private CocoAnnotations(Path file, CocoDetail detail) {
        this.file = file;
        this.objects = new CocoObjects(detail);
    }

    /** Reads a file for its boxes. */
    public static CocoAnnotations read(Path file) throws IOException {
        return read(file, CocoDetail.BOXES);
    }

    /**
     * Reads a file.
     *
     * @param detail what is to be known of each object, beside its area, which all must have
     * @throws InvalidDataException if it is not JSON, lacks a section or a field, repeats a number, has a box that is none,
     *     or names a picture or category that it does not list; the message names file, place and number
     */
    public static CocoAnnotations read(Path file, CocoDetail detail) throws IOException {
        CocoAnnotations annotations = new CocoAnnotations(file, detail);
        try (JsonReader json = JsonReader.open(file, "annotation file")) {
            annotations.readAll(json);
        }
        annotations.images.index(file);
        annotations.objects.connect(file, annotations.images, annotations.categories);
        return annotations;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** The categories in the order of the file. */
    public List<Category> categories() {
        return List.copyOf(categories);
    }

    /** How often a category occurs in training, {@code r}, {@code c} or {@code f} in LVIS; others do not say. */
    public Optional<String> frequency(int category) {
        return Optional.ofNullable(frequencies.get(category));
    }

    /** Number of pictures. */
    public int imageCount() {
        return images.count();
    }

    /** Number of annotated objects. */
    public int objectCount() {
        return objects.count();
    }

    /** Place in the file of the picture of a number, or -1 if there is none. */
    public int findImage(long id) {
        return images.find(id);
    }

    /** Number of a picture in the data set. */
    public long imageId(int image) {
        return images.id(image);
    }

    /** File name of a picture, where the file says it. */
    public Optional<String> imageName(int image) {
        return Optional.ofNullable(images.name(image));
    }

    /** Width of a picture in pixels. */
    public int imageWidth(int image) {
        return images.width(image);
    }

    /** Height of a picture in pixels. */
    public int imageHeight(int image) {
        return images.height(image);
    }

    /** Numbers of the categories that are known to be absent from a picture, where the file says it, as LVIS does. */
    public Optional<int[]> absentCategories(int image) {
        return Optional.ofNullable(images.absent(image));
    }

    /** Numbers of the categories of which a picture may hold more than is annotated, where the file says it. */
    public Optional<int[]> incompleteCategories(int image) {
        return Optional.ofNullable(images.incomplete(image));
    }

    /** The objects of a picture in the order of the file; boxes are empty where masks were read and there are none. */
    public List<ObjectAnnotation> objectsOf(int image) {
        List<ObjectAnnotation> found = new ArrayList<>(objects.count(image));
        for (int i = 0; i < objects.count(image); i++) {
            found.add(objects.get(image, i));
        }
        return found;
    }

    /** Whether an object is to be left out of account, LVIS's {@code ignore}. */
    public boolean ignored(int image, int object) {
        return objects.ignored(image, object);
    }

    /**
     * The mask of an object, where the file was read for masks.
     *
     * @throws InvalidDataException if it is damaged or not of the picture's size
     */
    public RunLengthMask mask(int image, int object) throws InvalidDataException {
        try {
            return objects.segmentation(image, object).mask(images.height(image), images.width(image));
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(
                    file + ": annotation " + objects.get(image, object).id() + ": " + e.getMessage(), e);
        }
    }

    /** x, y and visibility of each point of an object in turn, where the file was read for points. */
    public double[] keypoints(int image, int object) {
        return objects.keypoints(image, object);
    }

    /** How many points of an object the file says are annotated. */
    public int keypointCount(int image, int object) {
        return objects.keypointCount(image, object);
    }

    private void readAll(JsonReader json) throws IOException {
        if (json.next() != Token.OBJECT) {
            throw new InvalidDataException(file + ": is not a JSON object with images, annotations and categories");
        }
        Set<String> sections = new HashSet<>();
        while (json.next() == Token.NAME) {
            String section = json.text();
            if (!sections.add(section)) {
                throw new InvalidDataException(file + ": has \"" + section + "\" twice");
            }
            json.next();
            switch (section) {
                case "images" -> eachOf(json, section, CocoImages.FIELDS, images::add);
                case "annotations" -> eachOf(json, section, objects.fields(), objects::add);
                case "categories" -> eachOf(json, section, CATEGORY_FIELDS, this::readCategory);
                default -> json.skip();
            }
        }
        json.next();
        for (String needed : List.of("images", "annotations", "categories")) {
            if (!sections.contains(needed)) {
                throw new InvalidDataException(file + ": has no section \"" + needed + "\"");
            }
        }
    }

    private void eachOf(JsonReader json, String section, Set<CocoField> fields, CocoEntry.Reader reader)
            throws IOException {
        if (json.token() != Token.ARRAY) {
            throw new InvalidDataException(file + ": \"" + section + "\" is not a list");
        }
        new CocoEntry(json, section, fields).readList(reader);
    }

    private void readCategory(CocoEntry entry) throws IOException {
        Category category = new Category(entry.whole(CocoField.ID), entry.text(CocoField.NAME));
        if (categories.stream().anyMatch(known -> known.id() == category.id())) {
            throw entry.wrong("repeats the id " + category.id());
        }
        categories.add(category);
        frequencies.add(entry.has(CocoField.FREQUENCY) ? entry.text(CocoField.FREQUENCY) : null);
    }
}

package org.paperzoo.datasets.vision;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.paperzoo.datasets.InvalidDataException;

/**
 * A COCO annotation file of object instances: pictures, categories, and boxes. It is read token by token into flat arrays
 * of some 70 bytes for each annotation, never into a tree, since the training file has 450 MB. Masks and what else a file
 * holds are passed over. Sections may come in any order.
 *
 * <p>Source of the format: cocodataset.org, "Data format"; {@code iscrowd} may be missing and is then 0, as in pycocotools.
 */
public final class CocoAnnotations {

    private final Path file;
    private final List<Category> categories = new ArrayList<>();
    private final CocoImages images = new CocoImages();
    private final CocoObjects objects = new CocoObjects();
    private int[] firstOfImage;
    private int[] byImage;

    private CocoAnnotations(Path file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @throws InvalidDataException if it is not JSON, lacks a section or a field, repeats a number, has a box that is none,
     *     or names a picture or category that it does not list; the message names file, place and number
     */
    public static CocoAnnotations read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such annotation file");
        }
        CocoAnnotations annotations = new CocoAnnotations(file);
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        try (InputStream input = Files.newInputStream(file);
                JsonParser parser = factory.createParser(input)) {
            annotations.readAll(parser);
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(
                    file + ": is not JSON at offset " + e.getLocation().getByteOffset() + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
        annotations.connect();
        return annotations;
    }

    /** The categories in the order of the file. */
    public List<Category> categories() {
        return List.copyOf(categories);
    }

    /** Number of pictures. */
    public int imageCount() {
        return images.count;
    }

    /** Number of annotated objects. */
    public int objectCount() {
        return objects.count;
    }

    /** Number of a picture in the data set. */
    public long imageId(int image) {
        return images.ids[image];
    }

    /** File name of a picture as the file says it. */
    public String imageName(int image) {
        return images.names.get(image);
    }

    /** Width of a picture in pixels. */
    public int imageWidth(int image) {
        return images.widths[image];
    }

    /** Height of a picture in pixels. */
    public int imageHeight(int image) {
        return images.heights[image];
    }

    /** The objects of a picture in the order of the file. */
    public List<ObjectAnnotation> objectsOf(int image) {
        List<ObjectAnnotation> found = new ArrayList<>();
        for (int i = firstOfImage[image]; i < firstOfImage[image + 1]; i++) {
            found.add(objects.get(byImage[i]));
        }
        return found;
    }

    private void readAll(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidDataException(file + ": is not a JSON object with images, annotations and categories");
        }
        Set<String> sections = new HashSet<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String section = parser.currentName();
            parser.nextToken();
            switch (section) {
                case "images" -> eachOf(parser, section, this::readImage);
                case "annotations" -> eachOf(parser, section, this::readObject);
                case "categories" -> eachOf(parser, section, this::readCategory);
                default -> parser.skipChildren();
            }
            sections.add(section);
        }
        for (String needed : List.of("images", "annotations", "categories")) {
            if (!sections.contains(needed)) {
                throw new InvalidDataException(file + ": has no section \"" + needed + "\"");
            }
        }
    }

    private void eachOf(JsonParser parser, String section, CocoEntry.Reader reader) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new InvalidDataException(file + ": \"" + section + "\" is not a list");
        }
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            CocoEntry entry = new CocoEntry(file, section, index++, parser);
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw entry.wrong("is not an object");
            }
            reader.read(entry);
        }
    }

    private void readImage(CocoEntry entry) throws IOException {
        entry.readFields(Set.of("id", "width", "height", "file_name"));
        images.add(
                entry.whole("id"),
                (int) entry.whole("width", 1, 1 << 24),
                (int) entry.whole("height", 1, 1 << 24),
                entry.text("file_name"));
    }

    private void readCategory(CocoEntry entry) throws IOException {
        entry.readFields(Set.of("id", "name"));
        Category category = new Category(entry.whole("id"), entry.text("name"));
        if (categories.stream().anyMatch(known -> known.id() == category.id())) {
            throw entry.wrong("repeats the id " + category.id());
        }
        categories.add(category);
    }

    private void readObject(CocoEntry entry) throws IOException {
        entry.readFields(Set.of("id", "image_id", "category_id", "bbox", "area", "iscrowd"));
        double area = entry.number("area");
        if (area < 0) {
            throw entry.wrong("has an area of " + area + "; it must be at least 0");
        }
        objects.add(
                entry.whole("id"),
                entry.whole("image_id"),
                entry.whole("category_id"),
                entry.box(),
                area,
                entry.has("iscrowd") && entry.whole("iscrowd", 0, 1) == 1);
    }

    /** Finds the picture of each object, and lists the objects of each picture by counting. */
    private void connect() throws InvalidDataException {
        refuseRepeated(images.ids, images.count, "images");
        refuseRepeated(objects.ids, objects.count, "annotations");
        Set<Long> known = new HashSet<>();
        categories.forEach(category -> known.add(category.id()));
        // Image numbers in rising order, and where each of them stands.
        Integer[] rising = new Integer[images.count];
        Arrays.setAll(rising, i -> i);
        Arrays.sort(rising, (a, b) -> Long.compare(images.ids[a], images.ids[b]));
        long[] ids = new long[images.count];
        Arrays.setAll(ids, i -> images.ids[rising[i]]);
        firstOfImage = new int[images.count + 1];
        int[] imageOf = new int[objects.count];
        for (int i = 0; i < objects.count; i++) {
            int place = Arrays.binarySearch(ids, objects.images[i]);
            if (place < 0) {
                throw new InvalidDataException(file + ": annotation " + objects.ids[i] + " is of image "
                        + objects.images[i] + ", which \"images\" does not list");
            }
            if (!known.contains(objects.categories[i])) {
                throw new InvalidDataException(file + ": annotation " + objects.ids[i] + " is of category "
                        + objects.categories[i] + ", which \"categories\" does not list");
            }
            imageOf[i] = rising[place];
            firstOfImage[imageOf[i] + 1]++;
        }
        for (int i = 0; i < images.count; i++) {
            firstOfImage[i + 1] += firstOfImage[i];
        }
        int[] next = firstOfImage.clone();
        byImage = new int[objects.count];
        for (int i = 0; i < objects.count; i++) {
            byImage[next[imageOf[i]]++] = i;
        }
    }

    private void refuseRepeated(long[] ids, int count, String section) throws InvalidDataException {
        long[] sorted = Arrays.copyOf(ids, count);
        Arrays.sort(sorted);
        for (int i = 1; i < count; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw new InvalidDataException(file + ": \"" + section + "\" repeats the id " + sorted[i]);
            }
        }
    }

    /** Pictures as columns. */
    private static final class CocoImages {
        private int count;
        private long[] ids = new long[64];
        private int[] widths = new int[64];
        private int[] heights = new int[64];
        private final List<String> names = new ArrayList<>();

        void add(long id, int width, int height, String name) {
            if (count == ids.length) {
                ids = Arrays.copyOf(ids, 2 * count);
                widths = Arrays.copyOf(widths, 2 * count);
                heights = Arrays.copyOf(heights, 2 * count);
            }
            ids[count] = id;
            widths[count] = width;
            heights[count] = height;
            names.add(name);
            count++;
        }
    }

    /** Annotated objects as columns. */
    private static final class CocoObjects {
        private int count;
        private long[] ids = new long[256];
        private long[] images = new long[256];
        private long[] categories = new long[256];
        private double[] boxes = new double[4 * 256];
        private double[] areas = new double[256];
        private boolean[] crowds = new boolean[256];

        void add(long id, long image, long category, double[] box, double area, boolean crowd) {
            if (count == ids.length) {
                int grown = count + (count >> 1);
                ids = Arrays.copyOf(ids, grown);
                images = Arrays.copyOf(images, grown);
                categories = Arrays.copyOf(categories, grown);
                boxes = Arrays.copyOf(boxes, 4 * grown);
                areas = Arrays.copyOf(areas, grown);
                crowds = Arrays.copyOf(crowds, grown);
            }
            ids[count] = id;
            images[count] = image;
            categories[count] = category;
            System.arraycopy(box, 0, boxes, 4 * count, 4);
            areas[count] = area;
            crowds[count] = crowd;
            count++;
        }

        ObjectAnnotation get(int i) {
            return new ObjectAnnotation(
                    ids[i],
                    categories[i],
                    boxes[4 * i],
                    boxes[4 * i + 1],
                    boxes[4 * i + 2],
                    boxes[4 * i + 3],
                    areas[i],
                    crowds[i]);
        }
    }
}

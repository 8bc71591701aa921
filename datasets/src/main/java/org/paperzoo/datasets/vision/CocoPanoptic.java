package org.paperzoo.datasets.vision;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.vision.CocoSections.Entry;
import org.paperzoo.datasets.vision.PanopticPicture.Segment;

/**
 * COCO's panoptic annotations: {@code annotations/panoptic_val2017.json}, a folder of pictures, and a folder of PNG files
 * whose colours are segments.
 */
public final class CocoPanoptic implements Examples<PanopticPicture> {

    private static final int LARGEST_SIDE = 1 << 24;
    private static final int COLOURS = 1 << 24;

    private final List<PanopticPicture> pictures;
    private int next;

    private CocoPanoptic(List<PanopticPicture> pictures) {
        this.pictures = pictures;
    }

    /** Segments as the file numbers their categories, which it may name only behind them. */
    private record Marked(long imageId, Path labels, List<Part> parts) {
        record Part(long id, long category, long area, boolean crowd) {}
    }

    /**
     * Reads an annotation file.
     *
     * @throws InvalidDataException if it lacks a section or a field, repeats an id, or names a picture or a category that
     *     it does not list
     */
    public static CocoPanoptic open(Path annotations, Path imageFolder, Path labelFolder) throws IOException {
        Map<Long, ImageFile> images = new LinkedHashMap<>();
        Map<Long, String> categories = new HashMap<>();
        Map<Long, Marked> marked = new LinkedHashMap<>();
        CocoSections.read(
                annotations,
                Map.of(
                        "images",
                        image -> {
                            if (images.put(image.whole("id"), picture(image, imageFolder)) != null) {
                                throw image.wrong("repeats the id " + image.whole("id"));
                            }
                        },
                        "categories",
                        category -> categories.put(category.whole("id"), category.text("name")),
                        "annotations",
                        entry -> {
                            Marked one = marked(entry, labelFolder);
                            if (marked.put(one.imageId(), one) != null) {
                                throw entry.wrong("is of image " + one.imageId() + ", as another is");
                            }
                        }));
        List<PanopticPicture> pictures = new ArrayList<>(marked.size());
        for (Marked one : marked.values()) {
            ImageFile image = images.get(one.imageId());
            if (image == null) {
                throw new InvalidDataException(annotations + ": an annotation is of image " + one.imageId()
                        + ", which \"images\" does not list");
            }
            pictures.add(
                    new PanopticPicture(one.imageId(), image, one.labels(), segments(annotations, one, categories)));
        }
        return new CocoPanoptic(pictures);
    }

    /** The picture of an entry of the section {@code images}. */
    static ImageFile picture(Entry image, Path folder) throws InvalidDataException {
        long width = image.whole("width");
        long height = image.whole("height");
        if (width < 1 || height < 1 || width > LARGEST_SIDE || height > LARGEST_SIDE) {
            throw image.wrong("is " + width + " by " + height + " pixels");
        }
        return new ImageFile(image.fileBelow(folder, "file_name"), (int) width, (int) height);
    }

    private static Marked marked(Entry entry, Path labelFolder) throws InvalidDataException {
        List<Marked.Part> parts = new ArrayList<>();
        JsonNode segments = entry.fields().path("segments_info");
        if (!segments.isArray()) {
            throw entry.wrong("has no list \"segments_info\"");
        }
        for (int i = 0; i < segments.size(); i++) {
            Entry part = new Entry(entry.file(), entry.place() + ".segments_info[" + i + "]", segments.get(i));
            long id = part.whole("id");
            if (id < 1 || id >= COLOURS) {
                throw part.wrong("the id " + id + " is no colour");
            }
            parts.add(new Marked.Part(
                    id,
                    part.whole("category_id"),
                    part.whole("area"),
                    part.fields().has("iscrowd") && part.whole("iscrowd") == 1));
        }
        return new Marked(entry.whole("image_id"), entry.fileBelow(labelFolder, "file_name"), parts);
    }

    private static List<Segment> segments(Path file, Marked marked, Map<Long, String> categories)
            throws InvalidDataException {
        List<Segment> segments = new ArrayList<>();
        for (Marked.Part part : marked.parts()) {
            String category = categories.get(part.category());
            if (category == null) {
                throw new InvalidDataException(file + ": image " + marked.imageId() + ": segment " + part.id()
                        + " is of category " + part.category() + ", which \"categories\" does not list");
            }
            segments.add(new Segment(part.id(), category, part.area(), part.crowd()));
        }
        return segments;
    }

    @Override
    public long size() {
        return pictures.size();
    }

    /**
     * The next picture.
     *
     * @throws NoSuchFileException if its PNG file is missing
     */
    @Override
    public PanopticPicture next() throws IOException {
        if (next == pictures.size()) {
            return null;
        }
        PanopticPicture picture = pictures.get(next++);
        if (!Files.isRegularFile(picture.labels())) {
            throw new NoSuchFileException(picture.labels().toString(), null, "there are no such segments");
        }
        return picture;
    }
}

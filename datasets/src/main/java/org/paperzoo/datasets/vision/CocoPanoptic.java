package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

    private final List<PanopticPicture> pictures;
    private int next;

    private CocoPanoptic(List<PanopticPicture> pictures) {
        this.pictures = pictures;
    }

    /**
     * Reads an annotation file.
     *
     * @throws InvalidDataException if it lacks a section or a field, repeats an id, or names a picture or a category that
     *     it does not list
     */
    public static CocoPanoptic open(Path annotations, Path imageFolder, Path labelFolder) throws IOException {
        PanopticFile marked = PanopticFile.read(annotations);
        Map<Long, ImageFile> images = new HashMap<>();
        Map<Long, String> categories = new HashMap<>();
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
                        category -> categories.put(category.whole("id"), category.text("name"))));
        List<PanopticPicture> pictures = new ArrayList<>(marked.pictures().size());
        for (PanopticFile.Picture one : marked.pictures()) {
            ImageFile image = images.get(one.imageId());
            if (image == null) {
                throw new InvalidDataException(annotations + ": an annotation is of image " + one.imageId()
                        + ", which \"images\" does not list");
            }
            Path labels = CocoSections.below(annotations, labelFolder, one.fileName());
            pictures.add(new PanopticPicture(one.imageId(), image, labels, segments(annotations, one, categories)));
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

    private static List<Segment> segments(Path file, PanopticFile.Picture marked, Map<Long, String> categories)
            throws InvalidDataException {
        List<Segment> segments = new ArrayList<>();
        for (PanopticFile.PanopticSegment part : marked.segments()) {
            String category = categories.get((long) part.category());
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

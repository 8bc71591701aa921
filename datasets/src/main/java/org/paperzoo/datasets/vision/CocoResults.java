package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.vision.JsonReader.Token;

/**
 * A COCO result file: a list of detections, one entry each, in any order. It is read token by token into columns of some 60
 * bytes for each detection, and the text of its mask where masks are asked for.
 *
 * <p>Source of the format: cocodataset.org, "Results format". What an entry does not say is taken from what it says, as
 * COCO.loadRes of pycocotools does: if the first entry has a box, then all must, and boxes give the areas and, where an
 * entry has none, the mask; otherwise the mask gives box and area, and points give the area of the box around them.
 */
public final class CocoResults {

    private final Path file;
    private final CocoDetail detail;
    private CocoAnnotations annotations;
    private boolean boxed;
    private int count;
    private long[] imageIds = new long[256];
    private int[] images;
    private int[] categories = new int[256];
    private double[] scores = new double[256];
    private double[] boxes = new double[4 * 256];
    private Segmentation[] segmentations = new Segmentation[0];
    private double[][] keypoints = new double[0][];
    private int[] firstOfImage;
    private int[] byImage;

    private CocoResults(Path file, CocoDetail detail) {
        this.file = file;
        this.detail = detail;
    }

    /**
     * Reads a file.
     *
     * @param detail what is to be known of each detection
     * @param annotations the pictures that it is about
     * @throws InvalidDataException if it is not JSON, an entry lacks a field, has a score that is no finite number or a box
     *     that is none, or is of a picture that the annotations do not list; the message names file and entry
     */
    public static CocoResults read(Path file, CocoDetail detail, CocoAnnotations annotations) throws IOException {
        return read(file, detail, () -> annotations);
    }

    /** Where annotations come from. */
    @FunctionalInterface
    public interface AnnotationSource {

        /** Gives them, waiting where they are still being read. */
        CocoAnnotations get() throws IOException;
    }

    /**
     * Reads a file, and asks for the pictures that it is about only behind its last entry: another thread can read these
     * meanwhile.
     *
     * @throws InvalidDataException as the above
     */
    public static CocoResults read(Path file, CocoDetail detail, AnnotationSource annotations) throws IOException {
        CocoResults results = new CocoResults(file, detail);
        try (JsonReader json = JsonReader.open(file, "result file")) {
            results.readAll(json);
        }
        results.connect(annotations.get());
        return results;
    }

    /** Number of detections. */
    public int size() {
        return count;
    }

    /** Places in the file of the detections in a picture, ascending. */
    public int[] of(int image) {
        return Arrays.copyOfRange(byImage, firstOfImage[image], firstOfImage[image + 1]);
    }

    /** Number of a detection's category, which the annotations need not list. */
    public int category(int detection) {
        return categories[detection];
    }

    /** Whether detections came with boxes, whose areas then count. */
    public boolean boxed() {
        return boxed;
    }

    /** How sure the detector was. */
    public double score(int detection) {
        return scores[detection];
    }

    /**
     * Left, top, width and height of a detection in pixels.
     *
     * @throws InvalidDataException if it must be taken from a mask that is damaged or not of the picture's size
     */
    public double[] box(int detection) throws InvalidDataException {
        double left = boxes[4 * detection];
        return Double.isNaN(left)
                ? mask(detection).bounds()
                : Arrays.copyOfRange(boxes, 4 * detection, 4 * detection + 4);
    }

    /**
     * Area of a detection in square pixels, by which it is small, medium or large.
     *
     * @throws InvalidDataException if it must be taken from a mask that is damaged or not of the picture's size
     */
    public double area(int detection) throws InvalidDataException {
        if (boxed) {
            return boxes[4 * detection + 2] * boxes[4 * detection + 3];
        }
        return detail == CocoDetail.KEYPOINTS
                ? areaAround(keypoints[detection])
                : mask(detection).area();
    }

    private static double areaAround(double[] points) {
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < points.length; i += 3) {
            left = Math.min(left, points[i]);
            right = Math.max(right, points[i]);
            top = Math.min(top, points[i + 1]);
            bottom = Math.max(bottom, points[i + 1]);
        }
        return (right - left) * (bottom - top);
    }

    /**
     * The mask of a detection.
     *
     * @throws InvalidDataException if it is damaged or not of the picture's size
     */
    public RunLengthMask mask(int detection) throws InvalidDataException {
        int height = annotations.imageHeight(images[detection]);
        int width = annotations.imageWidth(images[detection]);
        int box = 4 * detection;
        try {
            return segmentations.length > detection && segmentations[detection] != null
                    ? segmentations[detection].mask(height, width)
                    : RunLengthMask.ofBox(height, width, boxes[box], boxes[box + 1], boxes[box + 2], boxes[box + 3]);
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(
                    file + ": [" + detection + "] (image id " + annotations.imageId(images[detection]) + "): "
                            + e.getMessage(),
                    e);
        }
    }

    /** x, y and what the detector says of each point in turn, where the file was read for points. */
    public double[] keypoints(int detection) {
        return keypoints[detection];
    }

    private void readAll(JsonReader json) throws IOException {
        if (json.next() != Token.ARRAY) {
            throw new InvalidDataException(file + ": is not a JSON list of results");
        }
        Set<CocoField> fields = EnumSet.of(CocoField.IMAGE_ID, CocoField.CATEGORY_ID, CocoField.SCORE, CocoField.BBOX);
        fields.add(detail == CocoDetail.KEYPOINTS ? CocoField.KEYPOINTS : CocoField.SEGMENTATION);
        new CocoEntry(json, "", fields).readList(this::add);
        json.next();
    }

    private void add(CocoEntry entry) throws InvalidDataException {
        if (count == 0) {
            boxed = entry.hasBox();
            if (boxed && detail == CocoDetail.BOXES) {
                entry.passOver(CocoField.SEGMENTATION);
            }
        }
        if (count == imageIds.length) {
            grow(count + (count >> 1));
        }
        imageIds[count] = entry.whole(CocoField.IMAGE_ID);
        categories[count] = (int) entry.whole(CocoField.CATEGORY_ID, Integer.MIN_VALUE, Integer.MAX_VALUE);
        scores[count] = entry.number(CocoField.SCORE);
        if (boxed || (entry.hasBox() && detail == CocoDetail.BOXES)) {
            System.arraycopy(entry.box(), 0, boxes, 4 * count, 4);
        } else {
            boxes[4 * count] = Double.NaN;
        }
        addDetail(entry);
        count++;
    }

    private void addDetail(CocoEntry entry) throws InvalidDataException {
        if (detail == CocoDetail.KEYPOINTS) {
            keypoints = keypoints.length > count ? keypoints : Arrays.copyOf(keypoints, imageIds.length);
            keypoints[count] = entry.keypoints();
        } else if (!boxed || (detail == CocoDetail.MASKS && entry.has(CocoField.SEGMENTATION))) {
            if (!boxed && detail == CocoDetail.BOXES && !entry.has(CocoField.SEGMENTATION)) {
                throw entry.wrong("has no \"bbox\"");
            }
            segmentations =
                    segmentations.length > count ? segmentations : Arrays.copyOf(segmentations, imageIds.length);
            segmentations[count] = entry.segmentation();
        }
    }

    private void grow(int capacity) {
        imageIds = Arrays.copyOf(imageIds, capacity);
        categories = Arrays.copyOf(categories, capacity);
        scores = Arrays.copyOf(scores, capacity);
        boxes = Arrays.copyOf(boxes, 4 * capacity);
    }

    /** Finds the picture of each detection, and lists the detections of each by counting. */
    private void connect(CocoAnnotations known) throws InvalidDataException {
        annotations = known;
        images = new int[count];
        firstOfImage = new int[annotations.imageCount() + 1];
        for (int i = 0; i < count; i++) {
            // Most results stand beside others of the same picture.
            images[i] = i > 0 && imageIds[i] == imageIds[i - 1] ? images[i - 1] : annotations.findImage(imageIds[i]);
            if (images[i] < 0) {
                throw new InvalidDataException(file + ": [" + i + "] (image id " + imageIds[i] + "): "
                        + annotations.file() + " lists no such image");
            }
            firstOfImage[images[i] + 1]++;
        }
        imageIds = null;
        for (int i = 0; i < annotations.imageCount(); i++) {
            firstOfImage[i + 1] += firstOfImage[i];
        }
        int[] next = firstOfImage.clone();
        byImage = new int[count];
        for (int i = 0; i < count; i++) {
            byImage[next[images[i]]++] = i;
        }
    }
}

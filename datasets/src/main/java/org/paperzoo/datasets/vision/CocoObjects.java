package org.paperzoo.datasets.vision;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.paperzoo.datasets.InvalidDataException;

/** The objects of an annotation file as columns, listed by picture. */
final class CocoObjects {

    private final CocoDetail detail;
    private int count;
    private long[] ids = new long[256];
    private long[] images = new long[256];
    private long[] categories = new long[256];
    private double[] boxes = new double[4 * 256];
    private double[] areas = new double[256];
    private boolean[] crowds = new boolean[256];
    private boolean[] ignored = new boolean[256];
    private Segmentation[] segmentations = new Segmentation[0];
    private double[][] keypoints = new double[0][];
    private int[] keypointCounts = new int[0];
    private int[] firstOfImage;
    private int[] byImage;

    CocoObjects(CocoDetail detail) {
        this.detail = detail;
    }

    /** The fields that are read. */
    Set<CocoField> fields() {
        EnumSet<CocoField> fields = EnumSet.of(
                CocoField.ID,
                CocoField.IMAGE_ID,
                CocoField.CATEGORY_ID,
                CocoField.BBOX,
                CocoField.AREA,
                CocoField.ISCROWD,
                CocoField.IGNORE);
        if (detail == CocoDetail.MASKS) {
            fields.add(CocoField.SEGMENTATION);
        } else if (detail == CocoDetail.KEYPOINTS) {
            fields.add(CocoField.KEYPOINTS);
            fields.add(CocoField.NUM_KEYPOINTS);
        }
        return fields;
    }

    void add(CocoEntry entry) throws InvalidDataException {
        if (count == ids.length) {
            grow(count + (count >> 1));
        }
        double area = entry.number(CocoField.AREA);
        if (area < 0) {
            throw entry.wrong("has an area of " + area + "; it must be at least 0");
        }
        ids[count] = entry.whole(CocoField.ID);
        images[count] = entry.whole(CocoField.IMAGE_ID);
        categories[count] = entry.whole(CocoField.CATEGORY_ID);
        if (detail != CocoDetail.MASKS || entry.hasBox()) {
            System.arraycopy(entry.box(), 0, boxes, 4 * count, 4);
        }
        areas[count] = area;
        crowds[count] = entry.has(CocoField.ISCROWD) && entry.whole(CocoField.ISCROWD, 0, 1) == 1;
        ignored[count] = entry.has(CocoField.IGNORE) && entry.whole(CocoField.IGNORE, 0, 1) == 1;
        addDetail(entry);
        count++;
    }

    private void addDetail(CocoEntry entry) throws InvalidDataException {
        if (detail == CocoDetail.MASKS) {
            segmentations = segmentations.length > count ? segmentations : Arrays.copyOf(segmentations, ids.length);
            segmentations[count] = entry.segmentation();
        } else if (detail == CocoDetail.KEYPOINTS) {
            if (keypoints.length <= count) {
                keypoints = Arrays.copyOf(keypoints, ids.length);
                keypointCounts = Arrays.copyOf(keypointCounts, ids.length);
            }
            keypoints[count] = entry.keypoints();
            keypointCounts[count] = (int) entry.whole(CocoField.NUM_KEYPOINTS, 0, keypoints[count].length / 3);
        }
    }

    private void grow(int capacity) {
        ids = Arrays.copyOf(ids, capacity);
        images = Arrays.copyOf(images, capacity);
        categories = Arrays.copyOf(categories, capacity);
        boxes = Arrays.copyOf(boxes, 4 * capacity);
        areas = Arrays.copyOf(areas, capacity);
        crowds = Arrays.copyOf(crowds, capacity);
        ignored = Arrays.copyOf(ignored, capacity);
    }

    /** Ends reading: lists the objects of each picture by counting. */
    void connect(Path file, CocoImages pictures, List<Category> known) throws InvalidDataException {
        refuseRepeated(file);
        long[] knownIds = known.stream().mapToLong(Category::id).sorted().toArray();
        firstOfImage = new int[pictures.count() + 1];
        int[] imageOf = new int[count];
        for (int i = 0; i < count; i++) {
            imageOf[i] = pictures.find(images[i]);
            if (imageOf[i] < 0) {
                throw new InvalidDataException(file + ": annotation " + ids[i] + " is of image " + images[i]
                        + ", which \"images\" does not list");
            }
            if (Arrays.binarySearch(knownIds, categories[i]) < 0) {
                throw new InvalidDataException(file + ": annotation " + ids[i] + " is of category " + categories[i]
                        + ", which \"categories\" does not list");
            }
            firstOfImage[imageOf[i] + 1]++;
        }
        for (int i = 0; i < pictures.count(); i++) {
            firstOfImage[i + 1] += firstOfImage[i];
        }
        int[] next = firstOfImage.clone();
        byImage = new int[count];
        for (int i = 0; i < count; i++) {
            byImage[next[imageOf[i]]++] = i;
        }
    }

    private void refuseRepeated(Path file) throws InvalidDataException {
        long[] sorted = Arrays.copyOf(ids, count);
        Arrays.sort(sorted);
        for (int i = 1; i < count; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw new InvalidDataException(file + ": \"annotations\" repeats the id " + sorted[i]);
            }
        }
    }

    int count() {
        return count;
    }

    int count(int image) {
        return firstOfImage[image + 1] - firstOfImage[image];
    }

    private int place(int image, int object) {
        return byImage[firstOfImage[image] + object];
    }

    ObjectAnnotation get(int image, int object) {
        int i = place(image, object);
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

    boolean ignored(int image, int object) {
        return ignored[place(image, object)];
    }

    Segmentation segmentation(int image, int object) {
        return segmentations[place(image, object)];
    }

    double[] keypoints(int image, int object) {
        return keypoints[place(image, object)];
    }

    int keypointCount(int image, int object) {
        return keypointCounts[place(image, object)];
    }
}

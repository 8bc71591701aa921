package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be found in the pictures of a batch.
 *
 * @param pictures the objects of each picture
 */
record DetectionTargets(List<Objects> pictures) {

    /**
     * The objects of a picture.
     *
     * @param classes of each object, from 0
     * @param boxes centre x, centre y, width and height of each, as parts of the picture: {@code [objects, 4]}
     */
    record Objects(int[] classes, float[] boxes) {

        int count() {
            return classes.length;
        }
    }

    DetectionTargets {
        pictures = List.copyOf(pictures);
    }

    /**
     * Reads a batch's arrays.
     *
     * @param classes {@code [B, most]}, int64; -1 behind a picture's last object
     * @param boxes {@code [B, most, 4]}
     * @throws IllegalArgumentException if a class is none of the network's, or a box is not within numbers above 0
     */
    static DetectionTargets of(NDArray classes, NDArray boxes, int known) {
        Shape shape = classes.getShape();
        if (shape.dimension() != 2 || !boxes.getShape().equals(new Shape(shape.get(0), shape.get(1), 4))) {
            throw new IllegalArgumentException(
                    "classes are " + shape + " and boxes " + boxes.getShape() + "; expected [B, N] and [B, N, 4]");
        }
        long[] allClasses = classes.toLongArray();
        float[] allBoxes = boxes.toFloatArray();
        int most = Math.toIntExact(shape.get(1));
        List<Objects> pictures = new ArrayList<>();
        for (int start = 0; start < allClasses.length; start += most) {
            int count = 0;
            while (count < most && allClasses[start + count] >= 0) {
                count++;
            }
            int[] own = new int[count];
            float[] ownBoxes = new float[4 * count];
            System.arraycopy(allBoxes, 4 * start, ownBoxes, 0, ownBoxes.length);
            for (int i = 0; i < count; i++) {
                if (allClasses[start + i] >= known) {
                    throw new IllegalArgumentException(
                            "an object of class " + allClasses[start + i] + "; the network knows " + known);
                }
                own[i] = (int) allClasses[start + i];
                if (!(ownBoxes[4 * i + 2] > 0) || !(ownBoxes[4 * i + 3] > 0)) {
                    throw new IllegalArgumentException("a box of width " + ownBoxes[4 * i + 2] + " and height "
                            + ownBoxes[4 * i + 3] + "; both are above 0");
                }
            }
            pictures.add(new Objects(own, ownBoxes));
        }
        return new DetectionTargets(pictures);
    }

    /** Number of objects in all pictures, or 1 where there are none: what losses of boxes are divided by. */
    int objects() {
        return Math.max(1, pictures.stream().mapToInt(Objects::count).sum());
    }
}

package org.paperzoo.evaluation.metric.segmentation;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A label for each voxel of a volume, or each pixel of a picture, and how far apart these are. Holds the array that it was
 * made of, uncopied.
 */
public final class LabelVolume {

    /** Most voxels: 2^30, some 8 GiB of distances. */
    public static final int MOST_VOXELS = 1 << 30;

    private final int[] shape;
    private final double[] spacing;
    private final byte[] bytes;
    private final int[] integers;

    private LabelVolume(int[] shape, double[] spacing, byte[] bytes, int[] integers) {
        int voxels = sizeOf(shape);
        int length = bytes == null ? integers.length : bytes.length;
        if (voxels != length) {
            throw new IllegalArgumentException(length + " labels for a volume of " + Arrays.toString(shape));
        }
        if (spacing.length != shape.length
                || !Arrays.stream(spacing).allMatch(step -> step > 0 && Double.isFinite(step))) {
            throw new IllegalArgumentException("a volume of " + shape.length
                    + " axes needs as many positive finite spacings, not " + Arrays.toString(spacing));
        }
        this.shape = shape.clone();
        this.spacing = spacing.clone();
        this.bytes = bytes;
        this.integers = integers;
    }

    /**
     * The number of voxels of a shape.
     *
     * @throws IllegalArgumentException if it has not 1 to 3 axes, or not 1 to {@link #MOST_VOXELS} voxels
     */
    public static int sizeOf(int[] shape) {
        if (shape.length < 1 || shape.length > 3) {
            throw new IllegalArgumentException("a volume has 1 to 3 axes, not " + shape.length);
        }
        long voxels = 1;
        for (int length : shape) {
            voxels *= length;
            if (length < 1 || voxels > MOST_VOXELS) {
                throw new IllegalArgumentException(
                        "a volume has 1 to " + MOST_VOXELS + " voxels, not " + Arrays.toString(shape));
            }
        }
        return (int) voxels;
    }

    /**
     * Labels from 0 to 255.
     *
     * @param shape lengths of 1 to 3 axes, the last one contiguous
     * @param spacing distance of neighbours along each axis, in any unit
     */
    public static LabelVolume ofBytes(int[] shape, double[] spacing, byte[] labels) {
        return new LabelVolume(shape, spacing, labels, null);
    }

    /** Labels of any value. */
    public static LabelVolume ofIntegers(int[] shape, double[] spacing, int[] labels) {
        return new LabelVolume(shape, spacing, null, labels);
    }

    /** A picture: its rows are the first axis. */
    public static LabelVolume of(LabelMap map, double[] spacing) {
        int[] shape = {map.height(), map.width()};
        return map.bytes() != null
                ? ofBytes(shape, spacing, map.bytes())
                : ofIntegers(
                        shape,
                        spacing,
                        IntStream.range(0, map.size()).map(map::label).toArray());
    }

    /** Lengths of the axes. */
    public int[] shape() {
        return shape.clone();
    }

    /** Distance of neighbours along each axis. */
    public double[] spacing() {
        return spacing.clone();
    }

    /** Number of voxels. */
    public int size() {
        return bytes == null ? integers.length : bytes.length;
    }

    /** The label of a voxel, in the order of the array. */
    public int label(int voxel) {
        return bytes == null ? integers[voxel] : bytes[voxel] & 0xFF;
    }

    /** Where a label is. */
    boolean[] mask(int label) {
        boolean[] mask = new boolean[size()];
        if (bytes == null) {
            for (int i = 0; i < mask.length; i++) {
                mask[i] = integers[i] == label;
            }
        } else if (label >= 0 && label < 256) {
            byte sought = (byte) label;
            for (int i = 0; i < mask.length; i++) {
                mask[i] = bytes[i] == sought;
            }
        }
        return mask;
    }

    /** Checks that a prediction has the shape and spacing of this reference. */
    void checkPrediction(LabelVolume prediction) {
        if (!Arrays.equals(shape, prediction.shape)) {
            throw new IllegalArgumentException("the prediction has the shape " + Arrays.toString(prediction.shape)
                    + ", the reference " + Arrays.toString(shape));
        }
        if (!Arrays.equals(spacing, prediction.spacing)) {
            throw new IllegalArgumentException("the prediction has the spacing " + Arrays.toString(prediction.spacing)
                    + ", the reference " + Arrays.toString(spacing));
        }
    }
}

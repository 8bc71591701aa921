package org.paperzoo.zoo.volume;

import java.util.List;

/**
 * A picture of space: numbers on a grid, and where the grid lies.
 *
 * @param shape numbers of voxels along the three axes, then of points in time (or of whatever else is counted)
 * @param values in the order of the files: the first axis fastest, time slowest; not copied
 * @param affine from voxel numbers to millimetres
 */
public record Volume(List<Integer> shape, float[] values, Affine affine) {

    /** The most values that are held at once: 1 GiB. */
    public static final int MOST_VALUES = 1 << 28;

    public Volume {
        shape = List.copyOf(shape);
        long count = 1;
        for (int length : shape) {
            if (length < 1) {
                throw new IllegalArgumentException("a volume of " + shape + " voxels; expected lengths above 0");
            }
            count = Math.multiplyExact(count, length);
        }
        if (shape.size() != 4 || count != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values for a volume of " + shape + "; expected four lengths of that product");
        }
    }

    /** Millimetres from one voxel to the next along each axis. */
    public double[] spacing() {
        return affine.spacing();
    }

    /** The value of a voxel at a point in time. */
    public float at(int x, int y, int z, int time) {
        return values[((time * shape.get(2) + z) * shape.get(1) + y) * shape.get(0) + x];
    }

    /** Where the axes point, such as {@code RAS}: each letter is the side to which numbers grow. */
    public String orientation() {
        StringBuilder letters = new StringBuilder();
        for (int axis : affine.nearestAxes()) {
            letters.append((axis > 0 ? "RAS" : "LPI").charAt(Math.abs(axis) - 1));
        }
        return letters.toString();
    }

    /**
     * The same volume with its axes exchanged and turned round so that they point as nearly as possible to the right, to
     * the front and up (nipy/nibabel, {@code as_closest_canonical}). No value is interpolated.
     *
     * @throws IllegalArgumentException if the axes do not span space
     */
    public Volume canonical() {
        int[] axes = affine.nearestAxes();
        int[] source = new int[3];
        boolean[] turned = new boolean[3];
        for (int axis = 0; axis < 3; axis++) {
            source[Math.abs(axes[axis]) - 1] = axis;
            turned[Math.abs(axes[axis]) - 1] = axes[axis] < 0;
        }
        int[] steps = {1, shape.get(0), shape.get(0) * shape.get(1)};
        int frame = steps[2] * shape.get(2);
        int[] lengths = new int[3];
        int[] step = new int[3];
        int start = 0;
        double[] rows = affine.rows().clone();
        for (int axis = 0; axis < 3; axis++) {
            int from = source[axis];
            lengths[axis] = shape.get(from);
            step[axis] = turned[axis] ? -steps[from] : steps[from];
            start += turned[axis] ? steps[from] * (lengths[axis] - 1) : 0;
            for (int row = 0; row < 3; row++) {
                double column = affine.at(row, from);
                rows[4 * row + axis] = turned[axis] ? -column : column;
                rows[4 * row + 3] += turned[axis] ? column * (lengths[axis] - 1) : 0;
            }
        }
        float[] moved = new float[values.length];
        int to = 0;
        for (int time = 0; time < shape.get(3); time++) {
            for (int z = 0; z < lengths[2]; z++) {
                for (int y = 0; y < lengths[1]; y++) {
                    int from = time * frame + start + z * step[2] + y * step[1];
                    for (int x = 0; x < lengths[0]; x++) {
                        moved[to++] = values[from];
                        from += step[0];
                    }
                }
            }
        }
        return new Volume(List.of(lengths[0], lengths[1], lengths[2], shape.get(3)), moved, new Affine(rows));
    }
}

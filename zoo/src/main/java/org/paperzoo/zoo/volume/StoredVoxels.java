package org.paperzoo.zoo.volume;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.zoo.InvalidInputException;

/**
 * How a file's voxels are stored and what they are worth: {@code slope * stored + intercept}.
 *
 * @param shape four lengths
 */
record StoredVoxels(List<Integer> shape, VoxelType type, ByteOrder order, double slope, double intercept) {

    private static final int BLOCK = 1 << 16;

    /** What deflate can make of a byte at most. */
    private static final long MOST_EXPANSION = 1032;

    /** Number of voxels; the shape was checked when it was read. */
    int count() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    /**
     * Checks lengths that a file says.
     *
     * @throws InvalidInputException if one is below 1, or there are more than {@link Volume#MOST_VALUES} in all
     */
    static List<Integer> shape(long[] lengths, String source) throws InvalidInputException {
        Integer[] shape = {1, 1, 1, 1};
        long count = 1;
        for (int axis = 0; axis < lengths.length; axis++) {
            long length = lengths[axis];
            if (length < 1 || length > Volume.MOST_VALUES || (count *= length) > Volume.MOST_VALUES) {
                throw new InvalidInputException(source + ": a volume of " + Arrays.toString(lengths)
                        + " voxels; expected lengths above 0 and at most " + Volume.MOST_VALUES + " in all");
            }
            // Whatever comes after the third axis is counted as time.
            shape[Math.min(axis, 3)] *= (int) length;
        }
        return List.of(shape);
    }

    /**
     * Refuses voxels that a file cannot hold, before anything is allocated for them.
     *
     * @param plain bytes of the file behind its header, if it is not compressed
     * @param size bytes of the file
     */
    void requireRoom(long plain, long size, boolean compressed, String source) throws InvalidInputException {
        long needed = (long) count() * type.bytes();
        if (needed > (compressed ? size * MOST_EXPANSION : plain)) {
            throw new InvalidInputException(source + ": a volume of " + shape + " voxels takes " + needed
                    + " bytes; the file has " + (compressed ? size + " compressed ones" : Math.max(0, plain)));
        }
    }

    /** Reads the voxels' values. */
    float[] read(InputStream input, String source) throws IOException {
        float[] values = new float[count()];
        byte[] block = new byte[BLOCK];
        int done = 0;
        boolean plain = slope == 1 && intercept == 0;
        while (done < values.length) {
            int wanted = Math.min(BLOCK / type.bytes(), values.length - done);
            int read;
            try {
                read = input.readNBytes(block, 0, wanted * type.bytes());
            } catch (EOFException e) {
                read = 0;
            }
            if (read < wanted * type.bytes()) {
                throw new InvalidInputException(
                        source + ": ends after " + (done + read / type.bytes()) + " of " + values.length + " voxels");
            }
            ByteBuffer bytes = ByteBuffer.wrap(block, 0, read).order(order);
            for (int i = 0; i < wanted; i++) {
                double stored = type.decode(bytes);
                values[done++] = (float) (plain ? stored : slope * stored + intercept);
            }
        }
        return values;
    }
}

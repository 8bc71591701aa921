package org.paperzoo.zoo.volume;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.paperzoo.zoo.InvalidInputException;

/**
 * The header of a NIfTI file (NIfTI-1.1, {@code nifti1.h}; NIfTI-2, {@code nifti2.h}), in either byte order.
 *
 * @param voxels how the voxels are stored
 * @param offset where they begin
 * @param single whether they lie in the header's file ({@code n+1}) and not in one beside it ({@code ni1})
 * @param affine the sform if there is one, else the qform; else, as nibabel does, the spacing alone with the first axis to
 *     the left and the middle at 0
 */
record NiftiHeader(StoredVoxels voxels, long offset, boolean single, Affine affine) {

    /** Bytes by which a header is known. */
    static final int PREFIX = 4;

    private static final int FIRST = 348;
    private static final int SECOND = 540;
    private static final int MOST_AXES = 7;

    /** Where the two versions keep what is read here; numbers are wider in the second. */
    private record Places(
            int axes, int type, int spacing, int offset, int slope, int codes, int quaternion, int rows, int magic) {}

    private static final Places PLACES_1 = new Places(40, 70, 76, 108, 112, 252, 256, 280, 344);
    private static final Places PLACES_2 = new Places(16, 12, 104, 168, 176, 344, 352, 400, 4);

    /**
     * The whole header's length, by its first bytes.
     *
     * @throws InvalidInputException if it is none
     */
    static int length(byte[] prefix, String source) throws InvalidInputException {
        int big = prefix.length < PREFIX ? 0 : ByteBuffer.wrap(prefix).getInt();
        int little = Integer.reverseBytes(big);
        for (int length : new int[] {FIRST, SECOND}) {
            if (big == length || little == length) {
                return length;
            }
        }
        throw new InvalidInputException(source + ": not a NIfTI file: a header of neither 348 nor 540 bytes");
    }

    /** Reads a header of the length that {@link #length} gave. */
    static NiftiHeader of(byte[] bytes, String source) throws InvalidInputException {
        boolean second = bytes.length == SECOND;
        ByteBuffer header = ByteBuffer.wrap(bytes);
        if (header.getInt(0) != bytes.length) {
            header.order(ByteOrder.LITTLE_ENDIAN);
        }
        Places places = second ? PLACES_2 : PLACES_1;
        boolean single = isSingle(bytes, places.magic(), second, source);
        long[] lengths = lengths(header, places, second, source);
        int code = header.getShort(places.type()) & 0xffff;
        VoxelType type = VoxelType.ofCode(code);
        if (type == null) {
            throw new InvalidInputException(source + ": voxels of NIfTI's type " + code
                    + "; expected whole numbers of 8 to 64 bits or floats of 32 or 64");
        }
        double slope = real(header, places.slope(), 0, second);
        double intercept = real(header, places.slope(), 1, second);
        boolean scaled = slope != 0 && Double.isFinite(slope);
        if (scaled && !Double.isFinite(intercept)) {
            throw new InvalidInputException(source + ": scl_inter is " + intercept + "; expected a finite number");
        }
        StoredVoxels voxels = new StoredVoxels(
                StoredVoxels.shape(lengths, source), type, header.order(), scaled ? slope : 1, scaled ? intercept : 0);
        double offset = second ? header.getLong(places.offset()) : header.getFloat(places.offset());
        long least = single ? bytes.length + 4L : 0;
        if (!(offset >= 0 && offset < 1L << 53) || offset != Math.rint(offset) || offset != 0 && offset < least) {
            throw new InvalidInputException(
                    source + ": vox_offset is " + offset + "; expected a whole number of at least " + least);
        }
        try {
            return new NiftiHeader(
                    voxels, Math.max(least, (long) offset), single, affine(header, places, second, lengths));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(source + ": its affine " + e.getMessage(), e);
        }
    }

    private static boolean isSingle(byte[] bytes, int at, boolean second, String source) throws InvalidInputException {
        String magic = new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
        String version = second ? "2" : "1";
        if (magic.equals("n+" + version + "\0")) {
            return true;
        }
        if (magic.equals("ni" + version + "\0")) {
            return false;
        }
        throw new InvalidInputException(source + ": no NIfTI-" + version
                + " magic; Analyze files, which do not say where left is, are not read");
    }

    private static long[] lengths(ByteBuffer header, Places places, boolean second, String source)
            throws InvalidInputException {
        long axes = whole(header, places.axes(), 0, second);
        if (axes < 1 || axes > MOST_AXES) {
            throw new InvalidInputException(source + ": " + axes + " axes; expected 1 to " + MOST_AXES);
        }
        long[] lengths = new long[(int) axes];
        for (int axis = 0; axis < axes; axis++) {
            lengths[axis] = whole(header, places.axes(), axis + 1, second);
        }
        return lengths;
    }

    private static long whole(ByteBuffer header, int at, int index, boolean second) {
        return second ? header.getLong(at + 8 * index) : header.getShort(at + 2 * index);
    }

    private static double real(ByteBuffer header, int at, int index, boolean second) {
        return second ? header.getDouble(at + 8 * index) : header.getFloat(at + 4 * index);
    }

    private static Affine affine(ByteBuffer header, Places places, boolean second, long[] lengths) {
        int qform = second ? header.getInt(places.codes()) : header.getShort(places.codes());
        int sform = second ? header.getInt(places.codes() + 4) : header.getShort(places.codes() + 2);
        if (sform > 0) {
            double[] rows = new double[12];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = real(header, places.rows(), i, second);
            }
            return new Affine(rows);
        }
        double[] spacing = new double[4];
        for (int i = 0; i < spacing.length; i++) {
            spacing[i] = real(header, places.spacing(), i, second);
        }
        return qform > 0 ? fromQuaternion(header, places, second, spacing) : fromSpacing(spacing, lengths);
    }

    /** {@code nifti1.h}, method 2. */
    private static Affine fromQuaternion(ByteBuffer header, Places places, boolean second, double[] spacing) {
        double b = real(header, places.quaternion(), 0, second);
        double c = real(header, places.quaternion(), 1, second);
        double d = real(header, places.quaternion(), 2, second);
        double rest = 1 - (b * b + c * c + d * d);
        if (rest < -1e-5) {
            throw new IllegalArgumentException("has a quaternion longer than 1");
        }
        double a = Math.sqrt(Math.max(0, rest));
        double[] rotation = {
            a * a + b * b - c * c - d * d,
            2 * (b * c - a * d),
            2 * (b * d + a * c),
            2 * (b * c + a * d),
            a * a + c * c - b * b - d * d,
            2 * (c * d - a * b),
            2 * (b * d - a * c),
            2 * (c * d + a * b),
            a * a + d * d - b * b - c * c
        };
        double[] rows = new double[12];
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                double sign = column == 2 && spacing[0] < 0 ? -1 : 1;
                rows[4 * row + column] = rotation[3 * row + column] * sign * Math.abs(spacing[column + 1]);
            }
            rows[4 * row + 3] = real(header, places.quaternion(), 3 + row, second);
        }
        return new Affine(rows);
    }

    private static Affine fromSpacing(double[] spacing, long[] lengths) {
        double[] rows = new double[12];
        for (int axis = 0; axis < 3; axis++) {
            boolean there = axis < lengths.length;
            double step = (there ? Math.abs(spacing[axis + 1]) : 1) * (axis == 0 ? -1 : 1);
            rows[4 * axis + axis] = step;
            rows[4 * axis + 3] = there ? -step * (lengths[axis] - 1) / 2 : 0;
        }
        return new Affine(rows);
    }
}

package org.paperzoo.datasets.vision;

import java.util.Arrays;
import java.util.List;

/**
 * A mask as COCO encodes it: the lengths of runs of pixels that are off and on in turn, the first one off, down one column
 * after another. Everything is computed on the runs; pixels exist in {@link #pixels} alone. Immutable.
 *
 * <p>Source: common/maskApi.c of cocodataset/cocoapi 8c9bcc3, whose results these are, digit by digit. Unlike there, runs
 * that do not fill the picture exactly are refused.
 */
public final class RunLengthMask {

    /** What the compressed form adds to six bits to make a letter. */
    private static final int LETTER = 48;

    /** No number of a valid text takes more letters: 33 bits at five a letter. */
    private static final int MOST_LETTERS = 7;

    private final int height;
    private final int width;
    /** Where each run ends, in pixels from the first. */
    private final int[] ends;

    private final int area;

    RunLengthMask(int height, int width, int[] ends) {
        this.height = height;
        this.width = width;
        this.ends = ends;
        int on = 0;
        for (int i = 1; i < ends.length; i += 2) {
            on += ends[i] - ends[i - 1];
        }
        this.area = on;
    }

    /**
     * A mask by the lengths of its runs, COCO's uncompressed form.
     *
     * @throws IllegalArgumentException if the sides are not positive, the picture has 2^31 pixels or more, a length is
     *     negative, or the lengths do not add up to the picture
     */
    public static RunLengthMask ofRuns(int height, int width, int... lengths) {
        int pixels = pixels(height, width);
        int[] ends = new int[lengths.length];
        int end = 0;
        for (int i = 0; i < lengths.length; i++) {
            end = following(end, lengths[i], pixels, height, width);
            ends[i] = end;
        }
        return new RunLengthMask(height, width, filled(ends, end, height, width));
    }

    /**
     * A mask by COCO's compressed text: differences of lengths, five bits a letter.
     *
     * @throws IllegalArgumentException as {@link #ofRuns}, and if the text has another letter or ends within a number
     */
    public static RunLengthMask parse(int height, int width, CharSequence text) {
        int pixels = pixels(height, width);
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            int bits = text.charAt(i) - LETTER;
            if (bits < 0 || bits > 63) {
                throw new IllegalArgumentException("run lengths have the letter '" + text.charAt(i) + "' at " + i);
            }
            count += 1 - (bits >> 5);
        }
        int[] ends = new int[count];
        int next = 0;
        int end = 0;
        int last = 0;
        int last2 = 0;
        for (int i = 0; i < count; i++) {
            long value = 0;
            int bits;
            int letters = 0;
            do {
                bits = text.charAt(next++) - LETTER;
                value |= (long) (bits & 31) << 5 * letters++;
            } while ((bits & 32) != 0 && letters < MOST_LETTERS);
            if ((bits & 32) != 0) {
                throw new IllegalArgumentException("run length " + i + " takes more than seven letters");
            }
            if ((bits & 16) != 0) {
                value |= -1L << 5 * letters;
            }
            if (i > 2) {
                value += last2;
            }
            end = following(end, value, pixels, height, width);
            ends[i] = end;
            last2 = last;
            last = (int) value;
        }
        if (next < text.length()) {
            throw new IllegalArgumentException("run lengths end within a number");
        }
        return new RunLengthMask(height, width, filled(ends, end, height, width));
    }

    /** The pixels of a picture, if it is one. */
    static int pixels(int height, int width) {
        if (height < 1 || width < 1 || (long) height * width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a mask of " + height + " rows and " + width
                    + " columns; both must be positive, and the pixels fewer than 2^31");
        }
        return height * width;
    }

    private static int following(int end, long length, int pixels, int height, int width) {
        if (length < 0) {
            throw new IllegalArgumentException("a run has the length " + length);
        }
        if (length > pixels - end) {
            throw new IllegalArgumentException("runs exceed the picture of " + height + " by " + width + " pixels");
        }
        return end + (int) length;
    }

    private static int[] filled(int[] ends, int end, int height, int width) {
        if (end != height * width) {
            throw new IllegalArgumentException(
                    "runs fill " + end + " pixels of a picture of " + height + " by " + width);
        }
        return ends;
    }

    /**
     * The union of polygons, each given by x and y of its corners in turn, in pixels from the upper left corner.
     *
     * @throws IllegalArgumentException as {@link PolygonOutline#of}, and if there is none
     */
    public static RunLengthMask ofPolygons(int height, int width, List<double[]> polygons) {
        return union(polygons.stream()
                .map(corners -> PolygonOutline.of(corners).fill(height, width))
                .toList());
    }

    /** A box, rounded as COCO rounds polygons. */
    public static RunLengthMask ofBox(int height, int width, double left, double top, double across, double down) {
        return PolygonOutline.ofBox(left, top, across, down).fill(height, width);
    }

    /**
     * The mask of pixels, row by row.
     *
     * @throws IllegalArgumentException if there is not one for each place
     */
    public static RunLengthMask ofPixels(int height, int width, boolean[] pixels) {
        if (pixels(height, width) != pixels.length) {
            throw new IllegalArgumentException(
                    pixels.length + " pixels for a mask of " + height + " rows and " + width + " columns");
        }
        int[] ends = new int[16];
        int count = 0;
        boolean on = false;
        for (int x = 0, place = 0; x < width; x++) {
            for (int y = 0; y < height; y++, place++) {
                if (pixels[y * width + x] != on) {
                    if (count + 1 == ends.length) {
                        ends = Arrays.copyOf(ends, 2 * ends.length);
                    }
                    ends[count++] = place;
                    on = !on;
                }
            }
        }
        ends[count++] = pixels.length;
        return new RunLengthMask(height, width, Arrays.copyOf(ends, count));
    }

    /**
     * What is on in any of the masks.
     *
     * @throws IllegalArgumentException if there is none, or their sizes differ
     */
    public static RunLengthMask union(List<RunLengthMask> masks) {
        return merged(masks, false);
    }

    /**
     * What is on in all of the masks.
     *
     * @throws IllegalArgumentException if there is none, or their sizes differ
     */
    public static RunLengthMask intersection(List<RunLengthMask> masks) {
        return merged(masks, true);
    }

    private static RunLengthMask merged(List<RunLengthMask> masks, boolean intersect) {
        if (masks.isEmpty()) {
            throw new IllegalArgumentException("needs at least one mask");
        }
        RunLengthMask merged = masks.get(0);
        for (RunLengthMask mask : masks.subList(1, masks.size())) {
            merged = merged.merge(mask, intersect);
        }
        return merged;
    }

    private RunLengthMask merge(RunLengthMask other, boolean intersect) {
        checkSize(other);
        int pixels = height * width;
        int[] merged = new int[ends.length + other.ends.length];
        int count = 0;
        int a = 0;
        int b = 0;
        boolean on = false;
        int end;
        do {
            end = Math.min(ends[a], other.ends[b]);
            // One run of each at most: runs of length 0 come one by one, as in the reference.
            if (ends[a] == end && a + 1 < ends.length) {
                a++;
            }
            if (other.ends[b] == end && b + 1 < other.ends.length) {
                b++;
            }
            boolean onNext = ((intersect ? a & b : a | b) & 1) == 1;
            if (onNext != on || end == pixels) {
                merged[count++] = end;
                on = onNext;
            }
        } while (end < pixels);
        return new RunLengthMask(height, width, Arrays.copyOf(merged, count));
    }

    private void checkSize(RunLengthMask other) {
        if (height != other.height || width != other.width) {
            throw new IllegalArgumentException("masks of " + height + " by " + width + " and of " + other.height
                    + " by " + other.width + " pixels do not compare");
        }
    }

    /** Rows of the picture. */
    public int height() {
        return height;
    }

    /** Columns of the picture. */
    public int width() {
        return width;
    }

    /** Number of pixels that are on. */
    public int area() {
        return area;
    }

    /**
     * Left, top, width and height of what is on, whole pixels; all 0 if there are no runs of it.
     *
     * <p>As in the reference, a run of length 0 counts as if it had a place, and one that ends a column and goes on in the
     * next spans the whole height.
     */
    public double[] bounds() {
        int left = width;
        int top = height;
        int right = 0;
        int bottom = 0;
        for (int i = 1; i < ends.length; i += 2) {
            int first = ends[i - 1];
            int last = Math.max(0, ends[i] - 1);
            int firstColumn = first / height;
            int lastColumn = last / height;
            left = Math.min(left, Math.min(firstColumn, lastColumn));
            right = Math.max(right, Math.max(firstColumn, lastColumn));
            if (firstColumn < lastColumn) {
                top = 0;
                bottom = height - 1;
            } else {
                int firstRow = first - firstColumn * height;
                int lastRow = last - lastColumn * height;
                top = Math.min(top, Math.min(firstRow, lastRow));
                bottom = Math.max(bottom, Math.max(firstRow, lastRow));
            }
        }
        return ends.length < 2 ? new double[4] : new double[] {left, top, right - left + 1, bottom - top + 1};
    }

    /**
     * Number of pixels that are on in both.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public int commonArea(RunLengthMask other) {
        checkSize(other);
        int[] others = other.ends;
        int common = 0;
        int a = 1;
        int b = 1;
        while (a < ends.length && b < others.length) {
            int end = ends[a];
            int otherEnd = others[b];
            int overlap = Math.min(end, otherEnd) - Math.max(ends[a - 1], others[b - 1]);
            if (overlap > 0) {
                common += overlap;
            }
            if (end <= otherEnd) {
                a += 2;
            }
            if (otherEnd <= end) {
                b += 2;
            }
        }
        return common;
    }

    /**
     * Common pixels over those of either; over this mask's own where the other is a crowd. 0 where nothing is common.
     *
     * @throws IllegalArgumentException if the sizes differ
     */
    public double intersectionOverUnion(RunLengthMask other, boolean crowd) {
        int common = commonArea(other);
        if (common == 0) {
            return 0;
        }
        return (double) common / (crowd ? area : (long) area + other.area - common);
    }

    /** The pixels, row by row. */
    public boolean[] pixels() {
        boolean[] pixels = new boolean[height * width];
        for (int i = 1; i < ends.length; i += 2) {
            for (int place = ends[i - 1]; place < ends[i]; place++) {
                pixels[place % height * width + place / height] = true;
            }
        }
        return pixels;
    }

    /** The lengths of the runs. */
    public int[] runs() {
        int[] runs = ends.clone();
        for (int i = runs.length - 1; i > 0; i--) {
            runs[i] -= runs[i - 1];
        }
        return runs;
    }

    /** COCO's compressed text. */
    public String text() {
        int[] runs = runs();
        StringBuilder text = new StringBuilder(2 * runs.length);
        for (int i = 0; i < runs.length; i++) {
            int value = i > 2 ? runs[i] - runs[i - 2] : runs[i];
            boolean more;
            do {
                int bits = value & 31;
                value >>= 5;
                more = (bits & 16) != 0 ? value != -1 : value != 0;
                text.append((char) (LETTER + (more ? bits | 32 : bits)));
            } while (more);
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunLengthMask mask
                && height == mask.height
                && width == mask.width
                && Arrays.equals(ends, mask.ends);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * height + width) + Arrays.hashCode(ends);
    }

    @Override
    public String toString() {
        return "RunLengthMask[" + height + " by " + width + ", " + area + " on]";
    }
}

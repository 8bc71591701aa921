package org.paperzoo.evaluation.metric.segmentation;

/**
 * A class for each pixel of a picture, row by row. Holds the array that it was made of, uncopied.
 */
public final class LabelMap {

    private final int width;
    private final int height;
    private final byte[] bytes;
    private final int[] integers;

    private LabelMap(int width, int height, byte[] bytes, int[] integers) {
        int length = bytes == null ? integers.length : bytes.length;
        if (width < 0 || height < 0 || (long) width * height != length) {
            throw new IllegalArgumentException(length + " labels for " + width + " x " + height + " pixels");
        }
        this.width = width;
        this.height = height;
        this.bytes = bytes;
        this.integers = integers;
    }

    /** Labels from 0 to 255, as in an 8-bit picture. */
    public static LabelMap ofBytes(int width, int height, byte[] labels) {
        return new LabelMap(width, height, labels, null);
    }

    /** Labels of any value. */
    public static LabelMap ofIntegers(int width, int height, int[] labels) {
        return new LabelMap(width, height, null, labels);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Number of pixels. */
    public int size() {
        return width * height;
    }

    /** The labels of a map of bytes, uncopied; null if it holds integers. */
    byte[] bytes() {
        return bytes;
    }

    /** The label of a pixel, counted row by row. */
    public int label(int pixel) {
        return bytes == null ? integers[pixel] : bytes[pixel] & 0xFF;
    }
}

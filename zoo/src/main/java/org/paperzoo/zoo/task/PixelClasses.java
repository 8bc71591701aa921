package org.paperzoo.zoo.task;

/**
 * A class for each pixel of a picture.
 *
 * @param width of the picture
 * @param height of the picture
 * @param classes number of the class of each pixel, row by row from the top, 0 to 255 as an unsigned byte
 */
public record PixelClasses(int width, int height, byte[] classes) {

    public PixelClasses {
        if (width < 1 || height < 1 || (long) width * height != classes.length) {
            throw new IllegalArgumentException(classes.length + " classes for " + width + " by " + height + " pixels");
        }
    }

    /** The class of a pixel. */
    public int at(int x, int y) {
        return classes[y * width + x] & 0xff;
    }

    /** How many pixels each of 256 classes has. */
    public int[] counts() {
        int[] counts = new int[256];
        for (byte label : classes) {
            counts[label & 0xff]++;
        }
        return counts;
    }
}

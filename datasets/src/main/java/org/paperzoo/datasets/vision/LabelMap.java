package org.paperzoo.datasets.vision;

/**
 * A class for each pixel of a picture.
 *
 * @param width in pixels
 * @param height in pixels
 * @param labels row by row from the top, to be read as unsigned numbers; 255 marks pixels that are not scored
 */
public record LabelMap(int width, int height, byte[] labels) {

    public LabelMap {
        if (width < 1 || height < 1 || labels.length != (long) width * height) {
            throw new IllegalArgumentException(labels.length + " labels for a map of " + width + " by " + height);
        }
    }

    /** The class of a pixel: 0 to 255. */
    public int label(int x, int y) {
        return labels[y * width + x] & 0xFF;
    }
}

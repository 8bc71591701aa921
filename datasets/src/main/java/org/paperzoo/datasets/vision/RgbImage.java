package org.paperzoo.datasets.vision;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * A picture in memory.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels row by row from the top, each as {@code 0xRRGGBB}
 */
public record RgbImage(int width, int height, int[] pixels) {

    public RgbImage {
        if (width < 1 || height < 1 || pixels.length != (long) width * height) {
            throw new IllegalArgumentException(pixels.length + " pixels for a picture of " + width + " by " + height);
        }
    }

    /** The picture as the JDK's class, for DJL's image factory and for writing files. */
    public BufferedImage toBufferedImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        return image;
    }

    /**
     * Takes the colours of a decoded picture as they are stored, as the reference pipelines' imaging library does: grey is
     * repeated (the JDK's own conversion would apply a gamma curve), transparency is dropped, colour profiles are ignored.
     */
    public static RgbImage of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = new int[width * height];
        ColorModel model = image.getColorModel();
        Raster raster = image.getRaster();
        boolean stored = model instanceof ComponentColorModel
                && (raster.getTransferType() == DataBuffer.TYPE_BYTE
                        || raster.getTransferType() == DataBuffer.TYPE_USHORT);
        if (!stored) {
            image.getRGB(0, 0, width, height, pixels, 0, width);
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] &= 0xFFFFFF;
            }
            return new RgbImage(width, height, pixels);
        }
        int bands = raster.getNumBands();
        int shift = raster.getTransferType() == DataBuffer.TYPE_USHORT ? 8 : 0;
        int green = bands >= 3 ? 1 : 0;
        int blue = bands >= 3 ? 2 : 0;
        int[] row = new int[width * bands];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int at = x * bands;
                pixels[y * width + x] =
                        (row[at] >> shift) << 16 | (row[at + green] >> shift) << 8 | (row[at + blue] >> shift);
            }
        }
        return new RgbImage(width, height, pixels);
    }
}

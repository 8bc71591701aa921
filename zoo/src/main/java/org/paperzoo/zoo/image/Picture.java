package org.paperzoo.zoo.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * An 8-bit RGB picture.
 *
 * <p>Immutable by convention: whoever hands pixels over or reads them does not change them.
 */
public final class Picture {

    /** Bytes of a pixel: red, green, blue. */
    public static final int CHANNELS = 3;

    /** The most pixels a picture may have: from where on Pillow warns of a decompression bomb. */
    public static final long MOST_PIXELS = 89_478_485;

    private final int width;
    private final int height;
    private final byte[] pixels;

    /**
     * A picture over the given pixels, which are not copied.
     *
     * @param pixels row by row from the top, each pixel red, green and blue: {@code 3 * width * height} bytes
     * @throws IllegalArgumentException if a side is below 1, or the number of bytes is another
     */
    public Picture(int width, int height, byte[] pixels) {
        if (width < 1 || height < 1 || (long) width * height > MOST_PIXELS) {
            throw new IllegalArgumentException("a picture of " + width + " by " + height + " pixels; expected 1 to "
                    + MOST_PIXELS + " pixels in all");
        }
        if (pixels.length != CHANNELS * width * height) {
            throw new IllegalArgumentException(pixels.length + " bytes for " + width + " by " + height + " pixels");
        }
        this.width = width;
        this.height = height;
        this.pixels = pixels;
    }

    /**
     * A copy of an image of Java's own, whatever its pixel format, as Pillow's {@code convert("RGB")} makes one: see
     * {@link PixelFormats}.
     *
     * @throws IllegalArgumentException if the format is none that Pillow's reading of files gives
     */
    public static Picture of(BufferedImage image) {
        return PixelFormats.toPicture(image, false, Integer.MAX_VALUE);
    }

    /** Number of columns. */
    public int width() {
        return width;
    }

    /** Number of rows. */
    public int height() {
        return height;
    }

    /** The pixels row by row from the top, each red, green and blue. Not a copy. */
    public byte[] pixels() {
        return pixels;
    }

    /** A part of a pixel in [0, 255]: channel 0 is red, 1 green, 2 blue. */
    public int at(int x, int y, int channel) {
        return pixels[CHANNELS * (y * width + x) + channel] & 0xff;
    }

    /** A copy as an image of Java's own, of type {@link BufferedImage#TYPE_INT_RGB}. */
    public BufferedImage toBufferedImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        int from = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                row[x] = (pixels[from] & 0xff) << 16 | (pixels[from + 1] & 0xff) << 8 | pixels[from + 2] & 0xff;
                from += CHANNELS;
            }
            image.getRaster().setDataElements(0, y, width, 1, row);
        }
        return image;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Picture picture
                && picture.width == width
                && picture.height == height
                && Arrays.equals(picture.pixels, pixels);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "Picture of " + width + " by " + height + " pixels";
    }
}

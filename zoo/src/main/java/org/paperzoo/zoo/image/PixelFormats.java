package org.paperzoo.zoo.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;

/**
 * Pixels of files to 8-bit RGB as Pillow converts them, which the papers' evaluation code goes through: stored values are
 * taken as they are (no colour profile, no gamma), transparency is dropped and not blended, 16 bits of colour lose their
 * lower half, 16 bits of grey are cut off at 255 (sic: Pillow's mode I to RGB).
 */
final class PixelFormats {

    private PixelFormats() {}

    /**
     * The picture.
     *
     * @param grey whether the file holds grey alone: a transparent level that it may name is no further band
     * @param colours of the file's palette, which Java fills up with black
     */
    static Picture toPicture(BufferedImage image, boolean grey, int colours) {
        Raster raster = image.getRaster();
        if (image.getColorModel() instanceof IndexColorModel palette) {
            return fromPalette(raster, palette, Math.min(colours, palette.getMapSize()));
        }
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR
                && raster.getDataBuffer() instanceof DataBufferByte bytes
                && bytes.getData().length == Picture.CHANNELS * image.getWidth() * image.getHeight()) {
            return fromBlueGreenRed(bytes.getData(), image.getWidth(), image.getHeight());
        }
        if (image.isAlphaPremultiplied()) {
            throw new IllegalArgumentException("pixels multiplied by their transparency; expected plain ones");
        }
        return fromSamples(raster, grey || raster.getNumBands() == 1);
    }

    private static Picture fromBlueGreenRed(byte[] stored, int width, int height) {
        byte[] pixels = new byte[stored.length];
        for (int i = 0; i < pixels.length; i += Picture.CHANNELS) {
            pixels[i] = stored[i + 2];
            pixels[i + 1] = stored[i + 1];
            pixels[i + 2] = stored[i];
        }
        return new Picture(width, height, pixels);
    }

    private static Picture fromPalette(Raster raster, IndexColorModel palette, int colours) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] pixels = new byte[Picture.CHANNELS * width * height];
        int[] row = new int[width];
        int to = 0;
        for (int y = 0; y < height; y++) {
            raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, row);
            for (int index : row) {
                // Beyond the end of a palette Pillow reads the number as grey.
                int colour = index < colours ? palette.getRGB(index) : 0x010101 * index;
                pixels[to++] = (byte) (colour >> 16);
                pixels[to++] = (byte) (colour >> 8);
                pixels[to++] = (byte) colour;
            }
        }
        return new Picture(width, height, pixels);
    }

    /** One or two bands are grey and transparency, three or four are red, green, blue and transparency. */
    private static Picture fromSamples(Raster raster, boolean onlyGrey) {
        int bands = raster.getNumBands();
        boolean grey = bands <= 2;
        boolean whole = raster.getTransferType() == DataBuffer.TYPE_BYTE
                || raster.getTransferType() == DataBuffer.TYPE_USHORT
                || raster.getTransferType() == DataBuffer.TYPE_INT;
        if (bands > 4 || !whole) {
            throw new IllegalArgumentException(
                    "pixels of " + bands + " bands of another type than whole numbers; expected grey or RGB");
        }
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] pixels = new byte[Picture.CHANNELS * width * height];
        int[] row = new int[bands * width];
        SampleModel model = raster.getSampleModel();
        int to = 0;
        for (int y = 0; y < height; y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < Picture.CHANNELS; channel++) {
                    int band = grey ? 0 : channel;
                    int sample = row[x * bands + band];
                    pixels[to++] = (byte) toByte(sample, model.getSampleSize(band), onlyGrey);
                }
            }
        }
        return new Picture(width, height, pixels);
    }

    private static int toByte(int sample, int bits, boolean onlyGrey) {
        if (bits == 8) {
            return sample;
        }
        if (bits > 8) {
            return onlyGrey ? Math.min(sample, 255) : sample >> (bits - 8);
        }
        return sample * 255 / ((1 << bits) - 1);
    }
}

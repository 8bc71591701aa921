package org.paperzoo.zoo.image;

import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import org.paperzoo.zoo.image.JpegHeader.Colours;

/**
 * Components of a JPEG to RGB: libjpeg's conversion in fixed point of 16 bits ({@code jdcolor.c}), and for print colours,
 * taken as Adobe stores them (inverted), Pillow's {@code convert("RGB")} ({@code Convert.c}, {@code cmyk2rgb}).
 */
final class JpegColours {

    private static final int HALF = 1 << 15;
    private static final int RED_OF_RED = fixed(1.402);
    private static final int BLUE_OF_BLUE = fixed(1.772);
    private static final int GREEN_OF_RED = -fixed(0.71414);
    private static final int GREEN_OF_BLUE = -fixed(0.34414);

    private JpegColours() {}

    private static int fixed(double factor) {
        return (int) (factor * (1 << 16) + 0.5);
    }

    /** The picture of components as they were stored. */
    static Picture toPicture(Raster raster, Colours colours) {
        int bands = raster.getNumBands();
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] pixels = new byte[Picture.CHANNELS * width * height];
        byte[] row = new byte[bands * width];
        byte[] whole = interleaved(raster);
        for (int y = 0; y < height; y++) {
            if (whole == null) {
                raster.getDataElements(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            } else {
                System.arraycopy(whole, y * row.length, row, 0, row.length);
            }
            int to = Picture.CHANNELS * width * y;
            switch (colours) {
                case GREY -> grey(row, pixels, to);
                case RGB -> System.arraycopy(row, 0, pixels, to, row.length);
                case YCC -> colour(row, pixels, to);
                case CMYK -> print(row, pixels, to);
                case YCCK -> {
                    luminanceToPrint(row);
                    print(row, pixels, to);
                }
            }
        }
        return new Picture(width, height, pixels);
    }

    /** The raster's own bytes where they lie pixel by pixel and nothing else does; else null. */
    private static byte[] interleaved(Raster raster) {
        int size = raster.getNumBands() * raster.getWidth() * raster.getHeight();
        return raster.getDataBuffer() instanceof DataBufferByte bytes
                        && bytes.getNumBanks() == 1
                        && bytes.getData().length == size
                ? bytes.getData()
                : null;
    }

    private static void grey(byte[] row, byte[] pixels, int start) {
        int to = start;
        for (byte level : row) {
            pixels[to++] = level;
            pixels[to++] = level;
            pixels[to++] = level;
        }
    }

    private static void colour(byte[] row, byte[] pixels, int start) {
        for (int i = 0; i < row.length; i += 3) {
            int luminance = row[i] & 0xff;
            int blue = (row[i + 1] & 0xff) - 128;
            int red = (row[i + 2] & 0xff) - 128;
            pixels[start + i] = clip(luminance + (RED_OF_RED * red + HALF >> 16));
            pixels[start + i + 1] = clip(luminance + (GREEN_OF_BLUE * blue + GREEN_OF_RED * red + HALF >> 16));
            pixels[start + i + 2] = clip(luminance + (BLUE_OF_BLUE * blue + HALF >> 16));
        }
    }

    /** Cyan, magenta and yellow are what red, green and blue lack; black stays. */
    private static void luminanceToPrint(byte[] row) {
        for (int i = 0; i < row.length; i += 4) {
            int luminance = row[i] & 0xff;
            int blue = (row[i + 1] & 0xff) - 128;
            int red = (row[i + 2] & 0xff) - 128;
            row[i] = clip(255 - (luminance + (RED_OF_RED * red + HALF >> 16)));
            row[i + 1] = clip(255 - (luminance + (GREEN_OF_BLUE * blue + GREEN_OF_RED * red + HALF >> 16)));
            row[i + 2] = clip(255 - (luminance + (BLUE_OF_BLUE * blue + HALF >> 16)));
        }
    }

    private static void print(byte[] row, byte[] pixels, int start) {
        int to = start;
        for (int i = 0; i < row.length; i += 4) {
            // Stored inverted: 255 is no ink.
            int light = row[i + 3] & 0xff;
            for (int channel = 0; channel < Picture.CHANNELS; channel++) {
                int product = (255 - (row[i + channel] & 0xff)) * light + 128;
                pixels[to++] = clip(light - ((product >> 8) + product >> 8));
            }
        }
    }

    private static byte clip(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}

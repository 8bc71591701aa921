package org.paperzoo.zoo.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import org.paperzoo.zoo.task.PixelClasses;

/**
 * Draws the classes of a picture's pixels, in the colours of PASCAL VOC: each bit of a class's number sets a bit of red, green
 * or blue in turn, from the highest down (VOC development kit, {@code VOClabelcolormap}); class 0 is black.
 */
public final class SegmentationDrawing {

    private static final int CLASSES = 256;

    private SegmentationDrawing() {}

    /** The picture, half of whose light is the colour of each pixel's class; where that is 0 the picture stays as it is. */
    public static Picture draw(Picture picture, PixelClasses found) {
        if (picture.width() != found.width() || picture.height() != found.height()) {
            throw new IllegalArgumentException("classes of " + found.width() + " by " + found.height()
                    + " pixels for a picture of " + picture.width() + " by " + picture.height());
        }
        byte[][] palette = palette();
        byte[] pixels = picture.pixels().clone();
        for (int i = 0; i < pixels.length; i++) {
            int label = found.classes()[i / Picture.CHANNELS] & 0xff;
            if (label > 0) {
                pixels[i] = (byte) (((pixels[i] & 0xff) + (palette[i % Picture.CHANNELS][label] & 0xff) + 1) / 2);
            }
        }
        return new Picture(picture.width(), picture.height(), pixels);
    }

    /** An indexed image: the value of each pixel is its class, its colour the palette's. */
    public static BufferedImage indexed(PixelClasses found) {
        byte[][] palette = palette();
        IndexColorModel colours = new IndexColorModel(Byte.SIZE, CLASSES, palette[0], palette[1], palette[2]);
        BufferedImage image =
                new BufferedImage(found.width(), found.height(), BufferedImage.TYPE_BYTE_INDEXED, colours);
        image.getRaster().setDataElements(0, 0, found.width(), found.height(), found.classes());
        return image;
    }

    /** Red, green and blue of each class. */
    private static byte[][] palette() {
        byte[][] palette = new byte[Picture.CHANNELS][CLASSES];
        for (int label = 0; label < CLASSES; label++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                int channel = bit % Picture.CHANNELS;
                int place = Byte.SIZE - 1 - bit / Picture.CHANNELS;
                palette[channel][label] |= (byte) ((label >> bit & 1) << place);
            }
        }
        return palette;
    }
}

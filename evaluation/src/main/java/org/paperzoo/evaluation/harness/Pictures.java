package org.paperzoo.evaluation.harness;

import org.paperzoo.datasets.vision.RgbImage;
import org.paperzoo.zoo.image.Picture;

/** Data sets' pictures as models take them. */
final class Pictures {

    private Pictures() {}

    /** The same pixels. */
    static Picture of(RgbImage image) {
        byte[] bytes = new byte[Math.multiplyExact(image.pixels().length, Picture.CHANNELS)];
        for (int i = 0; i < image.pixels().length; i++) {
            int pixel = image.pixels()[i];
            bytes[3 * i] = (byte) (pixel >> 16);
            bytes[3 * i + 1] = (byte) (pixel >> 8);
            bytes[3 * i + 2] = (byte) pixel;
        }
        return new Picture(image.width(), image.height(), bytes);
    }
}

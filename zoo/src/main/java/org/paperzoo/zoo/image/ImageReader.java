package org.paperzoo.zoo.image;

import ai.djl.modality.cv.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Pictures from DJL's images, whatever library is behind them. */
public final class ImageReader {

    private ImageReader() {}

    /**
     * A copy of an image's pixels.
     *
     * @throws UncheckedIOException if another image library's image cannot be written in a form that Java reads
     */
    public static Picture read(Image image) {
        if (image.getWrappedImage() instanceof BufferedImage buffered) {
            return Picture.of(buffered);
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            image.save(bytes, "png");
            return PictureReader.read(bytes.toByteArray(), "image");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package org.paperzoo.datasets.vision;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.paperzoo.datasets.InvalidDataException;

/**
 * A picture in a file: JPEG, PNG, GIF, BMP, or whatever else the JDK has a reader for. Its size is taken from its header and
 * checked before anything is decoded, so that a small file that claims a vast picture costs nothing.
 *
 * @param file the file
 * @param width the width that it must have, or 0 for any
 * @param height the height that it must have, or 0 for any
 */
public record ImageFile(Path file, int width, int height) implements ImageSource {

    /** The largest picture that is decoded: 100 million pixels. */
    public static final long MOST_PIXELS = 100_000_000;

    /** A picture of any size up to {@link #MOST_PIXELS}. */
    public ImageFile(Path file) {
        this(file, 0, 0);
    }

    @Override
    public String name() {
        return file.getFileName().toString();
    }

    @Override
    public RgbImage read() throws IOException {
        return RgbImage.of(decode());
    }

    /** The picture as the JDK decodes it. */
    BufferedImage decode() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such picture");
        }
        try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                throw new InvalidDataException(file + ": is not a picture of a known format, such as JPEG or PNG");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(input, true, true);
                return decode(reader);
            } finally {
                reader.dispose();
            }
        }
    }

    private BufferedImage decode(ImageReader reader) throws InvalidDataException {
        try {
            int foundWidth = reader.getWidth(0);
            int foundHeight = reader.getHeight(0);
            if ((long) foundWidth * foundHeight > MOST_PIXELS) {
                throw new InvalidDataException(file + ": the picture has " + foundWidth + " by " + foundHeight
                        + " pixels; at most " + MOST_PIXELS + " in all are decoded");
            }
            if (width > 0 && width != foundWidth || height > 0 && height != foundHeight) {
                throw new InvalidDataException(file + ": the picture has " + foundWidth + " by " + foundHeight
                        + " pixels; its annotation says " + width + " by " + height);
            }
            return reader.read(0);
        } catch (InvalidDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The JDK's decoders answer damaged files with all kinds of unchecked exceptions too.
            throw new InvalidDataException(
                    file + ": the picture is damaged or of an unknown kind: " + e.getMessage(), e);
        }
    }
}

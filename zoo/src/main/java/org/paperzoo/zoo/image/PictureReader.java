package org.paperzoo.zoo.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.paperzoo.zoo.InvalidInputException;

/** Reads pictures from PNG, JPEG, GIF (the first frame) and BMP files. */
public final class PictureReader {

    private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "bmp");

    private PictureReader() {}

    /**
     * Reads a file.
     *
     * @throws NoSuchFileException if it is not there
     * @throws InvalidInputException if it is no whole picture of a known format, or one of more than
     *     {@link Picture#MOST_PIXELS} pixels, which is found out before anything of that size is allocated
     */
    public static Picture read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "no such picture");
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + ": not a file; expected a picture");
        }
        try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
            return read(stream, file.toString());
        }
    }

    /**
     * Reads a picture from the bytes of a file.
     *
     * @param source what to call it in messages
     */
    public static Picture read(byte[] bytes, String source) throws IOException {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            return read(stream, source);
        }
    }

    private static Picture read(ImageInputStream stream, String source) throws IOException {
        ImageReader reader = reader(stream, source);
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((ignored, warning) -> warnings.add(warning));
        try {
            // Metadata is passed over: it may be compressed, and as large when opened as its writer liked.
            reader.setInput(stream, true, true);
            checkSize(reader.getWidth(0), reader.getHeight(0), source);
            BufferedImage image = reader.read(0);
            refuseTruncated(warnings, source);
            return Picture.of(image);
        } catch (InvalidInputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Java's readers meet broken files with any unchecked exception.
            throw new InvalidInputException(source + ": broken or unsupported picture: " + reason(e), e);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader(ImageInputStream stream, String source) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
            reader.dispose();
        }
        throw new InvalidInputException(source + ": not a picture; expected PNG, JPEG, GIF or BMP");
    }

    private static void checkSize(int width, int height, String source) throws InvalidInputException {
        if (width < 1 || height < 1 || (long) width * height > Picture.MOST_PIXELS) {
            throw new InvalidInputException(source + ": says to be " + width + " by " + height
                    + " pixels; expected 1 to " + Picture.MOST_PIXELS + " pixels in all");
        }
    }

    /** A JPEG that ends early is filled up with grey under a mere warning; Pillow refuses it. */
    private static void refuseTruncated(List<String> warnings, String source) throws InvalidInputException {
        for (String warning : warnings) {
            if (warning.startsWith("Truncated File") || warning.startsWith("Premature end of")) {
                throw new InvalidInputException(source + ": ends before the picture does");
            }
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("").strip();
    }
}

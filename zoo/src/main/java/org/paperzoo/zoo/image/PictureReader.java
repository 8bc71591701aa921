package org.paperzoo.zoo.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
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

/**
 * Reads pictures from PNG, JPEG, GIF (the first frame) and BMP files: 8-bit RGB as Pillow's {@code convert("RGB")} gives
 * it. JPEG components come from Java's decoder, and their colours from here: {@link JpegColours}.
 */
public final class PictureReader {

    private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "bmp");

    private PictureReader() {}

    /** A picture as its file holds it, and how it is to be turned. */
    private record Stored(Picture picture, Orientation orientation) {

        Picture upright() {
            return orientation.apply(picture);
        }
    }

    /**
     * Reads a file; its rows and columns stay as they are stored, as with Pillow's {@code Image.open}.
     *
     * @throws NoSuchFileException if it is not there
     * @throws InvalidInputException if it is no whole picture of a known format, or one of more than
     *     {@link Picture#MOST_PIXELS} pixels, which is found out before anything of that size is allocated
     */
    public static Picture read(Path file) throws IOException {
        return stored(file).picture();
    }

    /**
     * Reads a file and turns the picture as its EXIF orientation says, as with OpenCV's {@code imread} and Pillow's
     * {@code exif_transpose}. JPEG and PNG files have one.
     *
     * @throws IOException as {@link #read(Path)}
     */
    public static Picture readUpright(Path file) throws IOException {
        return stored(file).upright();
    }

    /**
     * Reads a picture from the bytes of a file, as it is stored.
     *
     * @param source what to call it in messages
     */
    public static Picture read(byte[] bytes, String source) throws IOException {
        return stored(bytes, source).picture();
    }

    /** Reads a picture from the bytes of a file and turns it as its EXIF orientation says. */
    public static Picture readUpright(byte[] bytes, String source) throws IOException {
        return stored(bytes, source).upright();
    }

    private static Stored stored(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "no such picture");
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + ": not a file; expected a picture");
        }
        try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
            return stored(stream, file.toString());
        }
    }

    private static Stored stored(byte[] bytes, String source) throws IOException {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            return stored(stream, source);
        }
    }

    private static Stored stored(ImageInputStream stream, String source) throws IOException {
        ImageReader reader = reader(stream, source);
        String format = reader.getFormatName().toLowerCase(Locale.ROOT);
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((ignored, warning) -> warnings.add(warning));
        try {
            JpegHeader jpeg = format.equals("jpeg") ? JpegHeader.read(stream, source) : null;
            PngHeader png = format.equals("png") ? PngHeader.read(stream) : null;
            stream.seek(0);
            // Metadata is passed over: it may be compressed, and as large when opened as its writer liked.
            reader.setInput(stream, true, true);
            checkSize(reader.getWidth(0), reader.getHeight(0), source);
            Stored stored =
                    jpeg == null ? stored(reader.read(0), png) : stored(reader.readRaster(0, null), jpeg, source);
            refuseTruncated(warnings, source);
            return stored;
        } catch (InvalidInputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Java's readers meet broken files with any unchecked exception.
            throw new InvalidInputException(source + ": broken or unsupported picture: " + reason(e), e);
        } finally {
            reader.dispose();
        }
    }

    private static Stored stored(BufferedImage image, PngHeader png) {
        return png == null
                ? new Stored(Picture.of(image), Orientation.UPRIGHT)
                : new Stored(PixelFormats.toPicture(image, png.grey(), png.colours()), png.orientation());
    }

    private static Stored stored(Raster raster, JpegHeader header, String source) throws InvalidInputException {
        if (raster.getNumBands() != header.components()) {
            throw new InvalidInputException(source + ": broken JPEG: its frame headers disagree");
        }
        return new Stored(JpegColours.toPicture(raster, header.colours()), header.orientation());
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

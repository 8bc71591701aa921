package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.paperzoo.datasets.InvalidDataException;

/**
 * A PNG file, read straight to its stored numbers, which for label maps is some times faster than through the JDK's pictures.
 * All kinds of PNG: 1 to 16 bits, grey, indexed and RGB, with and without transparency, interlaced or not.
 *
 * <p>Source: "Portable Network Graphics (PNG) Specification", third edition. Checksums are checked. A file that claims more
 * pixels than its bytes can hold is refused before anything is allocated for them.
 */
public final class PngFile {

    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int HEADER_BYTES = 13;
    private static final int HEADER = 0x49484452;
    private static final int DATA = 0x49444154;
    private static final int END = 0x49454E44;

    /** The largest file that is read. */
    private static final long MOST_BYTES = 1L << 30;

    /** Deflate gives at most 258 bytes for two bits. */
    private static final long MOST_INFLATION = 1032;

    private final Path file;
    private final ByteBuffer bytes;

    private PngFile(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /**
     * What the header says.
     *
     * @param bits of a sample
     * @param channels samples of a pixel
     */
    record Header(int width, int height, int bits, int channels, boolean indexed, boolean interlaced) {

        /** Bytes of a row of some pixels. */
        int rowBytes(int pixels) {
            return Math.toIntExact(((long) pixels * channels * bits + 7) / 8);
        }
    }

    /** A part of the file. */
    record Section(int offset, int length) {}

    /**
     * Reads a file.
     *
     * @throws NoSuchFileException if there is no such file
     * @throws InvalidDataException if it is no PNG file, broken, or too large
     */
    public static PngSamples read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such picture");
        }
        long size = Files.size(file);
        if (size > MOST_BYTES) {
            throw new InvalidDataException(
                    file + ": the file has " + size + " bytes; at most " + MOST_BYTES + " are read");
        }
        return new PngFile(file, Files.readAllBytes(file)).read();
    }

    private PngSamples read() throws InvalidDataException {
        if (bytes.remaining() < Long.BYTES || bytes.getLong() != SIGNATURE) {
            throw new InvalidDataException(file + ": is not a PNG picture");
        }
        Header header = null;
        List<Section> data = new ArrayList<>();
        long dataBytes = 0;
        int type = 0;
        while (type != END) {
            int offset = bytes.position();
            Section section = section();
            type = bytes.getInt(offset + Integer.BYTES);
            if ((header == null) != (type == HEADER)) {
                throw broken("must have one header, in the beginning");
            }
            if (type == HEADER) {
                header = header(section);
            } else if (type == DATA) {
                data.add(section);
                dataBytes += section.length();
            }
        }
        checkSize(header, dataBytes);
        return new PngPixels(file, bytes.array(), header, data).read();
    }

    /** Takes the next section and checks it. */
    private Section section() throws InvalidDataException {
        int offset = bytes.position();
        if (bytes.remaining() < 3 * Integer.BYTES) {
            throw broken("ends at byte " + bytes.limit() + " without its last section");
        }
        int length = bytes.getInt();
        int start = offset + 2 * Integer.BYTES;
        if (length < 0 || length > bytes.limit() - start - Integer.BYTES) {
            throw broken("ends within the section at byte " + offset);
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes.array(), start - Integer.BYTES, Integer.BYTES + length);
        if ((int) checksum.getValue() != bytes.getInt(start + length)) {
            String name = new String(bytes.array(), start - Integer.BYTES, Integer.BYTES, StandardCharsets.ISO_8859_1);
            throw broken(
                    "has a wrong checksum in the section " + name.replaceAll("[^A-Za-z]", "?") + " at byte " + offset);
        }
        bytes.position(start + length + Integer.BYTES);
        return new Section(start, length);
    }

    private Header header(Section section) throws InvalidDataException {
        if (section.length() != HEADER_BYTES) {
            throw broken("has a header of " + section.length() + " bytes; expected are " + HEADER_BYTES);
        }
        ByteBuffer fields = bytes.slice(section.offset(), HEADER_BYTES);
        int width = fields.getInt();
        int height = fields.getInt();
        int bits = fields.get();
        int colour = fields.get();
        int compression = fields.get();
        int filter = fields.get();
        int interlace = fields.get();
        int channels = channels(colour);
        boolean known = colour == 0 && (bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16)
                || colour == 3 && (bits == 1 || bits == 2 || bits == 4 || bits == 8)
                || channels > 1 && (bits == 8 || bits == 16);
        if (width < 1 || height < 1 || !known || compression != 0 || filter != 0 || (interlace & ~1) != 0) {
            throw broken("has a header of an unknown kind: " + width + " by " + height + " pixels, " + bits
                    + " bits, colour type " + colour + ", compression " + compression + ", filter " + filter
                    + ", interlace " + interlace);
        }
        return new Header(width, height, bits, channels, colour == 3, interlace == 1);
    }

    private static int channels(int colour) {
        return switch (colour) {
            case 0, 3 -> 1;
            case 4 -> 2;
            case 2 -> 3;
            case 6 -> 4;
            default -> 0;
        };
    }

    private void checkSize(Header header, long dataBytes) throws InvalidDataException {
        long pixels = (long) header.width() * header.height();
        if (pixels > ImageFile.MOST_PIXELS) {
            throw new InvalidDataException(file + ": the picture has " + header.width() + " by " + header.height()
                    + " pixels; at most " + ImageFile.MOST_PIXELS + " in all are decoded");
        }
        if (pixels * header.channels() * header.bits() / 8 > MOST_INFLATION * dataBytes) {
            throw broken("claims " + header.width() + " by " + header.height() + " pixels, more than its " + dataBytes
                    + " bytes of data can hold");
        }
        if (pixels * header.channels() * (header.bits() == 16 ? 2 : 1) > Integer.MAX_VALUE - 8) {
            throw new InvalidDataException(file + ": the picture has more than 2^31 bytes");
        }
    }

    private InvalidDataException broken(String what) {
        return new InvalidDataException(file + ": the PNG file " + what);
    }
}

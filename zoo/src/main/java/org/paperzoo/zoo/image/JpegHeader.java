package org.paperzoo.zoo.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;
import org.paperzoo.zoo.InvalidInputException;

/**
 * What a JPEG file says before its picture begins (ITU-T T.81; JFIF 1.02; Adobe's technical note 5116).
 *
 * @param components of a pixel: 1 grey, 3 colour, 4 print colours
 * @param colours how the components are to be understood
 * @param orientation how the camera was held
 */
record JpegHeader(int components, Colours colours, Orientation orientation) {

    /** Meaning of the components. */
    enum Colours {
        GREY,
        RGB,
        YCC,
        CMYK,
        YCCK
    }

    private static final int START_OF_IMAGE = 0xd8;
    private static final int START_OF_SCAN = 0xda;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;

    /** What was found on the way. */
    private static final class Found {
        private int[] identifiers;
        private boolean jfif;
        private int adobeTransform = -1;
        private Orientation orientation;
    }

    /**
     * Reads from the stream's position on; where it stands afterwards is undefined.
     *
     * @throws InvalidInputException if no frame header comes before the first scan
     */
    static JpegHeader read(ImageInputStream stream, String source) throws IOException {
        Found found = new Found();
        try {
            if (stream.readUnsignedShort() != (0xff00 | START_OF_IMAGE)) {
                throw new InvalidInputException(source + ": broken JPEG: does not begin with its marker");
            }
            int marker = nextMarker(stream);
            while (marker != START_OF_SCAN && marker != END_OF_IMAGE) {
                if (!standsAlone(marker)) {
                    long end = stream.getStreamPosition() + stream.readUnsignedShort();
                    readSegment(stream, marker, end, found);
                    stream.seek(end);
                }
                marker = nextMarker(stream);
            }
        } catch (EOFException e) {
            throw new InvalidInputException(source + ": broken JPEG: ends before the picture begins", e);
        }
        if (found.identifiers == null) {
            throw new InvalidInputException(source + ": broken JPEG: no frame header before the first scan");
        }
        return new JpegHeader(
                found.identifiers.length,
                colours(found, source),
                found.orientation == null ? Orientation.UPRIGHT : found.orientation);
    }

    private static int nextMarker(ImageInputStream stream) throws IOException {
        int value = stream.readUnsignedByte();
        while (value != 0xff) {
            value = stream.readUnsignedByte();
        }
        while (value == 0xff) {
            value = stream.readUnsignedByte();
        }
        return value;
    }

    private static boolean standsAlone(int marker) {
        return marker == 0 || marker == 1 || marker >= 0xd0 && marker <= 0xd8;
    }

    private static void readSegment(ImageInputStream stream, int marker, long end, Found found) throws IOException {
        int length = (int) (end - stream.getStreamPosition());
        if (isFrameHeader(marker) && found.identifiers == null && length >= 6) {
            stream.skipBytes(5);
            int components = stream.readUnsignedByte();
            found.identifiers = new int[components];
            for (int i = 0; i < components; i++) {
                found.identifiers[i] = stream.readUnsignedByte();
                stream.skipBytes(2);
            }
        } else if (marker == APP0 || marker == APP1 || marker == APP14) {
            byte[] content = new byte[Math.max(0, length)];
            stream.readFully(content);
            if (marker == APP0 && startsWith(content, "JFIF\0")) {
                found.jfif = true;
            } else if (marker == APP14 && startsWith(content, "Adobe") && content.length >= 12) {
                found.adobeTransform = content[11] & 0xff;
            } else if (marker == APP1
                    && startsWith(content, "Exif\0")
                    && content.length > 6
                    && found.orientation == null) {
                found.orientation = ExifOrientation.of(Arrays.copyOfRange(content, 6, content.length));
            }
        }
    }

    /** Any of the processes' frame headers; the others of that range define tables. */
    private static boolean isFrameHeader(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private static boolean startsWith(byte[] content, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (i >= content.length || content[i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** libjpeg's rules ({@code jdapimin.c}, {@code default_decompress_parms}); Java's own guess otherwise. */
    private static Colours colours(Found found, String source) throws InvalidInputException {
        return switch (found.identifiers.length) {
            case 1 -> Colours.GREY;
            case 3 -> threeComponents(found);
            case 4 -> found.adobeTransform < 0 || found.adobeTransform == 0 ? Colours.CMYK : Colours.YCCK;
            default ->
                throw new InvalidInputException(source + ": a JPEG of " + found.identifiers.length
                        + " components; expected 1 (grey), 3 (colour) or 4 (print colours)");
        };
    }

    private static Colours threeComponents(Found found) {
        if (found.jfif) {
            return Colours.YCC;
        }
        if (found.adobeTransform >= 0) {
            return found.adobeTransform == 0 ? Colours.RGB : Colours.YCC;
        }
        return Arrays.equals(found.identifiers, new int[] {'R', 'G', 'B'}) ? Colours.RGB : Colours.YCC;
    }
}

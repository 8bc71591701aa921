package org.paperzoo.zoo.image;

import java.io.EOFException;
import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/**
 * What a PNG file says beside its picture (PNG, third edition).
 *
 * @param grey whether its colour type is grey without transparency of each pixel
 * @param colours number of colours of its palette; the largest int where it has none
 * @param orientation how the camera was held: its chunk {@code eXIf}, before or after the picture
 */
record PngHeader(boolean grey, int colours, Orientation orientation) {

    private static final int SIGNATURE = 8;
    private static final int HEADER = 0x49484452;
    private static final int PALETTE = 0x504c5445;
    private static final int EXIF = 0x65584966;
    private static final int END = 0x49454e44;

    /** More than cameras write, less than hurts. */
    private static final int LONGEST = 1 << 20;

    /** Reads from the stream's position on; where it stands afterwards is undefined. */
    static PngHeader read(ImageInputStream stream) throws IOException {
        boolean grey = false;
        int colours = Integer.MAX_VALUE;
        try {
            stream.seek(stream.getStreamPosition() + SIGNATURE);
            while (true) {
                long length = stream.readUnsignedInt();
                int type = stream.readInt();
                if (type == END || length > Integer.MAX_VALUE) {
                    return new PngHeader(grey, colours, Orientation.UPRIGHT);
                }
                if (type == HEADER && length >= 10) {
                    stream.mark();
                    stream.skipBytes(9);
                    grey = stream.readUnsignedByte() == 0;
                    stream.reset();
                }
                if (type == PALETTE) {
                    colours = (int) (length / 3);
                }
                if (type == EXIF && length <= LONGEST) {
                    byte[] content = new byte[(int) length];
                    stream.readFully(content);
                    return new PngHeader(grey, colours, ExifOrientation.of(content));
                }
                stream.seek(stream.getStreamPosition() + length + 4);
            }
        } catch (EOFException e) {
            return new PngHeader(grey, colours, Orientation.UPRIGHT);
        }
    }
}

package org.paperzoo.zoo.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Finds the orientation in EXIF data: a TIFF header and the tags of its first directory (TIFF 6.0, EXIF 2.32). */
final class ExifOrientation {

    private static final int TAG = 274;
    private static final int SHORT = 3;
    private static final int ENTRY = 12;

    private ExifOrientation() {}

    /** The orientation; upright where there is none, or the data are broken: what a camera notes does no harm. */
    static Orientation of(byte[] tiff) {
        ByteBuffer data = ByteBuffer.wrap(tiff);
        if (data.remaining() < 8) {
            return Orientation.UPRIGHT;
        }
        short mark = data.getShort(0);
        if (mark != 0x4949 && mark != 0x4d4d) {
            return Orientation.UPRIGHT;
        }
        data.order(mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = Integer.toUnsignedLong(data.getInt(4));
        if (data.getShort(2) != 42 || directory > tiff.length - 2) {
            return Orientation.UPRIGHT;
        }
        int entries = data.getShort((int) directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + (long) ENTRY * i;
            if (entry + ENTRY > tiff.length) {
                break;
            }
            int at = (int) entry;
            if ((data.getShort(at) & 0xffff) == TAG && data.getShort(at + 2) == SHORT && data.getInt(at + 4) == 1) {
                return Orientation.ofExif(data.getShort(at + 8) & 0xffff);
            }
        }
        return Orientation.UPRIGHT;
    }
}

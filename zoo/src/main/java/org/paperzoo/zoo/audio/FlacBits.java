package org.paperzoo.zoo.audio;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bits of a stream, most significant first, with FLAC's two checksums over the bytes that were taken. No byte is taken
 * before one of its bits is needed, so that the checksums end where a frame does.
 */
final class FlacBits {

    private static final int[] CRC_8 = table(8, 0x07);
    private static final int[] CRC_16 = table(16, 0x8005);

    private final InputStream input;
    private final byte[] buffer = new byte[1 << 14];
    private int position;
    private int limit;
    private long held;
    private int count;
    private int check8;
    private int check16;

    FlacBits(InputStream input) {
        this.input = input;
    }

    private static int[] table(int width, int polynomial) {
        int[] table = new int[256];
        for (int value = 0; value < 256; value++) {
            int remainder = value << (width - 8);
            for (int bit = 0; bit < 8; bit++) {
                boolean carried = (remainder >> (width - 1) & 1) != 0;
                remainder = remainder << 1 ^ (carried ? polynomial : 0);
            }
            table[value] = remainder & (1 << width) - 1;
        }
        return table;
    }

    /** Whether there is no further byte. */
    boolean atEnd() throws IOException {
        return count == 0 && position == limit && !refill();
    }

    private boolean refill() throws IOException {
        position = 0;
        limit = Math.max(0, input.read(buffer));
        return limit > 0;
    }

    private void take() throws IOException {
        if (position == limit && !refill()) {
            throw new EOFException();
        }
        int next = buffer[position++] & 0xff;
        check8 = CRC_8[check8 ^ next];
        check16 = (check16 << 8 ^ CRC_16[check16 >> 8 ^ next]) & 0xffff;
        held = held << 8 | next;
        count += 8;
    }

    /** The next bits as a number of at least 0. */
    long unsigned(int bits) throws IOException {
        while (count < bits) {
            take();
        }
        count -= bits;
        return held >>> count & (1L << bits) - 1;
    }

    /** The next bits as a number in two's complement. */
    long signed(int bits) throws IOException {
        if (bits == 0) {
            return 0;
        }
        int shift = Long.SIZE - bits;
        return unsigned(bits) << shift >> shift;
    }

    /** How many zeros come before the next one, which is taken too. */
    int zeros(int most) throws IOException {
        int zeros = 0;
        while (unsigned(1) == 0) {
            if (++zeros > most) {
                throw new IOException("a number is too large");
            }
        }
        return zeros;
    }

    /** Zeros and a one, then {@code bits} bits: a number of Rice's code, its sign in the last bit. */
    long rice(int bits) throws IOException {
        long high = 0;
        while (true) {
            if (count == 0) {
                take();
            }
            long rest = held << (Long.SIZE - count);
            int zeros = Long.numberOfLeadingZeros(rest);
            if (rest != 0) {
                high += zeros;
                count -= zeros + 1;
                break;
            }
            high += count;
            count = 0;
            if (high > 1L << 33) {
                throw new IOException("a residual is too large");
            }
        }
        long value = high << bits | unsigned(bits);
        return value >>> 1 ^ -(value & 1);
    }

    /** Passes over what is left of the current byte. */
    void align() {
        count -= count % 8;
    }

    void startChecks() {
        check8 = 0;
        check16 = 0;
    }

    int check8() {
        return check8;
    }

    int check16() {
        return check16;
    }
}

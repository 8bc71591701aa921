package org.paperzoo.zoo.audio;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A FLAC file as a stream (RFC 9639). Both checksums of every frame are compared, at the end also the number of samples and
 * their MD5 digest, where the file has them. Memory is one block's: at most 65,535 samples of 8 channels.
 */
final class FlacStream implements AudioStream {

    private static final int SYNCHRONISATION = 0x3ffe;
    private static final int LARGEST_BLOCK = 65_535;
    private static final int[] SAMPLE_BITS = {0, 8, 12, -1, 16, 20, 24, 32};

    private final FlacBits bits;
    private final InputStream input;
    private final String source;
    private final Information information;
    private final long[][] samples;
    private final MessageDigest digest = md5();
    private byte[] digested = new byte[0];
    private int blockSize;
    private int taken;
    private long decoded;
    private boolean ended;

    /** The first metadata block: what holds for the whole file. */
    private record Information(int largestBlock, int rate, int channels, int bits, long samples, byte[] md5) {}

    private FlacStream(InputStream input, FlacBits bits, String source, Information information) {
        this.input = input;
        this.bits = bits;
        this.source = source;
        this.information = information;
        samples = new long[information.channels()][information.largestBlock()];
    }

    static FlacStream open(InputStream input, String source) throws IOException {
        FlacBits bits = new FlacBits(input);
        try {
            bits.unsigned(32);
            Information information = null;
            boolean last = false;
            while (!last) {
                last = bits.unsigned(1) != 0;
                int type = (int) bits.unsigned(7);
                int length = (int) bits.unsigned(24);
                if (information == null) {
                    if (type != 0 || length < 34) {
                        throw new InvalidInputException(
                                source + ": broken FLAC: its first block is no stream information");
                    }
                    information = information(bits, source);
                    length -= 34;
                }
                for (int i = 0; i < length; i++) {
                    bits.unsigned(8);
                }
            }
            return new FlacStream(input, bits, source, information);
        } catch (EOFException e) {
            throw new InvalidInputException(source + ": broken FLAC: ends before its sound", e);
        }
    }

    private static Information information(FlacBits bits, String source) throws IOException {
        bits.unsigned(16);
        int largestBlock = (int) bits.unsigned(16);
        bits.unsigned(48);
        int rate = (int) bits.unsigned(20);
        int channels = (int) bits.unsigned(3) + 1;
        int width = (int) bits.unsigned(5) + 1;
        long samples = bits.unsigned(36);
        byte[] md5 = new byte[16];
        for (int i = 0; i < md5.length; i++) {
            md5[i] = (byte) bits.unsigned(8);
        }
        if (largestBlock < 16 || rate < 1 || width < 4) {
            throw new InvalidInputException(source + ": broken FLAC: blocks of " + largestBlock + " samples of " + width
                    + " bits at " + rate + " Hz; expected 16 or more of 4 to 32 bits above 0 Hz");
        }
        return new Information(largestBlock, rate, channels, width, samples, md5);
    }

    @Override
    public int rate() {
        return information.rate();
    }

    @Override
    public int channels() {
        return information.channels();
    }

    @Override
    public int read(float[] target) throws IOException {
        int channels = information.channels();
        if (target.length < channels) {
            throw new IllegalArgumentException("no room for an instant of " + channels + " channels");
        }
        if (taken == blockSize && !nextFrame()) {
            return -1;
        }
        int count = Math.min(target.length / channels, blockSize - taken);
        float scale = (float) (1.0 / (1L << (information.bits() - 1)));
        for (int channel = 0; channel < channels; channel++) {
            for (int i = 0; i < count; i++) {
                target[i * channels + channel] = samples[channel][taken + i] * scale;
            }
        }
        taken += count;
        return count;
    }

    private boolean nextFrame() throws IOException {
        if (ended) {
            return false;
        }
        boolean complete = information.samples() > 0 && decoded >= information.samples();
        if (complete || bits.atEnd()) {
            ended = true;
            checkEnd();
            return false;
        }
        try {
            decodeFrame();
        } catch (EOFException e) {
            throw new InvalidInputException(source + ": broken FLAC: ends within a frame", e);
        } catch (InvalidInputException e) {
            throw e;
        } catch (IOException e) {
            throw broken(e.getMessage());
        }
        taken = 0;
        decoded += blockSize;
        digest();
        return true;
    }

    private void decodeFrame() throws IOException {
        bits.startChecks();
        if (bits.unsigned(14) != SYNCHRONISATION || bits.unsigned(1) != 0) {
            throw new IOException("no frame where one should begin");
        }
        bits.unsigned(1);
        int sizeCode = (int) bits.unsigned(4);
        int rateCode = (int) bits.unsigned(4);
        int assignment = (int) bits.unsigned(4);
        int widthCode = (int) bits.unsigned(3);
        bits.unsigned(1);
        skipNumber();
        int size = blockSize(sizeCode);
        if (rateCode >= 12) {
            bits.unsigned(rateCode == 12 ? 8 : 16);
        }
        int expected = bits.check8();
        if (bits.unsigned(8) != expected) {
            throw new IOException("a frame header's checksum is wrong");
        }
        int channels = assignment < 8 ? assignment + 1 : 2;
        int width = widthCode == 0 ? information.bits() : SAMPLE_BITS[widthCode];
        if (size > information.largestBlock()
                || assignment > 10
                || rateCode == 15
                || channels != information.channels()
                || width != information.bits()) {
            throw new IOException("a frame contradicts the stream information");
        }
        for (int channel = 0; channel < channels; channel++) {
            boolean side = assignment == 8 && channel == 1
                    || assignment == 9 && channel == 0
                    || assignment == 10 && channel == 1;
            FlacFrame.subframe(bits, side ? width + 1 : width, samples[channel], size);
        }
        bits.align();
        int check = bits.check16();
        if (bits.unsigned(16) != check) {
            throw new IOException("a frame's checksum is wrong");
        }
        blockSize = size;
        joinSides(assignment);
    }

    /** The frame's or sample's number, in the manner of UTF-8. */
    private void skipNumber() throws IOException {
        int first = (int) bits.unsigned(8);
        int ones = Integer.numberOfLeadingZeros(~(first << 24));
        if (ones == 1 || ones > 7) {
            throw new IOException("a frame's number is broken");
        }
        for (int i = 1; i < ones; i++) {
            bits.unsigned(8);
        }
    }

    private int blockSize(int code) throws IOException {
        int size = switch (code) {
            case 0 -> 0;
            case 1 -> 192;
            case 2, 3, 4, 5 -> 144 << code;
            case 6 -> (int) bits.unsigned(8) + 1;
            case 7 -> (int) bits.unsigned(16) + 1;
            default -> 1 << code;
        };
        if (size < 1 || size > LARGEST_BLOCK) {
            throw new IOException("a block of " + size + " samples");
        }
        return size;
    }

    /** Left, right and middle from what was stored: left and side, side and right, or middle and side. */
    private void joinSides(int assignment) {
        if (assignment < 8) {
            return;
        }
        long[] first = samples[0];
        long[] second = samples[1];
        for (int i = 0; i < blockSize; i++) {
            switch (assignment) {
                case 8 -> second[i] = first[i] - second[i];
                case 9 -> first[i] += second[i];
                default -> {
                    long side = second[i];
                    long middle = first[i] << 1 | side & 1;
                    first[i] = middle + side >> 1;
                    second[i] = middle - side >> 1;
                }
            }
        }
    }

    /** The digest is over little-endian samples of whole bytes. */
    private void digest() {
        int bytes = (information.bits() + 7) / 8;
        int length = blockSize * samples.length * bytes;
        if (digested.length < length) {
            digested = new byte[length];
        }
        int to = 0;
        for (int i = 0; i < blockSize; i++) {
            for (long[] channel : samples) {
                for (int k = 0; k < bytes; k++) {
                    digested[to++] = (byte) (channel[i] >> 8 * k);
                }
            }
        }
        digest.update(digested, 0, length);
    }

    private void checkEnd() throws InvalidInputException {
        if (information.samples() > 0 && decoded != information.samples()) {
            throw broken("holds " + decoded + " samples, and says " + information.samples());
        }
        boolean known = !Arrays.equals(information.md5(), new byte[16]);
        if (known && !Arrays.equals(information.md5(), digest.digest())) {
            throw broken("its samples have another MD5 digest than it says");
        }
    }

    private InvalidInputException broken(String reason) {
        return new InvalidInputException(source + ": broken FLAC at sample " + decoded + ": " + reason);
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}

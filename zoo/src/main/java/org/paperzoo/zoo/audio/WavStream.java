package org.paperzoo.zoo.audio;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A WAV file as a stream (Multimedia Programming Interface and Data Specifications 1.0; EBU Tech 3306 for RF64). Chunks
 * other than {@code fmt} and {@code data} are passed over, and those of odd length are padded. A length of {@code data}
 * that its writer did not know (all ones) means: to the end.
 */
final class WavStream implements AudioStream {

    private static final long UNKNOWN = 0xffffffffL;

    /** A format has 18 or 40 bytes; what is longer is none. */
    private static final int LONGEST_FORMAT = 1 << 12;

    private static final int BLOCK = 1 << 16;

    private final InputStream input;
    private final String source;
    private final WavFormat format;
    private final byte[] block;
    private long left;

    private WavStream(InputStream input, String source, WavFormat format, long bytes) {
        this.input = input;
        this.source = source;
        this.format = format;
        this.left = bytes;
        block = new byte[BLOCK / format.frameBytes() * format.frameBytes()];
    }

    static WavStream open(InputStream input, String source) throws IOException {
        try {
            boolean large = name(input).equals("RF64");
            readLength(input);
            if (!name(input).equals("WAVE")) {
                throw new InvalidInputException(source + ": a RIFF file, but not of sound");
            }
            WavFormat format = null;
            long largeData = UNKNOWN;
            while (true) {
                String name = name(input);
                long length = readLength(input);
                switch (name) {
                    case "data" -> {
                        if (format == null) {
                            throw new InvalidInputException(source + ": no chunk fmt before the samples");
                        }
                        long bytes = large && length == UNKNOWN ? largeData : length;
                        return new WavStream(input, source, format, whole(bytes, format, source));
                    }
                    case "fmt " -> format = WavFormat.of(content(input, length, source), source);
                    case "ds64" -> {
                        byte[] sizes = content(input, length, source);
                        if (sizes.length >= 16) {
                            largeData = ByteBuffer.wrap(sizes)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .getLong(8);
                        }
                    }
                    default -> input.skipNBytes(length + (length & 1));
                }
            }
        } catch (EOFException e) {
            throw new InvalidInputException(source + ": ends before its samples", e);
        }
    }

    private static String name(InputStream input) throws IOException {
        return new String(bytes(input, 4), StandardCharsets.ISO_8859_1);
    }

    private static long readLength(InputStream input) throws IOException {
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(bytes(input, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    private static byte[] content(InputStream input, long length, String source) throws IOException {
        if (length > LONGEST_FORMAT) {
            throw new InvalidInputException(
                    source + ": a format of " + length + " bytes; expected 16 to " + LONGEST_FORMAT);
        }
        byte[] content = bytes(input, (int) length);
        input.skipNBytes(length & 1);
        return content;
    }

    private static byte[] bytes(InputStream input, int length) throws IOException {
        byte[] bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static long whole(long bytes, WavFormat format, String source) throws InvalidInputException {
        if (bytes == UNKNOWN) {
            return Long.MAX_VALUE;
        }
        if (bytes < 0 || bytes % format.frameBytes() != 0) {
            throw new InvalidInputException(source + ": " + Long.toUnsignedString(bytes)
                    + " bytes of samples; expected a multiple of " + format.frameBytes());
        }
        return bytes;
    }

    @Override
    public int rate() {
        return format.rate();
    }

    @Override
    public int channels() {
        return format.channels();
    }

    @Override
    public int read(float[] target) throws IOException {
        int frame = format.frameBytes();
        if (target.length < format.channels()) {
            throw new IllegalArgumentException("no room for an instant of " + format.channels() + " channels");
        }
        if (left == 0) {
            return -1;
        }
        long room = (long) target.length / format.channels() * frame;
        int wanted = (int) Math.min(Math.min(room, block.length), left);
        int read = input.readNBytes(block, 0, wanted);
        boolean open = left == Long.MAX_VALUE;
        if (read < wanted && (!open || read % frame != 0)) {
            throw new InvalidInputException(source + ": ends before its samples do"
                    + (open ? "" : ": " + (left - read) + " bytes are missing"));
        }
        if (!open) {
            left -= read;
        } else if (read < wanted) {
            left = 0;
        }
        if (read == 0) {
            return -1;
        }
        ByteBuffer bytes = ByteBuffer.wrap(block, 0, read).order(ByteOrder.LITTLE_ENDIAN);
        int samples = read / frame * format.channels();
        WavFormat.Encoding encoding = format.encoding();
        for (int i = 0; i < samples; i++) {
            target[i] = encoding.decode(bytes);
        }
        return read / frame;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}

package org.paperzoo.datasets.video;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;

/**
 * Moving MNIST's test file: a NumPy array of unsigned bytes, {@code [frame, sequence, row, column]}. Each sequence is read
 * frame by frame where it lies, so that memory holds one sequence of the file's 800 MB.
 *
 * <p>Source of the array's format: numpy/lib/format.py, versions 1 and 2.
 */
public final class MovingDigits implements Examples<FrameSequence> {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '\\|u1', 'fortran_order': False, 'shape': \\((\\d{1,6}), (\\d{1,9}), (\\d{1,5}), (\\d{1,5})\\), ?\\}\\s*");
    private static final int LONGEST_HEADER = 1 << 16;
    private static final long LARGEST_SEQUENCE = 1L << 28;

    private final Path file;
    private final FileChannel channel;
    private final long start;
    private final int frames;
    private final int sequences;
    private final int height;
    private final int width;
    private int next;

    private MovingDigits(Path file, FileChannel channel, long start, int[] shape) {
        this.file = file;
        this.channel = channel;
        this.start = start;
        frames = shape[0];
        sequences = shape[1];
        height = shape[2];
        width = shape[3];
    }

    /**
     * Opens a file.
     *
     * @throws InvalidDataException if it is not such an array, or not as long as its shape says
     */
    public static MovingDigits open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        FileChannel channel = FileChannel.open(file);
        try {
            ByteBuffer begin = read(file, channel, 0, 12);
            for (int i = 0; i < MAGIC.length; i++) {
                if (begin.get(i) != MAGIC[i]) {
                    throw new InvalidDataException(file + ": is no NumPy array");
                }
            }
            boolean first = begin.get(6) == 1;
            int headerStart = first ? 10 : 12;
            long length = first
                    ? Short.toUnsignedInt(Short.reverseBytes(begin.getShort(8)))
                    : Integer.toUnsignedLong(Integer.reverseBytes(begin.getInt(8)));
            if (length > LONGEST_HEADER) {
                throw new InvalidDataException(file + ": the array's header claims " + length + " bytes");
            }
            String header = StandardCharsets.ISO_8859_1
                    .decode(read(file, channel, headerStart, (int) length))
                    .toString();
            int[] shape = shape(file, header);
            long bytes = headerStart + length + (long) shape[0] * shape[1] * shape[2] * shape[3];
            if (channel.size() != bytes) {
                throw new InvalidDataException(
                        file + ": has " + channel.size() + " bytes; its header asks for " + bytes);
            }
            return new MovingDigits(file, channel, headerStart + length, shape);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static int[] shape(Path file, String header) throws InvalidDataException {
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            throw new InvalidDataException(
                    file + ": is not an array of unsigned bytes in four dimensions: " + header.strip());
        }
        int[] shape = new int[4];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Integer.parseInt(matcher.group(i + 1));
            if (shape[i] < 1) {
                throw new InvalidDataException(file + ": the array is empty: " + header.strip());
            }
        }
        if ((long) shape[0] * shape[2] * shape[3] > LARGEST_SEQUENCE) {
            throw new InvalidDataException(file + ": a sequence has more than " + LARGEST_SEQUENCE + " bytes");
        }
        return shape;
    }

    private static ByteBuffer read(Path file, FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        readInto(file, channel, position, bytes);
        return bytes.flip();
    }

    private static void readInto(Path file, FileChannel channel, long position, ByteBuffer bytes) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, at);
            if (read < 0) {
                throw new InvalidDataException(file + ": is cut short", new EOFException());
            }
            at += read;
        }
    }

    @Override
    public long size() {
        return sequences;
    }

    @Override
    public FrameSequence next() throws IOException {
        if (next == sequences) {
            return null;
        }
        int sequence = next++;
        int size = height * width;
        byte[] pixels = new byte[frames * size];
        for (int frame = 0; frame < frames; frame++) {
            long position = start + ((long) frame * sequences + sequence) * size;
            readInto(file, channel, position, ByteBuffer.wrap(pixels, frame * size, size));
        }
        return new FrameSequence(Integer.toString(sequence), frames, height, width, pixels);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

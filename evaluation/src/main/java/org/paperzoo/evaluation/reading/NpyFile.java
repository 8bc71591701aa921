package org.paperzoo.evaluation.reading;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paperzoo.datasets.InvalidDataException;

/**
 * A NumPy array file, row by row: little-endian floating-point numbers of 32 or 64 bits, or bytes, in C order.
 *
 * <p>Source of the format: numpy/lib/format.py, versions 1 to 3.
 */
final class NpyFile implements NumberArray {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int PREFIX = 12;
    private static final int LONGEST_HEADER = 1 << 16;
    private static final long LARGEST_ROW = 1L << 28;
    private static final Pattern TYPE = Pattern.compile("'descr': *'([^']{1,16})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order': *(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]{0,200})\\)");

    private enum Type {
        FLOAT("<f4", 4),
        DOUBLE("<f8", 8),
        BYTE("|u1", 1);

        private final String name;
        private final int bytes;

        Type(String name, int bytes) {
            this.name = name;
            this.bytes = bytes;
        }
    }

    private final Path file;
    private final FileChannel channel;
    private final long start;
    private final Type type;
    private final List<Long> shape;
    private final int rows;
    private final int width;

    private NpyFile(Path file, FileChannel channel, long start, Type type, List<Long> shape, int width) {
        this.file = file;
        this.channel = channel;
        this.start = start;
        this.type = type;
        this.shape = List.copyOf(shape);
        this.rows = Math.toIntExact(shape.get(0));
        this.width = width;
    }

    /** Opens a file. */
    static NpyFile open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        FileChannel channel = FileChannel.open(file);
        try {
            return open(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static NpyFile open(Path file, FileChannel channel) throws IOException {
        ByteBuffer begin = read(file, channel, 0, PREFIX);
        if (!Arrays.equals(Arrays.copyOf(begin.array(), MAGIC.length), MAGIC)) {
            throw new InvalidDataException(file + ": is no NumPy array");
        }
        boolean first = begin.get(MAGIC.length) == 1;
        int headerStart = first ? PREFIX - 2 : PREFIX;
        long length = first ? Short.toUnsignedInt(begin.getShort(8)) : Integer.toUnsignedLong(begin.getInt(8));
        if (length > LONGEST_HEADER) {
            throw new InvalidDataException(file + ": the array's header claims " + length + " bytes");
        }
        String header = StandardCharsets.ISO_8859_1
                .decode(read(file, channel, headerStart, (int) length))
                .toString()
                .strip();
        Type type = type(file, header);
        if (!found(file, ORDER, header).equals("False")) {
            throw new InvalidDataException(file + ": the array is in Fortran order; save it in C order");
        }
        List<Long> shape = shape(file, header);
        long start = headerStart + length;
        try {
            long elements = shape.stream().reduce(1L, Math::multiplyExact);
            long bytes = Math.addExact(start, Math.multiplyExact(elements, type.bytes));
            if (channel.size() != bytes) {
                throw new InvalidDataException(file + ": has " + channel.size() + " bytes; an array of shape " + shape
                        + " of " + type.name + " takes " + bytes);
            }
            long width = elements / shape.get(0);
            if (width > LARGEST_ROW || shape.get(0) > Integer.MAX_VALUE) {
                throw new InvalidDataException(file + ": an array of shape " + shape + " is too large");
            }
            return new NpyFile(file, channel, start, type, shape, (int) width);
        } catch (ArithmeticException e) {
            throw new InvalidDataException(file + ": an array of shape " + shape + " is too large", e);
        }
    }

    private static Type type(Path file, String header) throws InvalidDataException {
        String name = found(file, TYPE, header);
        for (Type type : Type.values()) {
            if (type.name.equals(name)) {
                return type;
            }
        }
        throw new InvalidDataException(
                file + ": the array holds " + name + "; expected float32 (<f4), float64 (<f8) or uint8 (|u1)");
    }

    private static List<Long> shape(Path file, String header) throws InvalidDataException {
        List<Long> shape = new ArrayList<>();
        try {
            for (String length : found(file, SHAPE, header).split(",")) {
                if (!length.isBlank()) {
                    shape.add(Long.parseLong(length.strip()));
                }
            }
        } catch (NumberFormatException e) {
            throw new InvalidDataException(file + ": is no shape: " + header, e);
        }
        if (shape.isEmpty() || shape.contains(0L)) {
            throw new InvalidDataException(file + ": an array of shape " + shape + " has no rows of numbers");
        }
        return shape;
    }

    private static String found(Path file, Pattern pattern, String header) throws InvalidDataException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new InvalidDataException(file + ": is no header of an array: " + header);
        }
        return matcher.group(1);
    }

    private static ByteBuffer read(Path file, FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        long at = position;
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, at);
            if (read < 0) {
                throw new InvalidDataException(file + ": is cut short", new EOFException());
            }
            at += read;
        }
        return bytes.flip();
    }

    @Override
    public List<Long> shape() {
        return shape;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public boolean ofBytes() {
        return type == Type.BYTE;
    }

    @Override
    public String where(int row) {
        return file + "[" + row + "]";
    }

    @Override
    public double[] row(int row) throws IOException {
        ByteBuffer bytes =
                read(file, channel, start + (long) row * width * type.bytes, Math.multiplyExact(width, type.bytes));
        double[] numbers = new double[width];
        for (int i = 0; i < width; i++) {
            numbers[i] = switch (type) {
                case FLOAT -> bytes.getFloat();
                case DOUBLE -> bytes.getDouble();
                case BYTE -> bytes.get() & 0xFF;
            };
        }
        return numbers;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

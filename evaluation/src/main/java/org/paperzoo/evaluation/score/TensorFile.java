package org.paperzoo.evaluation.score;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.SafetensorsCheckpoint;
import org.paperzoo.zoo.checkpoint.TensorType;

/** A safetensors file of predictions or references: its tensors as Java arrays, checked. Any number of threads may read. */
final class TensorFile implements Closeable {

    private static final Set<TensorType> INTEGERS =
            Set.of(TensorType.U8, TensorType.BOOL, TensorType.I8, TensorType.I16, TensorType.I32, TensorType.I64);

    private final SafetensorsCheckpoint tensors;

    private TensorFile(SafetensorsCheckpoint tensors) {
        this.tensors = tensors;
    }

    static TensorFile open(Path file) throws IOException {
        return new TensorFile(SafetensorsCheckpoint.open(file));
    }

    /** Two files, the predictions first; neither is left open where one cannot be opened. */
    static List<TensorFile> openBoth(Path predictions, Path references) throws IOException {
        TensorFile first = open(predictions);
        try {
            return List.of(first, open(references));
        } catch (IOException | RuntimeException e) {
            first.close();
            throw e;
        }
    }

    /** The names of all tensors, in alphabetical order. */
    List<String> names() {
        return List.copyOf(new TreeSet<>(tensors.names()));
    }

    /** Where a tensor is, for messages. */
    String where(String name) {
        return tensors.source() + ": " + name;
    }

    /**
     * The names of two files.
     *
     * @throws InvalidInputException if one has a tensor that the other lacks; the message names it
     */
    static List<String> commonNames(TensorFile predictions, TensorFile references) throws InvalidInputException {
        requireAll(predictions, references);
        requireAll(references, predictions);
        if (references.names().isEmpty()) {
            throw new InvalidInputException(references.tensors.source() + ": has no tensors");
        }
        return references.names();
    }

    private static void requireAll(TensorFile file, TensorFile other) throws InvalidInputException {
        for (String name : other.names()) {
            if (!file.tensors.names().contains(name)) {
                throw new InvalidInputException(file.tensors.source() + ": lacks the tensor " + name + ", which "
                        + other.tensors.source() + " has");
            }
        }
    }

    /**
     * The tensor of a name, or the only one.
     *
     * @param name null for the only one
     */
    String named(String name) throws InvalidInputException {
        if (name == null) {
            if (tensors.names().size() != 1) {
                throw new InvalidInputException(
                        tensors.source() + ": has the tensors " + names() + "; expected is one, or its name as --key");
            }
            return names().get(0);
        }
        if (!tensors.names().contains(name)) {
            throw new InvalidInputException(tensors.source() + ": lacks the tensor " + name + "; it has " + names());
        }
        return name;
    }

    /**
     * The lengths of a tensor's axes, none of them 0.
     *
     * @param least least number of axes
     * @param most greatest number of axes
     * @param expected what the axes are, for messages, such as {@code [pictures, features]}
     */
    int[] shape(String name, int least, int most, String expected) throws InvalidInputException {
        List<Long> shape = tensors.info(name).shape();
        if (shape.size() < least
                || shape.size() > most
                || shape.stream().anyMatch(length -> length < 1 || length > Integer.MAX_VALUE)) {
            throw new InvalidInputException(where(name) + " has the shape " + shape + "; expected is " + expected);
        }
        return shape.stream().mapToInt(Long::intValue).toArray();
    }

    /** Checks that a tensor holds single-precision numbers. */
    void requireSingle(String name) throws InvalidInputException {
        requireType(name, Set.of(TensorType.F32));
    }

    private void requireType(String name, Set<TensorType> types) throws InvalidInputException {
        if (!types.contains(tensors.info(name).type())) {
            throw new InvalidInputException(where(name) + " is of the type "
                    + tensors.info(name).type() + "; expected is "
                    + String.join(
                            " or ",
                            new TreeSet<>(types).stream().map(TensorType::name).toList()));
        }
    }

    /** Some of a tensor's single-precision numbers. */
    float[] floats(String name, long from, int count) throws IOException {
        requireSingle(name);
        float[] numbers = new float[count];
        part(name, from, count).asFloatBuffer().get(numbers);
        return numbers;
    }

    /** Some of a tensor's numbers, of single or double precision. */
    double[] numbers(String name, long from, int count) throws IOException {
        requireType(name, Set.of(TensorType.F32, TensorType.F64));
        double[] numbers = new double[count];
        ByteBuffer part = part(name, from, count);
        if (tensors.info(name).type() == TensorType.F64) {
            part.asDoubleBuffer().get(numbers);
        } else {
            for (int i = 0; i < count; i++) {
                numbers[i] = part.getFloat();
            }
        }
        return numbers;
    }

    /** Whether a tensor's integers have a byte each, to be read as from 0 to 255. */
    boolean isOfBytes(String name) {
        return tensors.info(name).type() == TensorType.U8 || tensors.info(name).type() == TensorType.BOOL;
    }

    /** Some of a tensor's bytes. */
    byte[] bytes(String name, long from, int count) throws IOException {
        requireType(name, Set.of(TensorType.U8, TensorType.BOOL));
        byte[] bytes = new byte[count];
        part(name, from, count).get(bytes);
        return bytes;
    }

    /** Some of a tensor's integers, of any width. */
    int[] integers(String name, long from, int count) throws IOException {
        requireType(name, INTEGERS);
        ByteBuffer part = part(name, from, count);
        TensorType type = tensors.info(name).type();
        int[] integers = new int[count];
        for (int i = 0; i < count; i++) {
            long value = switch (type) {
                case I64 -> part.getLong();
                case I32 -> part.getInt();
                case I16 -> part.getShort();
                case I8 -> part.get();
                default -> part.get() & 0xFF;
            };
            if (value != (int) value) {
                throw new InvalidInputException(
                        where(name) + " holds " + value + " at " + (from + i) + "; expected is less than 2^31");
            }
            integers[i] = (int) value;
        }
        return integers;
    }

    private ByteBuffer part(String name, long from, int count) throws IOException {
        int bytes = tensors.info(name).type().bytes();
        return tensors.read(name)
                .slice(Math.toIntExact(from * bytes), Math.multiplyExact(count, bytes))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Makes something of a tensor's numbers.
     *
     * @throws InvalidInputException if they are refused; the message says where they are
     */
    static <T> T checked(String where, Supplier<T> maker) throws InvalidInputException {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(where + ": " + e.getMessage(), e);
        }
    }

    /** The number of elements of some axes. */
    static int elements(int[] shape, int firstAxis) {
        return Arrays.stream(shape, firstAxis, shape.length).reduce(1, Math::multiplyExact);
    }

    @Override
    public void close() throws IOException {
        tensors.close();
    }
}

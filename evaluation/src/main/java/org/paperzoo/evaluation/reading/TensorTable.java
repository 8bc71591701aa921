package org.paperzoo.evaluation.reading;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.zoo.checkpoint.SafetensorsCheckpoint;
import org.paperzoo.zoo.checkpoint.TensorInfo;
import org.paperzoo.zoo.checkpoint.TensorType;

/**
 * A tensor of a safetensors file as a table: its first axis is that of rows, all others make a row. The file is mapped,
 * not read as a whole. Safe for several threads until it is closed.
 */
public final class TensorTable implements NumberArray {

    private final SafetensorsCheckpoint file;
    private final TensorInfo info;
    private final ByteBuffer elements;
    private final int rows;
    private final int width;

    private TensorTable(SafetensorsCheckpoint file, TensorInfo info, ByteBuffer elements, int rows, int width) {
        this.file = file;
        this.info = info;
        this.elements = elements;
        this.rows = rows;
        this.width = width;
    }

    /**
     * Opens a tensor.
     *
     * @param name its name; null for the only one of the file
     * @throws InvalidDataException if there is no such tensor; the message lists those there are
     */
    public static TensorTable open(Path path, String name) throws IOException {
        SafetensorsCheckpoint file = SafetensorsCheckpoint.open(path);
        try {
            List<String> names = new ArrayList<>(file.names());
            if (name == null && names.size() != 1) {
                throw new InvalidDataException(
                        path + ": has " + names.size() + " tensors; name one of " + String.join(", ", names));
            }
            String chosen = name == null ? names.get(0) : name;
            if (!names.contains(chosen)) {
                throw new InvalidDataException(
                        path + ": there is no tensor \"" + chosen + "\"; there are " + String.join(", ", names));
            }
            TensorInfo info = file.info(chosen);
            if (info.shape().isEmpty() || info.elements() == 0 || info.elements() > Integer.MAX_VALUE) {
                throw new InvalidDataException(path + ": the tensor \"" + chosen + "\" has shape " + info.shape()
                        + "; expected rows of at least one number, and less than 2^31 numbers");
            }
            int rows = Math.toIntExact(info.shape().get(0));
            ByteBuffer elements = file.read(chosen).order(ByteOrder.LITTLE_ENDIAN);
            return new TensorTable(file, info, elements, rows, (int) (info.elements() / rows));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
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
    public List<Long> shape() {
        return info.shape();
    }

    @Override
    public String where(int row) {
        return file.source() + ", tensor " + info.name() + ", row " + row;
    }

    /** A number, widened exactly (64-bit integers beyond 2^53 to the nearest double). */
    public double number(int row, int column) {
        int index = row * width + column;
        int at = index * info.type().bytes();
        return switch (info.type()) {
            case F64 -> elements.getDouble(at);
            case F32 -> elements.getFloat(at);
            case F16 -> half(elements.getShort(at));
            case BF16 -> Float.intBitsToFloat(elements.getShort(at) << 16);
            case I64 -> elements.getLong(at);
            case I32 -> elements.getInt(at);
            case I16 -> elements.getShort(at);
            case I8 -> elements.get(at);
            case U8, BOOL -> elements.get(at) & 0xff;
        };
    }

    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double magnitude = exponent == 0x1f
                ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                : exponent == 0 ? Math.scalb(fraction, -24) : Math.scalb(1024 + fraction, exponent - 25);
        return bits < 0 ? -magnitude : magnitude;
    }

    @Override
    public boolean ofBytes() {
        return info.type() == TensorType.U8;
    }

    @Override
    public double[] row(int row) {
        double[] numbers = new double[width];
        for (int column = 0; column < width; column++) {
            numbers[column] = number(row, column);
        }
        return numbers;
    }

    /** The numbers of a column. */
    public double[] column(int column) {
        double[] numbers = new double[rows];
        for (int row = 0; row < rows; row++) {
            numbers[row] = number(row, column);
        }
        return numbers;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

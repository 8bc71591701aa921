package org.paperzoo.evaluation.submission;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.evaluation.reading.NumberArray;

/** Predictions in an array that must be of one shape; axes of length 1 may be there or not. */
record ArrayRows(NumberArray array) implements Closeable {

    /**
     * Opens an array.
     *
     * @param rows lengths of the first axis
     * @param row lengths of the other axes
     * @param meaning what the axes are, for messages
     * @throws InvalidDataException if it has another shape; the message says both
     */
    static ArrayRows open(Path file, long rows, List<Long> row, String meaning) throws IOException {
        NumberArray array = NumberArray.open(file);
        List<Long> shape = array.shape();
        if (shape.get(0) != rows || !longAxes(shape.subList(1, shape.size())).equals(longAxes(row))) {
            array.close();
            throw new InvalidDataException(
                    file + ": has the shape " + shape + "; expected is " + meaning + ", " + rows + " by " + row);
        }
        return new ArrayRows(array);
    }

    private static List<Long> longAxes(List<Long> axes) {
        return axes.stream().filter(length -> length != 1).toList();
    }

    /**
     * The numbers of a row.
     *
     * @throws InvalidDataException if one is not finite
     */
    double[] row(int row) throws IOException {
        double[] numbers = array.row(row);
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isFinite(numbers[i])) {
                throw new InvalidDataException(array.where(row) + ": number " + i + " is " + numbers[i]);
            }
        }
        return numbers;
    }

    String where(int row) {
        return array.where(row);
    }

    boolean ofBytes() {
        return array.ofBytes();
    }

    @Override
    public void close() throws IOException {
        array.close();
    }
}

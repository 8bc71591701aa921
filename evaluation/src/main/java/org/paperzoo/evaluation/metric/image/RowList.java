package org.paperzoo.evaluation.metric.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/** Rows of single-precision numbers, none of which is ever changed: lists share them. */
final class RowList {

    private final List<float[]> rows = new ArrayList<>();

    int size() {
        return rows.size();
    }

    void add(Features features) {
        for (int picture = 0; picture < features.pictures(); picture++) {
            int from = picture * features.width();
            rows.add(Arrays.copyOfRange(features.values(), from, from + features.width()));
        }
    }

    void add(RowList other) {
        rows.addAll(other.rows);
    }

    /** The rows in the order of their numbers, the first ones counting most. */
    float[][] sorted() {
        float[][] sorted = rows.toArray(float[][]::new);
        Arrays.parallelSort(sorted, Arrays::compare);
        return sorted;
    }

    /** Writes the rows in order: the Base64 of their bytes, little-endian. */
    void write(ArrayNode json) {
        for (float[] row : sorted()) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * row.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(row);
            json.add(Base64.getEncoder().encodeToString(bytes.array()));
        }
    }

    /** Reads rows that {@link #write} wrote. */
    void read(StateReader reader, String field, int width) throws InvalidInputException {
        for (String text : reader.texts(field)) {
            float[] row = new float[width];
            try {
                FloatBuffer numbers = ByteBuffer.wrap(Base64.getDecoder().decode(text))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer();
                if (text.length() != (Float.BYTES * width + 2) / 3 * 4) {
                    throw new IllegalArgumentException("length");
                }
                numbers.get(row);
            } catch (IllegalArgumentException e) {
                throw reader.wrong(field, "must be a list of Base64 rows of " + width + " numbers");
            }
            for (float number : row) {
                if (!Float.isFinite(number)) {
                    throw reader.wrong(field, "holds the number " + number);
                }
            }
            rows.add(row);
        }
    }
}

package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network whose scores follow from a member's number and the last tokens of a row, computed as the reference cases
 * compute weights from names. It checks how it is driven, and counts it.
 */
final class TableNetwork implements EncoderDecoder {

    /** The scores {@code [V]} of the token that follows a row's tokens. */
    interface Table {
        float[] scores(long member, List<Long> tokens);
    }

    private final int vocabularySize;
    private final Table table;
    int steps;
    int reorders;
    int fedAtMost;
    final List<Integer> arraysAtStep = new ArrayList<>();

    TableNetwork(int vocabularySize, Table table) {
        this.vocabularySize = vocabularySize;
        this.table = table;
    }

    /** Scores in [-scale, scale) that depend on the last {@code order} tokens. */
    static TableNetwork hashed(int vocabularySize, double scale, int order) {
        return new TableNetwork(vocabularySize, (member, tokens) -> {
            StringBuilder name = new StringBuilder("toy" + member + "/");
            int from = Math.max(0, tokens.size() - order);
            for (int i = from; i < tokens.size(); i++) {
                name.append(i == from ? "" : ",").append(tokens.get(i));
            }
            return fill(name.toString(), vocabularySize, scale);
        });
    }

    /** Members by number as the encoder's input {@code [B, 1]}. */
    static NDList members(NDManager manager, long... members) {
        return new NDList(manager.create(members, new Shape(members.length, 1)));
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public Decoding decode(NDList inputs, int beams, int maxLength) {
        return new TableDecoding(inputs.head().toLongArray(), beams, maxLength);
    }

    private final class TableDecoding implements Decoding {
        private final long[] members;
        private final int beams;
        private final int maxLength;
        private List<List<Long>> rows = new ArrayList<>();

        TableDecoding(long[] members, int beams, int maxLength) {
            this.members = members;
            this.beams = beams;
            this.maxLength = maxLength;
            for (int row = 0; row < members.length * beams; row++) {
                rows.add(new ArrayList<>());
            }
        }

        @Override
        public NDArray step(NDArray tokens) {
            steps++;
            NDManager manager = tokens.getManager();
            arraysAtStep.add(manager.getManagedArrays().size());
            long[] values = tokens.toLongArray();
            int count = (int) tokens.getShape().get(1);
            if (tokens.getShape().get(0) != rows.size()) {
                throw new IllegalStateException("fed " + tokens.getShape() + " for " + rows.size() + " rows");
            }
            float[] scores = new float[rows.size() * vocabularySize];
            for (int row = 0; row < rows.size(); row++) {
                for (int i = 0; i < count; i++) {
                    rows.get(row).add(values[row * count + i]);
                }
                if (rows.get(row).size() > maxLength) {
                    throw new IllegalStateException("fed more than the " + maxLength + " tokens announced");
                }
                fedAtMost = Math.max(fedAtMost, rows.get(row).size());
                System.arraycopy(
                        table.scores(members[row / beams], rows.get(row)),
                        0,
                        scores,
                        row * vocabularySize,
                        vocabularySize);
            }
            return manager.create(scores, new Shape(rows.size(), vocabularySize));
        }

        @Override
        public void reorder(int[] sources) {
            reorders++;
            List<List<Long>> moved = new ArrayList<>();
            for (int row = 0; row < sources.length; row++) {
                if (sources[row] / beams != row / beams) {
                    throw new IllegalStateException("rows of different members: " + Arrays.toString(sources));
                }
                moved.add(new ArrayList<>(rows.get(sources[row])));
            }
            rows = moved;
        }

        @Override
        public void close() {}
    }

    private static float[] fill(String name, int count, double scale) {
        long state = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            state = (state ^ (b & 0xff)) * 0x100000001B3L;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            state += 0x9E3779B97F4A7C15L;
            long z = state;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            z ^= z >>> 31;
            values[i] = (float) (scale * ((z >>> 40) * 0x1p-23 - 1));
        }
        return values;
    }
}

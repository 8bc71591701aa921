package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/** Generated sequences as arrays. */
public final class GeneratedBatch {

    private GeneratedBatch() {}

    /**
     * Lays sequences out as rows.
     *
     * @param found the answers of each member of a batch, R each
     * @param options those that they were generated with
     * @param manager owns the arrays
     * @return the tokens {@code [B * R, L]} int64, shorter rows filled as {@link GenerationOptions#fillToken} says, and the
     *     scores {@code [B * R]} float32
     */
    public static NDList of(List<List<Generated>> found, GenerationOptions options, NDManager manager) {
        List<Generated> rows = found.stream().flatMap(List::stream).toList();
        int longest = rows.stream().mapToInt(row -> row.tokens().length).max().orElse(0);
        long[] tokens = new long[rows.size() * longest];
        Arrays.fill(tokens, options.fillToken());
        float[] scores = new float[rows.size()];
        for (int row = 0; row < scores.length; row++) {
            long[] sequence = rows.get(row).tokens();
            System.arraycopy(sequence, 0, tokens, row * longest, sequence.length);
            scores[row] = (float) rows.get(row).score();
        }
        return new NDList(
                manager.create(tokens, new Shape(rows.size(), longest)),
                manager.create(scores, new Shape(rows.size())));
    }
}

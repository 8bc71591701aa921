package org.paperzoo.zoo.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import java.util.Arrays;

/** Pads token sequences of different lengths to the longest and makes the attention mask: 1 at tokens, 0 at padding. */
final class TokenBatchifier implements Batchifier {

    private static final long serialVersionUID = 1;

    private final long padToken;
    private final int sequences;

    TokenBatchifier(long padToken, int sequences) {
        this.padToken = padToken;
        this.sequences = sequences;
    }

    /** Token ids {@code [B, S]} and attention mask {@code [B, S]} from B sequences. */
    @Override
    public NDList batchify(NDList[] inputs) {
        long[][] tokens =
                Arrays.stream(inputs).map(input -> input.head().toLongArray()).toArray(long[][]::new);
        int longest = Arrays.stream(tokens).mapToInt(row -> row.length).max().orElse(0);
        long[] ids = new long[inputs.length * longest];
        long[] mask = new long[inputs.length * longest];
        Arrays.fill(ids, padToken);
        for (int row = 0; row < tokens.length; row++) {
            System.arraycopy(tokens[row], 0, ids, row * longest, tokens[row].length);
            Arrays.fill(mask, row * longest, row * longest + tokens[row].length, 1);
        }
        NDManager manager = inputs[0].head().getManager();
        Shape shape = new Shape(inputs.length, longest);
        return new NDList(manager.create(ids, shape), manager.create(mask, shape));
    }

    /** From {@code [B * R, L]} and {@code [B * R]} to B lists of {@code [R, L]} and {@code [R]}. */
    @Override
    public NDList[] unbatchify(NDList outputs) {
        int members = Math.toIntExact(outputs.head().getShape().get(0)) / sequences;
        NDList[] split = new NDList[members];
        for (int member = 0; member < members; member++) {
            NDIndex rows = new NDIndex().addSliceDim((long) member * sequences, (long) (member + 1) * sequences);
            NDList list = new NDList(outputs.size());
            for (NDArray output : outputs) {
                list.add(output.get(rows));
            }
            split[member] = list;
        }
        return split;
    }
}

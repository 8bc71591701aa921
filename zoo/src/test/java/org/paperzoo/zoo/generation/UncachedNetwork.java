package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** A network that forgets: each step opens a new decoding and feeds it all tokens so far, as if there were no cache. */
public record UncachedNetwork(EncoderDecoder network) implements EncoderDecoder {

    @Override
    public int vocabularySize() {
        return network.vocabularySize();
    }

    @Override
    public Decoding decode(NDList inputs, int beams, int maxLength) {
        return new Decoding() {
            private long[][] rows;

            @Override
            public NDArray step(NDArray tokens) {
                int count = (int) tokens.getShape().get(0);
                long[] fed = tokens.toLongArray();
                if (rows == null) {
                    rows = new long[count][0];
                }
                int added = fed.length / count;
                for (int row = 0; row < count; row++) {
                    int length = rows[row].length;
                    rows[row] = Arrays.copyOf(rows[row], length + added);
                    System.arraycopy(fed, row * added, rows[row], length, added);
                }
                long[] all = Arrays.stream(rows).flatMapToLong(Arrays::stream).toArray();
                try (Decoding fresh = network.decode(inputs, beams, maxLength);
                        NDArray prompt = tokens.getManager().create(all, new Shape(count, rows[0].length))) {
                    return fresh.step(prompt);
                }
            }

            @Override
            public void reorder(int[] sources) {
                long[][] before = rows.clone();
                Arrays.setAll(rows, row -> before[sources[row]].clone());
            }

            @Override
            public void close() {}
        };
    }
}

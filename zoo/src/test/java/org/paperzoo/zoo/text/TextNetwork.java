package org.paperzoo.zoo.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.weights.WeightLoader;

/** A small text network with the weights of a reference case, and made-up inputs for it. */
record TextNetwork(NamedBlock block, NDManager manager) implements AutoCloseable {

    static TextNetwork of(String name) throws IOException {
        GoldenCase golden = GoldenCase.read(Path.of("src/test/resources/golden", name));
        Architecture architecture = Architectures.named(golden.architecture());
        NamedBlock block = architecture.build(golden.configuration());
        NDManager manager = NDManager.newBaseManager("PyTorch");
        try (Checkpoint weights = golden.weights()) {
            WeightLoader.load(
                    block,
                    weights,
                    architecture.nameRule(golden.naming(), golden.configuration()),
                    architecture.ignorable(),
                    manager);
        }
        return new TextNetwork(block, manager);
    }

    /** Tokens 3 … 89 drawn from a seed: {@code [rows, length]}. */
    NDArray tokens(long seed, int rows, int length) {
        Random random = new Random(seed);
        return manager.create(random.longs((long) rows * length, 3, 90).toArray())
                .reshape(rows, length);
    }

    /** A mask whose row {@code i} shows its first {@code lengths[i]} tokens. */
    NDArray mask(int width, int... lengths) {
        long[] mask = new long[lengths.length * width];
        for (int row = 0; row < lengths.length; row++) {
            for (int i = 0; i < lengths[row]; i++) {
                mask[row * width + i] = 1;
            }
        }
        return manager.create(mask).reshape(lengths.length, width);
    }

    /** The first of a forward's outputs: scores of the vocabulary. */
    NDArray scores(NDArray... inputs) {
        Pass pass = Pass.inference();
        NDList outputs = pass.scopedList(() -> forward(pass, new NDList(inputs)));
        outputs.subList(1, outputs.size()).forEach(NDArray::close);
        return outputs.head();
    }

    NDList forward(Pass pass, NDList inputs) {
        return block instanceof T5 t5 ? t5.forward(pass, inputs) : ((Bart) block).forward(pass, inputs);
    }

    /** The largest absolute difference of two arrays of one shape. */
    static double difference(NDArray one, NDArray other) {
        if (!one.getShape().equals(other.getShape())) {
            throw new AssertionError(one.getShape() + " and " + other.getShape());
        }
        return one.sub(other).abs().max().toType(DataType.FLOAT64, false).getDouble();
    }

    @Override
    public void close() {
        manager.close();
    }
}

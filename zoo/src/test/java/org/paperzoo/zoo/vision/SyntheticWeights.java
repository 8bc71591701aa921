package org.paperzoo.zoo.vision;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.nio.FloatBuffer;
import java.util.Random;
import java.util.function.Predicate;
import org.paperzoo.zoo.nn.NamedBlock;

/** Weights drawn from seeds that follow from the parameters' names, in ranges that keep signals in proportion. */
final class SyntheticWeights {

    private SyntheticWeights() {}

    /** Fills a block; parameters whose name matches are all 0. */
    static <B extends NamedBlock> B fill(B block, NDManager manager, Predicate<String> zero) {
        block.initialize(manager, DataType.FLOAT32);
        block.freezeParameters(true);
        block.getParameters().forEach(pair -> fill(pair.getKey(), pair.getValue(), zero.test(pair.getKey())));
        return block;
    }

    static <B extends NamedBlock> B fill(B block, NDManager manager) {
        return fill(block, manager, name -> false);
    }

    private static void fill(String name, Parameter parameter, boolean zero) {
        long[] shape = parameter.getShape().getShape();
        boolean norm = shape.length == 1 && (name.endsWith("weight") || name.endsWith("running_var"));
        double fanIn = shape.length == 1 ? 300 : (double) parameter.getShape().size() / shape[0];
        double scale = Math.sqrt(3 / fanIn);
        Random random = new Random(name.hashCode());
        float[] values = new float[Math.toIntExact(parameter.getShape().size())];
        for (int i = 0; i < values.length && !zero; i++) {
            values[i] = (float) ((norm ? 1 : 0) + scale * (2 * random.nextFloat() - 1));
        }
        parameter.getArray().set(FloatBuffer.wrap(values));
    }
}

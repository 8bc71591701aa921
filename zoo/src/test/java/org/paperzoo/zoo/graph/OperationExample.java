package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What calls of DJL's, or of the operators beyond them, give in a graph of one free size must be what they give at once.
 *
 * @param least the least value of the free size that makes sense
 * @param halves whether the engines compute it with float16, too
 * @param tolerance how far numbers may be apart at full precision, absolutely and relatively
 */
record OperationExample(
        String name,
        List<Input> inputs,
        Function<NDList, NDList> body,
        int least,
        boolean halves,
        double tolerance,
        double halfTolerance) {

    /** Stands for the free size in a shape. */
    static final long N = -1;

    /** Makes an array for a value of the free size. */
    @FunctionalInterface
    interface Input {
        NDArray make(NDManager manager, Random random, long n);
    }

    static OperationExample of(String name, Function<NDList, NDArray> body, Input... inputs) {
        return lists(name, arrays -> new NDList(body.apply(arrays)), inputs);
    }

    static OperationExample lists(String name, Function<NDList, NDList> body, Input... inputs) {
        return new OperationExample(name.replace(' ', '_'), List.of(inputs), body, 0, true, 2e-6, 4e-3);
    }

    OperationExample from(int size) {
        return new OperationExample(name, inputs, body, size, halves, tolerance, halfTolerance);
    }

    /** An engine has it for float32 alone, or half of the digits are not enough for it. */
    OperationExample inFullOnly() {
        return new OperationExample(name, inputs, body, least, false, tolerance, halfTolerance);
    }

    OperationExample within(double full, double half) {
        return new OperationExample(name, inputs, body, least, halves, full, half);
    }

    GraphDefinition definition() {
        return GraphDefinition.named(name)
                .size("n", least, Math.max(2, least))
                .inputs(IntStream.range(0, inputs.size())
                        .mapToObj(i -> "input" + i)
                        .toArray(String[]::new))
                .outputs(IntStream.range(0, outputs())
                        .mapToObj(i -> "output" + i)
                        .toArray(String[]::new))
                .example((manager, sizes) -> make(manager, sizes.get("n")))
                .body((pass, arrays) -> body.apply(arrays));
    }

    private int outputs() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            return body.apply(make(manager, Math.max(2, least))).size();
        }
    }

    NDList make(NDManager manager, int n) {
        Random random = new Random(name.hashCode() + n);
        NDList arrays = new NDList();
        inputs.forEach(input -> arrays.add(input.make(manager, random, n)));
        return arrays;
    }

    private static Shape shape(long n, long... shape) {
        return new Shape(
                Arrays.stream(shape).map(length -> length == N ? n : length).toArray());
    }

    /** Sixteenths from -2 to 2, which every precision holds. */
    static Input reals(long... shape) {
        return between(-2, 2, shape);
    }

    static Input between(double low, double high, long... shape) {
        return (manager, random, n) -> {
            float[] values = new float[Math.toIntExact(shape(n, shape).size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.round((low + (high - low) * random.nextDouble()) * 16) / 16f;
            }
            return manager.create(values, shape(n, shape));
        };
    }

    /** Those numbers again and again, in a random order. */
    static Input among(float[] numbers, long... shape) {
        return (manager, random, n) -> {
            float[] values = new float[Math.toIntExact(shape(n, shape).size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = numbers[random.nextInt(numbers.length)];
            }
            return manager.create(values, shape(n, shape));
        };
    }

    /** No two numbers are equal. */
    static Input distinct(long... shape) {
        return (manager, random, n) -> {
            int count = Math.toIntExact(shape(n, shape).size());
            List<Integer> order =
                    new java.util.ArrayList<>(IntStream.range(0, count).boxed().toList());
            Collections.shuffle(order, random);
            float[] values = new float[count];
            for (int i = 0; i < count; i++) {
                values[i] = (order.get(i) - count / 2) / 4f;
            }
            return manager.create(values, shape(n, shape));
        };
    }

    /** Whole numbers from low up to, and without, high. */
    static Input whole(DataType type, int low, int high, long... shape) {
        return (manager, random, n) -> {
            long[] values = new long[Math.toIntExact(shape(n, shape).size())];
            for (int i = 0; i < values.length; i++) {
                values[i] = low + random.nextInt(high - low);
            }
            return manager.create(values, shape(n, shape)).toType(type, false);
        };
    }

    static Input longs(int low, int high, long... shape) {
        return whole(DataType.INT64, low, high, shape);
    }

    static Input truths(long... shape) {
        return whole(DataType.BOOLEAN, 0, 2, shape);
    }

    /** Places below the free size. */
    static Input places(long... shape) {
        return (manager, random, n) ->
                longs(0, Math.toIntExact(Math.max(1, n)), shape).make(manager, random, n);
    }

    @Override
    public String toString() {
        return name;
    }
}

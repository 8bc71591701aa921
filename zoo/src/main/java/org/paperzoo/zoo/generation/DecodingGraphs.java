package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.KeysAndValues;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.nn.Past;

/**
 * The graphs by which an encoder-decoder generates: {@code encoder}, which runs once, and {@code decoder}, which runs for
 * further tokens over the keys and values of those before; there may be none before.
 *
 * <ul>
 *   <li>{@code encoder}: the network's encoder inputs to {@code remembered.0 …}: keys and values {@code [B, H, S, d]} of
 *       all layers in turn, then the bias of the source's mask
 *   <li>{@code decoder}: {@code tokens [N, L]}, {@code past.0 …} (keys and values {@code [N, H, P, d]} of all layers in
 *       turn) and {@code remembered.0 …} to {@code scores [N, V]} and {@code present.0 …} {@code [N, H, P + L, d]}
 *   <li>{@code reorder}: {@code sources [N]} and {@code past.0 …} to {@code present.0 …}: rows of the cache change places
 * </ul>
 */
public final class DecodingGraphs {

    public static final String ENCODER = "encoder";
    public static final String DECODER = "decoder";
    public static final String REORDER = "reorder";
    public static final String SCORES = "scores";
    public static final String PAST = "past";
    public static final String PRESENT = "present";
    public static final String REMEMBERED = "remembered";
    public static final String TOKENS = "tokens";

    private static final String BATCH = "batch";
    private static final String BEAMS = "beams";
    private static final String ROWS = "rows";
    private static final String PAST_LENGTH = "past_length";

    private DecodingGraphs() {}

    /**
     * The graphs of a network.
     *
     * @param inputs names of the encoder's inputs, batch axis first
     * @param sizes the encoder's free sizes beside {@code batch}, with the least value of each
     * @param example makes the encoder's inputs
     */
    public static List<GraphDefinition> of(
            CachedEncoderDecoder network,
            List<String> inputs,
            Map<String, Integer> sizes,
            GraphDefinition.Example example) {
        CacheLayout layout = network.cacheLayout();
        int remembered = 2 * layout.layers() + 1;
        GraphDefinition.Builder encoder = GraphDefinition.named(ENCODER).size(BATCH, 1);
        sizes.forEach(encoder::size);
        String[] names = new String[remembered];
        for (int i = 0; i < remembered; i++) {
            names[i] = REMEMBERED + "." + i;
        }
        GraphDefinition.Builder decoder =
                GraphDefinition.named(DECODER).size(BATCH, 1).size(BEAMS, 1);
        sizes.forEach(decoder::size);
        return List.of(
                encoder.inputs(inputs.toArray(String[]::new))
                        .outputs(names)
                        .example(example)
                        .body(network::remember),
                decoder.size(TOKENS, 1)
                        .size(PAST_LENGTH, 0)
                        .derived(ROWS, given -> (long) given.get(BATCH) * given.get(BEAMS))
                        .derived("present_length", given -> (long) given.get(PAST_LENGTH) + given.get(TOKENS))
                        .inputs(TOKENS)
                        .inputGroup(PAST, 2 * layout.layers())
                        .inputGroup(REMEMBERED, remembered)
                        .outputs(SCORES)
                        .state(PRESENT, PAST)
                        .example((manager, given) -> stepInputs(network, example, manager, given))
                        .body((pass, arrays) -> step(network, pass, arrays)),
                GraphDefinition.named(REORDER)
                        .size(ROWS, 1)
                        .size(PAST_LENGTH, 0)
                        .inputs("sources")
                        .inputGroup(PAST, 2 * layout.layers())
                        .state(PRESENT, PAST)
                        .example((manager, given) -> reorderInputs(layout, manager, given))
                        .body(DecodingGraphs::reordered));
    }

    private static NDList step(CachedEncoderDecoder network, Pass pass, NDList arrays) {
        int count = 2 * network.cacheLayout().layers();
        List<KeysAndValues> past = KeysAndValues.pairs(new NDList(arrays.subList(1, 1 + count)));
        NDArray[] present = new NDArray[count];
        Past joining = new Past() {
            @Override
            public int length() {
                return (int) past.get(0).keys().getShape().get(2);
            }

            @Override
            public KeysAndValues extend(int layer, KeysAndValues fresh) {
                KeysAndValues before = past.get(layer);
                present[2 * layer] = before.keys().concat(fresh.keys(), 2);
                present[2 * layer + 1] = before.values().concat(fresh.values(), 2);
                // They are outputs, and outlive the layer in which they are made.
                NDScope.unregister(present[2 * layer], present[2 * layer + 1]);
                return new KeysAndValues(present[2 * layer], present[2 * layer + 1]);
            }
        };
        NDList remembered = new NDList(arrays.subList(1 + count, arrays.size()));
        NDList outputs = new NDList(network.step(pass, arrays.get(0), joining, remembered));
        outputs.addAll(List.of(present));
        return outputs;
    }

    private static NDList reordered(Pass pass, NDList arrays) {
        NDArray sources = arrays.get(0);
        NDList outputs = new NDList();
        for (NDArray before : arrays.subList(1, arrays.size())) {
            outputs.add(before.get(sources)); // [N, H, P, d]
        }
        return outputs;
    }

    private static NDList stepInputs(
            CachedEncoderDecoder network,
            GraphDefinition.Example example,
            NDManager manager,
            Map<String, Integer> given) {
        long rows = (long) given.get(BATCH) * given.get(BEAMS);
        Random random = new Random(rows);
        NDList inputs =
                new NDList(tokens(manager, random, network.vocabularySize(), new Shape(rows, given.get(TOKENS))));
        inputs.addAll(cache(network.cacheLayout(), manager, rows, given.get(PAST_LENGTH)));
        Pass pass = Pass.inference();
        inputs.addAll(pass.scopedList(() -> network.remember(pass, example.of(manager, given))));
        return inputs;
    }

    private static NDList reorderInputs(CacheLayout layout, NDManager manager, Map<String, Integer> given) {
        int rows = given.get(ROWS);
        Random random = new Random(rows);
        long[] sources = random.longs(rows, 0, rows).toArray();
        NDList inputs = new NDList(manager.create(sources));
        inputs.addAll(cache(layout, manager, rows, given.get(PAST_LENGTH)));
        return inputs;
    }

    private static NDList cache(CacheLayout layout, NDManager manager, long rows, int length) {
        NDList cache = new NDList();
        Shape shape = new Shape(rows, layout.heads(), length, layout.headWidth());
        for (int i = 0; i < 2 * layout.layers(); i++) {
            cache.add(manager.randomNormal(shape));
        }
        return cache;
    }

    /** Tokens drawn from a vocabulary: int64. */
    public static NDArray tokens(NDManager manager, Random random, int vocabulary, Shape shape) {
        long[] tokens = random.longs(shape.size(), 0, vocabulary).toArray();
        return manager.create(tokens, shape);
    }

    /** A mask {@code [B, S]} int64 whose rows end in padding, of another length each; the first has none. */
    public static NDArray mask(NDManager manager, int batch, int length) {
        long[] mask = new long[batch * length];
        for (int row = 0; row < batch; row++) {
            for (int i = 0; i < length; i++) {
                mask[row * length + i] = i == 0 || i < length - row % length ? 1 : 0;
            }
        }
        return manager.create(mask, new Shape(batch, length));
    }
}

package org.paperzoo.zoo.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.engine.NativeCalls;
import org.paperzoo.zoo.generation.GenerationWork;
import org.paperzoo.zoo.graph.WorkCount.Counted;
import org.paperzoo.zoo.nn.Convolution2d;
import org.paperzoo.zoo.nn.Embedding;
import org.paperzoo.zoo.nn.Linear;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.nn.TorchOperators;

class WorkCountTest {

    private static final String TINY_T5 = "{\"vocab_size\":128,\"d_model\":32,\"d_kv\":8,\"d_ff\":64,\"num_layers\":3,"
            + "\"num_decoder_layers\":2,\"num_heads\":4,\"relative_attention_num_buckets\":8,"
            + "\"relative_attention_max_distance\":20,\"feed_forward_proj\":\"relu\",\"tie_word_embeddings\":true,"
            + "\"architectures\":[\"T5ForConditionalGeneration\"]}";

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aLinearMapMultipliesAndAddsOnceForEachWeightAndRow() {
        Linear linear = Linear.of(3, 5);
        Counted counted = count(linear, pass -> x -> linear.forward(pass, x), "rows", new Shape(1, 3))
                .at(List.of(new Shape(7, 3)));
        assertEquals(2 * 7 * 3 * 5, counted.flops());
        assertEquals(4 * (3 * 5 + 5 + 7 * 3 + 7 * 5), counted.bytes());
        assertEquals(Map.of("y", new Shape(7, 5)), counted.outputs());
    }

    @Test
    void aConvolutionMultipliesAndAddsOnceForEachTapOfEachOutput() {
        Convolution2d convolution = Convolution2d.of(new Convolution2d.Form(3, 4, 3, 2, 1, 1));
        Counted counted = count(convolution, pass -> x -> convolution.forward(pass, x), "rows", new Shape(1, 3, 9, 11))
                .at(List.of(new Shape(2, 3, 9, 11)));
        assertEquals(2L * 2 * 4 * 5 * 6 * 27, counted.flops());
        assertEquals(4 * (4 * 27 + 4 + 2 * 3 * 9 * 11 + 2 * 4 * 5 * 6), counted.bytes());
    }

    @Test
    void ofATableOnlyTheRowsThatAreLookedUpAreRead() {
        Embedding table = new Embedding(1000, 8);
        table.initialize(manager, DataType.FLOAT32);
        GraphDefinition definition = GraphDefinition.named("forward")
                .size("length", 1)
                .inputs("tokens")
                .outputs("y")
                .example((own, sizes) -> new NDList(own.zeros(new Shape(sizes.get("length")), DataType.INT64)))
                .body((pass, inputs) -> new NDList(table.forward(pass, inputs.head())));
        Counted counted = WorkCount.of(table, definition, manager).at(List.of(new Shape(6)));
        assertEquals(0, counted.flops());
        assertEquals(6 * 8 * 4 + 6 * 8 + 6 * 8 * 4, counted.bytes());
    }

    @Test
    void anAbsentInputCountsNothing() {
        Linear shift = Linear.of(3, 4);
        Counted counted = count(
                        shift,
                        pass -> x -> TorchOperators.groupNorm(
                                x, 2, null, pass.value(shift.getParameters().get("bias")), 1e-5),
                        "rows",
                        new Shape(1, 4))
                .at(List.of(new Shape(7, 4)));
        assertEquals(8 * 7 * 4, counted.flops());
        assertEquals(4 * (4 + 7 * 4 + 7 * 4), counted.bytes());
    }

    @Test
    void otherInputsThanTheGraphsAreRefused() {
        Linear linear = Linear.of(3, 5);
        WorkCount work = count(linear, pass -> x -> linear.forward(pass, x), "rows", new Shape(1, 3));
        assertThrows(IllegalArgumentException.class, () -> work.at(List.of()));
        assertThrows(IllegalArgumentException.class, () -> work.at(List.of(new Shape(3))));
    }

    @Test
    void aTinyT5TakesWhatPaperAndPencilSay() throws IOException {
        Architecture architecture = Architectures.named("t5");
        NamedBlock network = architecture.build(Configuration.parse("tiny", TINY_T5));
        network.initialize(manager, DataType.FLOAT32);
        List<GraphDefinition> graphs = architecture.graphs(network);
        Shape source = new Shape(2, 10);

        Counted encoded = WorkCount.of(network, GraphDefinition.find(graphs, "encoder"), manager)
                .at(List.of(source, source));
        long attention = 4 * 2L * 20 * 32 * 32 + 2 * 2L * 2 * 4 * 10 * 10 * 8; // projections; scores and values
        long feedForward = 2 * 2L * 20 * 32 * 64;
        long remembered = 2 * 2 * 2L * 20 * 32 * 32; // the decoder's cross-attention: keys and values
        assertMostly(3 * (attention + feedForward) + remembered, encoded.flops());
        assertEquals(new Shape(2, 4, 10, 8), encoded.outputs().get("remembered.3"));

        int beams = 3;
        Counted generated = GenerationWork.of(network, graphs, manager).at(List.of(source, source), beams, 5);
        long rows = 2 * beams;
        // Of each layer: four maps of its own attention, two of the other, the feed-forward part; scores of the source.
        long step = 2 * (6 * 2 * rows * 32 * 32 + 2 * 2 * rows * 32 * 64 + 2 * 2 * rows * 32 * 10);
        long vocabulary = 2 * rows * 32 * 128;
        long past = 2 * 2 * 2 * rows * 32 * (1 + 2 + 3 + 4 + 5); // of two layers, over all five steps
        assertMostly(encoded.flops() + 5 * (step + vocabulary) + past, generated.flops());

        long weights = 2 * (8 * 32 * 32 - 2 * 32 * 32 + 2 * 32 * 64 + 3 * 32) + 32 + 128 * 32;
        long memory = 2 * 2 * 2 * 32 * 10 + 2 * 10; // keys, values and the mask's bias
        long fixed = weights + memory + rows * 128; // and the scores
        long cache = 2 * 2 * rows * 32; // of one position
        long bytes = 4 * (5 * fixed + 5 * cache + cache * (1 + 2 + 3 + 4)) + 5 * 8 * rows;
        assertEquals(bytes, generated.bytes() - encoded.bytes(), 0.02 * bytes);
    }

    @Test
    void detrOnAPictureOfTheUsualSizeTakesTheOperationsThatAreReported() throws IOException {
        Architecture architecture = Architectures.named("detr");
        NamedBlock network = architecture.build(Configuration.parse(
                "detr-resnet-50",
                "{\"backbone\":\"resnet50\",\"hidden_dim\":256,\"nheads\":8,\"enc_layers\":6,\"dec_layers\":6,"
                        + "\"dim_feedforward\":2048,\"num_queries\":100,\"num_classes\":91}"));
        network.initialize(manager, DataType.FLOAT32);
        Counted counted = WorkCount.of(network, GraphDefinition.find(architecture.graphs(network), "forward"), manager)
                .at(List.of(new Shape(1, 3, 800, 1066)));
        // 86 G multiplications with an addition each, over the first pictures of COCO (Carion et al. 2020, table 1).
        assertEquals(172e9, counted.flops(), 0.08 * 172e9);
        assertEquals(
                Map.of("pred_logits", new Shape(1, 100, 92), "pred_boxes", new Shape(1, 100, 4)), counted.outputs());
        assertTrue(counted.bytes() > 160e6 && counted.bytes() < 185e6, counted.bytes() + " bytes");
    }

    @Test
    void blocksCallAtLeastOneNativeOperationForEachOfTheirOwn() {
        Linear linear = Linear.of(3, 5);
        linear.initialize(manager, DataType.FLOAT32);
        GraphDefinition definition = definition(
                pass -> x -> linear.forward(pass, linear.forward(pass, x).add(1).get(":, :3")),
                "rows",
                new Shape(1, 3));
        assertTrue(NativeCalls.ofBlocks(linear, definition, manager) >= 4);
        assertEquals(5, NativeCalls.ofTorchScript(definition));
        assertEquals(11, NativeCalls.ofOnnx(definition));
    }

    /** Products, and less than a tenth of it for each element: normalisation, masks, softmax. */
    private static void assertMostly(long products, long counted) {
        assertTrue(
                counted >= products && counted < 1.1 * products,
                counted + " operations, of which products " + products);
    }

    @FunctionalInterface
    private interface Forward {
        java.util.function.UnaryOperator<NDArray> of(Pass pass);
    }

    private WorkCount count(NamedBlock block, Forward forward, String size, Shape shape) {
        block.initialize(manager, DataType.FLOAT32);
        return WorkCount.of(block, definition(forward, size, shape), manager);
    }

    /** A graph of one input, whose first axis is free. */
    private static GraphDefinition definition(Forward forward, String size, Shape shape) {
        return GraphDefinition.named("forward")
                .size(size, 1)
                .inputs("x")
                .outputs("y")
                .example((own, sizes) -> {
                    long[] axes = shape.getShape().clone();
                    axes[0] = sizes.get(size);
                    return new NDList(own.randomNormal(new Shape(axes)));
                })
                .body((pass, inputs) -> new NDList(forward.of(pass).apply(inputs.head())));
    }
}

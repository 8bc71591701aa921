package org.paperzoo.zoo.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.architecture.ReferenceCall;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.engine.BlockBackend;
import org.paperzoo.zoo.nn.LayerNorm;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

class DetrTest {

    private static final String TINY = "{\"backbone\":\"resnet18\",\"hidden_dim\":32,\"nheads\":4,\"enc_layers\":2,"
            + "\"dec_layers\":3,\"dim_feedforward\":64,\"num_queries\":9,\"num_classes\":12}";

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
        manager.getEngine().setRandomSeed(0);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    static Configuration tiny() throws IOException {
        return Configuration.parse("tiny", TINY);
    }

    private Detr detr(Configuration configuration) throws IOException {
        return SyntheticWeights.fill(new Detr(DetrSettings.of(configuration)), manager);
    }

    private NDList run(NamedBlock block, NDArray... inputs) {
        return block.forward(new ParameterStore(manager, false), new NDList(inputs), false);
    }

    @Test
    void anOddSizeGivesAMapOfRoundedUpSize() throws IOException {
        Map<String, NDArray> answers = answer(detr(tiny()), manager.randomNormal(new Shape(1, 3, 97, 131)), null);
        assertEquals(new Shape(1, 512, 4, 5), answers.get("backbone_features").getShape());
        assertEquals(new Shape(1, 32, 4, 5), answers.get("position_embedding").getShape());
        assertEquals(new Shape(1, 9, 13), answers.get("pred_logits").getShape());
    }

    /** A kernel spread by two over a map is the same kernel over every other place ("à trous"). */
    @ParameterizedTest
    @EnumSource(names = {"RESNET18", "RESNET50"})
    void dilationComputesTheSameFeaturesMoreDensely(ResNet.Depth depth) throws IOException {
        ResNet plain = SyntheticWeights.fill(new ResNet(depth, 3, false), manager);
        ResNet dilated = SyntheticWeights.fill(new ResNet(depth, 3, true), manager);
        NDArray pixels = manager.randomNormal(new Shape(1, 3, 90, 70));
        NDArray coarse = plain.forwardStages(Pass.inference(), pixels).get(3);
        NDArray dense = dilated.forwardStages(Pass.inference(), pixels).get(3);
        assertEquals(new Shape(3, 3), coarse.getShape().slice(2));
        assertEquals(new Shape(6, 5), dense.getShape().slice(2));
        if (depth == ResNet.Depth.RESNET50) {
            assertClose(coarse, dense.get(new NDIndex(":, :, ::2, ::2")), 1e-4);
        }
    }

    @Test
    void depthsHaveTheirPublishedNumberOfParameters() {
        // torchvision's counts without the classifier of 1000 classes; running statistics added.
        assertEquals(11_176_512 + 9600, new ResNet(ResNet.Depth.RESNET18, 3, false).parameterCount());
        assertEquals(21_284_672 + 17024, new ResNet(ResNet.Depth.RESNET34, 3, false).parameterCount());
        assertEquals(23_508_032 + 53120, new ResNet(ResNet.Depth.RESNET50, 3, false).parameterCount());
        assertEquals(42_500_160 + 105_344, new ResNet(ResNet.Depth.RESNET101, 3, true).parameterCount());
    }

    @Test
    void learnedPositionsPutColumnsBeforeRows() throws IOException {
        Detr detr = detr(tiny().with("position_embedding", "learned"));
        NDArray positions = answer(detr, manager.randomNormal(new Shape(2, 3, 64, 96)), null)
                .get("position_embedding"); // [2, 32, 2, 3]
        NDArray columns = parameter(detr, "backbone.1.col_embed.weight");
        NDArray rows = parameter(detr, "backbone.1.row_embed.weight");
        assertClose(columns.get(2), positions.get(new NDIndex("1, :16, 1, 2")), 0);
        assertClose(rows.get(1), positions.get(new NDIndex("1, 16:, 1, 2")), 0);
    }

    @Test
    void learnedPositionsEndAtFifty() throws IOException {
        Detr detr = detr(tiny().with("position_embedding", "v3").with("dilation", true));
        NDArray wide = manager.zeros(new Shape(1, 3, 16, 816));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> run(detr, wide));
        assertTrue(e.getMessage().contains("1 by 51"), e.getMessage());
    }

    /** With branches that give nothing, a pre-normalised encoder carries its input to the last normalisation. */
    @Test
    void preNormalisationCarriesTheInputThrough() throws IOException {
        Detr detr = new Detr(DetrSettings.of(tiny().with("pre_norm", true)));
        SyntheticWeights.fill(
                detr,
                manager,
                name -> name.startsWith("transformer.encoder.layers")
                        && (name.contains("out_proj") || name.contains("linear2")));
        NDArray pixels = manager.randomNormal(new Shape(1, 3, 64, 64));
        Detr.Encoded encoded = detr.encode(Pass.inference(), pixels, null);
        NDArray input = encoded.projected().reshape(1, 32, -1).transpose(0, 2, 1);
        NDArray expected = input.getNDArrayInternal()
                .layerNorm(
                        input,
                        new Shape(32),
                        parameter(detr, "transformer.encoder.norm.weight"),
                        parameter(detr, "transformer.encoder.norm.bias"),
                        LayerNorm.DEFAULT_EPSILON)
                .singletonOrThrow();
        assertClose(expected, encoded.memory(), 1e-6);
    }

    @Test
    void aMaskOfNothingIsNoMask() throws IOException {
        Detr detr = detr(tiny());
        NDArray pixels = manager.randomNormal(new Shape(2, 3, 65, 96));
        NDList without = run(detr, pixels);
        NDList with = run(detr, pixels, manager.zeros(new Shape(2, 65, 96), DataType.INT64));
        assertClose(without.get(0), with.get(0), 1e-5);
        assertClose(without.get(1), with.get(1), 1e-5);
    }

    @Test
    void aBatchEqualsItsMembers() throws IOException {
        Detr detr = detr(tiny());
        NDArray pixels = manager.randomNormal(new Shape(3, 3, 64, 96));
        NDArray mask = manager.zeros(new Shape(3, 64, 96), DataType.UINT8);
        mask.set(new NDIndex("1, :, 70:"), 1);
        mask.set(new NDIndex("2, 40:, :"), 1);
        NDList together = run(detr, pixels, mask);
        for (int i = 0; i < 3; i++) {
            NDIndex member = new NDIndex().addSliceDim(i, i + 1);
            NDList alone = run(detr, pixels.get(member), mask.get(member));
            assertClose(alone.get(0), together.get(0).get(member), 1e-5);
            assertClose(alone.get(1), together.get(1).get(member), 1e-5);
        }
    }

    /** What the encoder gives at padded places may be anything. */
    @Test
    void paddedPlacesAreNotAttended() throws IOException {
        Detr detr = detr(tiny());
        NDArray pixels = manager.randomNormal(new Shape(1, 3, 64, 64));
        Detr.Encoded encoded = detr.encode(Pass.inference(), pixels, null);
        NDArray padding = manager.create(new float[] {0, 1, 0, 1}, new Shape(1, 2, 2));
        NDArray other = encoded.memory().duplicate();
        other.set(new NDIndex("0, 1, :"), 7f);
        other.set(new NDIndex("0, 3, :"), -7f);
        NDArray positions = encoded.positions();
        NDArray one = detr.decode(
                        Pass.inference(),
                        new Detr.Encoded(encoded.stages(), encoded.projected(), padding, positions, encoded.memory()),
                        false)
                .head();
        NDArray two = detr.decode(
                        Pass.inference(),
                        new Detr.Encoded(encoded.stages(), encoded.projected(), padding, positions, other),
                        false)
                .head();
        assertClose(one, two, 0);
    }

    @Test
    void picturesOfABatchDoNotInfluenceEachOtherInTheRunner() throws IOException {
        NamedBlock alone = new EachPictureAlone(blocks(detr(tiny())));
        NDArray large = manager.randomNormal(new Shape(1, 3, 96, 96));
        NDArray small = manager.randomNormal(new Shape(1, 3, 50, 70));
        NDArray pixels = manager.zeros(new Shape(2, 3, 96, 96));
        pixels.set(new NDIndex("0:1"), large);
        pixels.set(new NDIndex("1:2, :, :50, :70"), small);
        NDArray mask = manager.zeros(new Shape(2, 96, 96), DataType.INT64);
        mask.set(new NDIndex("1, 50:, :"), 1);
        mask.set(new NDIndex("1, :, 70:"), 1);
        NDList together = run(alone, pixels, mask);
        NDArray expected = NDArrays.concat(
                new NDList(run(alone, large).get(0), run(alone, small).get(0)));
        assertClose(expected, together.get(0), 1e-5);
    }

    @Test
    void whileTrainingEveryLayerProposes() throws IOException {
        Detr detr = detr(tiny());
        NDArray pixels = manager.randomNormal(new Shape(1, 3, 64, 64));
        NDList outputs = detr.forward(new ParameterStore(manager, false), new NDList(pixels), true);
        assertEquals(6, outputs.size());
        assertEquals(new Shape(1, 9, 13), outputs.get(2).getShape());
        assertEquals(new Shape(1, 9, 4), outputs.get(5).getShape());
    }

    @Test
    void manyForwardsLeaveNoArrayBehind() throws IOException {
        Detr detr = detr(tiny());
        NDArray pixels = manager.randomNormal(new Shape(1, 3, 32, 32));
        NDArray mask = manager.zeros(new Shape(1, 32, 32), DataType.INT64);
        run(detr, pixels, mask).close();
        int before = manager.getManagedArrays().size();
        for (int i = 0; i < 50; i++) {
            run(detr, pixels, mask).close();
        }
        assertEquals(before, manager.getManagedArrays().size());
    }

    @Test
    void pixelsOrMasksOfAnotherShapeAreRefused() throws IOException {
        Detr detr = detr(tiny());
        NDArray pixels = manager.zeros(new Shape(1, 3, 64, 64));
        assertThrows(IllegalArgumentException.class, () -> run(detr, manager.zeros(new Shape(1, 4, 64, 64))));
        assertThrows(IllegalArgumentException.class, () -> run(detr, manager.zeros(new Shape(3, 64, 64))));
        assertThrows(IllegalArgumentException.class, () -> run(detr, pixels, manager.zeros(new Shape(1, 64, 63))));
        InvalidInputException e = assertThrows(
                InvalidInputException.class, () -> answer(detr, pixels, manager.zeros(new Shape(1, 64, 63))));
        assertTrue(e.getMessage().contains("the mask is"), e.getMessage());
    }

    private static Map<String, NDArray> answer(NamedBlock block, NDArray pixels, NDArray mask) throws IOException {
        Architecture detr = Architectures.named("detr");
        Map<String, NDArray> inputs =
                mask == null ? Map.of("pixel_values", pixels) : Map.of("pixel_values", pixels, "padding_mask", mask);
        return detr.answer(
                new BlockBackend(block, detr.graphs(block)), new ReferenceCall("DETR", tiny(), Map.of(), inputs));
    }

    private static NDArray parameter(NamedBlock block, String name) {
        return block.getParameters().get(name).getArray();
    }

    static void assertClose(NDArray expected, NDArray actual, double tolerance) {
        assertEquals(expected.getShape(), actual.getShape());
        float largest = expected.sub(actual).abs().max().getFloat();
        assertTrue(largest <= tolerance, "differs by " + largest);
    }

    private static BlockBackend blocks(NamedBlock network) {
        return new BlockBackend(network, new Detr.Definition().graphs(network));
    }
}

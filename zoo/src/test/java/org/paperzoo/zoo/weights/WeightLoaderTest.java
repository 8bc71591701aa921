package org.paperzoo.zoo.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.TensorInfo;
import org.paperzoo.zoo.checkpoint.TensorType;
import org.paperzoo.zoo.nn.Embedding;
import org.paperzoo.zoo.nn.InitialValues;
import org.paperzoo.zoo.nn.Linear;
import org.paperzoo.zoo.nn.NamedBlock;

class WeightLoaderTest {

    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
    private final Map<String, TensorInfo> infos = new LinkedHashMap<>();
    private final Map<String, ByteBuffer> values = new LinkedHashMap<>();

    @BeforeEach
    void aCheckpointThatFits() {
        put("projection.inner.weight", List.of(2L, 3L), 1, 2, 3, 4, 5, 6);
        put("projection.inner.bias", List.of(2L), 7, 8);
        put("table.weight", List.of(2L, 2L), 9, 10, 11, 12);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void everyParameterReceivesItsTensorUnderTheDottedName() throws IOException {
        Network network = new Network();
        load(network, NameRule.IDENTITY);
        assertEquals(
                List.of("sinusoids", "projection.inner.weight", "projection.inner.bias", "table.weight"),
                network.getParameters().keys());
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, floats(network, "projection.inner.weight"));
        assertArrayEquals(new float[] {0.5f}, floats(network, "sinusoids"));
        assertFalse(network.getParameters().get("table.weight").requiresGradient(), "loaded parameters are frozen");
        assertEquals(12, network.parameterCount());
    }

    @Test
    void halfPrecisionBecomesFloat32Exactly() throws IOException {
        infos.put("projection.inner.bias", new TensorInfo("projection.inner.bias", TensorType.BF16, List.of(2L)));
        values.put(
                "projection.inner.bias",
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putShort((short) 0x3f80)
                        .putShort((short) 0xc000)
                        .flip());
        Network network = new Network();
        load(network, NameRule.IDENTITY);
        assertArrayEquals(new float[] {1, -2}, floats(network, "projection.inner.bias"));
        assertEquals(0x1p-24f, TensorConversion.halfToFloat((short) 1));
        assertEquals(65504f, TensorConversion.halfToFloat((short) 0x7bff));
        assertTrue(Float.isNaN(TensorConversion.halfToFloat((short) 0x7e00)));
        assertEquals(Float.NEGATIVE_INFINITY, TensorConversion.halfToFloat((short) 0xfc00));
    }

    @Test
    void aTiedNameMayStandForTheParameterOrBesideItButMustNotDiffer() throws IOException {
        put("tied.weight", List.of(2L, 2L), 9, 10, 11, 12);
        load(new Network(), NameRule.IDENTITY);
        put("tied.weight", List.of(2L, 2L), 9, 10, 11, 13);
        assertRefused("table.weight and tied.weight differ");
        values.remove("table.weight");
        infos.remove("table.weight");
        Network network = new Network();
        load(network, NameRule.IDENTITY);
        assertArrayEquals(new float[] {9, 10, 11, 13}, floats(network, "table.weight"));
    }

    @Test
    void aMissingTensorIsNamed() {
        infos.remove("projection.inner.bias");
        assertRefused("1 missing (projection.inner.bias)");
    }

    @Test
    void anExtraTensorIsNamedUnlessItIsIgnorable() throws IOException {
        put("optimizer.step", List.of(1L), 1);
        assertRefused("1 not used (optimizer.step)");
        WeightLoader.load(
                new Network(), checkpoint(), NameRule.IDENTITY, List.of(Pattern.compile("optimizer\\..*")), manager);
    }

    @Test
    void aTensorOfAnotherShapeIsNamedWithBothShapes() {
        put("table.weight", List.of(4L), 9, 10, 11, 12);
        assertRefused("table.weight is [4], expected [2, 2]");
    }

    @Test
    void anIntegerTensorDoesNotFitAParameter() {
        infos.put("projection.inner.bias", new TensorInfo("projection.inner.bias", TensorType.I32, List.of(2L)));
        assertRefused("projection.inner.bias is of type I32, expected a floating-point type");
    }

    @Test
    void aRuleStacksSplitsAndTransposes() throws IOException {
        infos.clear();
        values.clear();
        put("top", List.of(1L, 3L), 1, 2, 3);
        put("bottom", List.of(1L, 3L), 4, 5, 6);
        put("biases", List.of(4L), 5, 6, 7, 8);
        put("transposed", List.of(2L, 2L), 9, 11, 10, 12);
        Network network = new Network();
        load(network, name -> switch (name) {
            case "projection.inner.weight" -> new TensorSource.Stacked(List.of("top", "bottom"));
            case "projection.inner.bias" -> new TensorSource.Part("biases", 1, 2);
            case "table.weight" -> new TensorSource.Transposed("transposed");
            default -> new TensorSource.Whole(name);
        });
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, floats(network, "projection.inner.weight"));
        assertArrayEquals(new float[] {7, 8}, floats(network, "projection.inner.bias"));
        assertArrayEquals(new float[] {9, 10, 11, 12}, floats(network, "table.weight"));
    }

    private void load(Network network, NameRule rule) throws IOException {
        WeightLoader.load(network, checkpoint(), rule, List.of(), manager);
    }

    private void assertRefused(String reason) {
        InvalidInputException e =
                assertThrows(InvalidInputException.class, () -> load(new Network(), NameRule.IDENTITY));
        assertTrue(e.getMessage().startsWith("test.safetensors: "), e.getMessage());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    private static float[] floats(NamedBlock block, String name) {
        NDArray array = block.getParameters().get(name).getArray();
        return array.toFloatArray();
    }

    private void put(String name, List<Long> shape, float... floats) {
        ByteBuffer buffer = ByteBuffer.allocate(floats.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(floats);
        infos.put(name, new TensorInfo(name, TensorType.F32, shape));
        values.put(name, buffer);
    }

    private Checkpoint checkpoint() {
        return new Checkpoint() {
            @Override
            public String source() {
                return "test.safetensors";
            }

            @Override
            public Set<String> names() {
                return infos.keySet();
            }

            @Override
            public TensorInfo info(String name) {
                return infos.get(name);
            }

            @Override
            public ByteBuffer read(String name) {
                return values.get(name).duplicate().order(ByteOrder.LITTLE_ENDIAN);
            }

            @Override
            public void close() {}
        };
    }

    /** A network with every kind of declaration. */
    private static final class Network extends NamedBlock {

        private final Parameter sinusoids;

        Network() {
            child("projection.inner", Linear.of(3, 2));
            child("table", new Embedding(2, 2));
            alias("tied.weight", "table.weight");
            sinusoids = computed("sinusoids", InitialValues.values(new float[] {0.5f}), 1);
            assertEquals("sinusoids", sinusoids.getName());
        }
    }
}

package org.paperzoo.zoo.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.BatchNorm;
import org.paperzoo.zoo.nn.Pass;

class DaFormerTest {

    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    static Configuration tiny() throws IOException {
        return Configuration.read(Path.of("src/test/resources/golden/daformer-tiny/config.json"));
    }

    @Test
    void thePublishedEncoderHasThePublishedNumberOfParameters() throws IOException {
        Configuration configuration = Configuration.of(
                "card", Catalogue.standard().card("daformer-gta-cityscapes").configuration());
        DaFormer network = new DaFormer(DaFormerSettings.of(configuration));
        long encoder = network.getParameters().stream()
                .filter(pair -> pair.getKey().startsWith("backbone."))
                .mapToLong(pair -> pair.getValue().getShape().size())
                .sum();
        assertEquals(81.44, encoder / 1e6, 0.005);
    }

    @Test
    void aConfigurationMayHoldTheModelAmongOtherThings() throws IOException {
        ObjectNode whole = new ObjectMapper().createObjectNode();
        whole.set("model", tiny().json());
        assertEquals(DaFormerSettings.of(tiny()), DaFormerSettings.of(Configuration.of("whole.json", whole)));
    }

    @Test
    void logitsHaveAQuarterOfTheSizeRoundedUp() throws IOException {
        DaFormer network = SyntheticWeights.fill(new DaFormer(DaFormerSettings.of(tiny())), manager);
        NDList logits = network.forward(
                new ParameterStore(manager, false), new NDList(manager.randomNormal(new Shape(2, 3, 33, 70))), false);
        assertEquals(new Shape(2, 19, 9, 18), logits.singletonOrThrow().getShape());
        assertEquals(9, MixTransformer.mapSide(33));
        assertEquals(18, MixTransformer.mapSide(70));
    }

    @Test
    void aPictureSmallerThanAWindowIsRefused() throws IOException {
        DaFormer network = SyntheticWeights.fill(new DaFormer(DaFormerSettings.of(tiny())), manager);
        assertEquals(29, MixTransformer.leastSide(network.settings().stages()));
        network.logits(Pass.inference(), manager.zeros(new Shape(1, 3, 29, 29)));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> network.logits(Pass.inference(), manager.zeros(new Shape(1, 3, 64, 28))));
        assertTrue(e.getMessage().contains("sides of at least 29"), e.getMessage());
    }

    @Test
    void layersAndChannelsAreDroppedInTrainingAlone() throws IOException {
        ObjectNode json = tiny().json().deepCopy();
        ((ObjectNode) json.get("backbone")).put("drop_path_rate", 0.9);
        DaFormer network =
                SyntheticWeights.fill(new DaFormer(DaFormerSettings.of(Configuration.of("c", json))), manager);
        NDArray pixels = manager.randomNormal(new Shape(4, 3, 64, 64));
        float[] first = network.logits(Pass.inference(), pixels).toFloatArray();
        assertArrayEquals(first, network.logits(Pass.inference(), pixels).toFloatArray());
        float[] trained = network.logits(Pass.training(), pixels).toFloatArray();
        float[] again = network.logits(Pass.training(), pixels).toFloatArray();
        int equal = 0;
        for (int i = 0; i < again.length; i++) {
            equal += trained[i] == again[i] ? 1 : 0;
        }
        assertTrue(equal < again.length / 2, equal + " of " + again.length);
    }

    @Test
    void batchStatisticsMoveTheRunningOnesByATenth() {
        BatchNorm norm = new BatchNorm(1);
        norm.initialize(manager, DataType.FLOAT32);
        NDArray x = manager.create(new float[] {1, 3, 5, 7}, new Shape(2, 1, 2, 1));
        // Mean 4; variance 5 of the batch, 20 / 3 with Bessel's correction, which the running one takes.
        float[] normalised = norm.forward(Pass.training(), x).toFloatArray();
        assertArrayEquals(new float[] {-1.3416f, -0.4472f, 0.4472f, 1.3416f}, normalised, 1e-4f);
        assertEquals(0.4f, norm.getParameters().get("running_mean").getArray().getFloat(), 1e-6f);
        assertEquals(
                0.9f + 2 / 3f,
                norm.getParameters().get("running_var").getArray().getFloat(),
                1e-6f);
        float[] fixed = norm.forward(Pass.inference(), x).toFloatArray();
        assertEquals((1 - 0.4) / Math.sqrt(0.9 + 2 / 3.0), fixed[0], 1e-5);
    }

    @Test
    void pooledAndPlainFusionsHaveTheReferencesNames() throws IOException {
        ObjectNode json = tiny().json().deepCopy();
        ObjectNode fusion = (ObjectNode) json.at("/decode_head/decoder_params/fusion_cfg");
        fusion.put("sep", false).put("pool", true);
        DaFormer network =
                SyntheticWeights.fill(new DaFormer(DaFormerSettings.of(Configuration.of("c", json))), manager);
        Map<String, Shape> shapes = new HashMap<>();
        network.getParameters()
                .forEach(pair -> shapes.put(pair.getKey(), pair.getValue().getShape()));
        String fuse = "decode_head.fuse_layer.";
        assertEquals(new Shape(16, 48, 1, 1), shapes.get(fuse + "image_pool.1.conv.weight"));
        assertEquals(new Shape(16, 48, 3, 3), shapes.get(fuse + "aspp_modules.2.conv.weight"));
        assertEquals(new Shape(16, 80, 3, 3), shapes.get(fuse + "bottleneck.conv.weight"));
        NDArray logits = network.logits(Pass.inference(), manager.randomNormal(new Shape(1, 3, 32, 40)));
        assertEquals(new Shape(1, 19, 8, 10), logits.getShape());
    }

    @Test
    void wrongConfigurationsAreRefusedWithTheirKey() throws IOException {
        refused("/backbone", "type", "\"ResNet\"", "mit_b0 to mit_b5");
        refused("/backbone", "embed_dims", "[8, 16, 24]", "4 integers");
        refused("/backbone", "embed_dims", "[8, 15, 24, 32]", "multiples of the heads");
        refused("/backbone", "depths", "[2, 1, 1, 100000]", "4 integers from 1 to 256");
        refused("/decode_head", "type", "\"FCNHead\"", "DAFormerHead");
        refused("/decode_head", "in_index", "[0, 1, 2, 4]", "0 to 3");
        refused("/decode_head", "in_index", "[0, 1, 1, 3]", "at most once");
        refused("/decode_head", "in_channels", "[8, 16, 24, 64]", "[8, 16, 24, 32]");
        refused("/decode_head", "num_classes", "257", "1 to 256");
        refused("/decode_head", "align_corners", "true", "false");
        refused("/decode_head/decoder_params", "embed_dims", "[12, 12]", "one for each level");
        refused("/decode_head/decoder_params/embed_cfg", "type", "\"conv\"", "mlp");
        refused("/decode_head/decoder_params/fusion_cfg", "type", "\"isa\"", "aspp");
        refused("/decode_head/decoder_params/fusion_cfg", "context_cfg", "{\"type\": \"isa\"}", "null");
    }

    private static void refused(String parent, String key, String value, String expected) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = tiny().json().deepCopy();
        ((ObjectNode) json.at(parent)).set(key, mapper.readTree(value));
        InvalidInputException e = assertThrows(
                InvalidInputException.class, () -> DaFormerSettings.of(Configuration.of("config.json", json)));
        for (String part : List.of("config.json", "\"" + key + "\" is", expected)) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
    }
}

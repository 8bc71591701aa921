package org.paperzoo.zoo.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.vision.DetrSettings.Positions;
import org.paperzoo.zoo.weights.TensorSource;

class DetrSettingsTest {

    @Test
    void huggingFacesDefaultsAreThoseOfThePaper() throws IOException {
        DetrSettings settings = DetrSettings.of(Configuration.parse("config.json", "{\"model_type\":\"detr\"}"));
        assertEquals(ResNet.Depth.RESNET50, settings.backbone());
        assertEquals(256, settings.width());
        assertEquals(new DetrSettings.Stack(6, 8, 2048), settings.encoder());
        assertEquals(100, settings.queries());
        assertEquals(2, settings.classes());
        assertEquals(Positions.SINE, settings.positions());
    }

    @Test
    void aTimmRecipeAfterTheBackbonesNameIsLeftAside() throws IOException {
        Configuration configuration =
                Configuration.parse("config.json", "{\"model_type\":\"detr\",\"backbone\":\"resnet101.a1_in1k\"}");
        assertEquals(ResNet.Depth.RESNET101, DetrSettings.of(configuration).backbone());
    }

    @Test
    void aBackboneOfTransformersOwnIsFoundByItsStagesAndNamedAsThere() throws IOException {
        Configuration configuration = Configuration.parse(
                "config.json",
                "{\"model_type\":\"detr\",\"use_timm_backbone\":false,\"backbone_config\":{\"model_type\":\"resnet\","
                        + "\"depths\":[2,2,2,2],\"layer_type\":\"basic\"}}");
        assertEquals(ResNet.Depth.RESNET18, DetrSettings.of(configuration).backbone());
        assertHuggingFaceName(
                configuration,
                "backbone.0.body.layer2.0.downsample.1.running_var",
                "model.backbone.conv_encoder.model.encoder.stages.1.layers.0.shortcut.normalization.running_var");
        assertHuggingFaceName(
                configuration,
                "backbone.0.body.conv1.weight",
                "model.backbone.conv_encoder.model.embedder.embedder.convolution.weight");
        assertHuggingFaceName(
                configuration,
                "backbone.0.body.layer4.1.bn2.bias",
                "model.backbone.conv_encoder.model.encoder.stages.3.layers.1.layer.1.normalization.bias");
    }

    @Test
    void aMaskHeadsNamesStayAndItsDetectorsAreTranslated() throws IOException {
        Configuration configuration = Configuration.parse("config.json", "{\"model_type\":\"detr\"}");
        assertHuggingFaceName(configuration, "mask_head.lay1.weight", "mask_head.lay1.weight");
        assertHuggingFaceName(configuration, "bbox_attention.k_linear.bias", "bbox_attention.k_linear.bias");
        assertHuggingFaceName(configuration, "detr.class_embed.bias", "detr.class_labels_classifier.bias");
        assertHuggingFaceName(
                configuration,
                "detr.transformer.decoder.layers.3.multihead_attn.in_proj_bias",
                "detr.model.decoder.layers.3.encoder_attn.q_proj.bias",
                "detr.model.decoder.layers.3.encoder_attn.k_proj.bias",
                "detr.model.decoder.layers.3.encoder_attn.v_proj.bias");
    }

    private static void assertHuggingFaceName(Configuration configuration, String own, String... expected) {
        TensorSource source =
                new Detr.Definition().nameRule("huggingface", configuration).source(own);
        assertEquals(List.of(expected), source.names());
    }

    @Test
    void everyCardOfTheCatalogueBuilds() throws IOException {
        int cards = 0;
        for (ModelCard card : Catalogue.standard().cards()) {
            if (card.architecture().equals("detr")) {
                NamedBlock block = new Detr.Definition().build(Configuration.of(card.id(), card.configuration()));
                assertEquals(
                        card.configuration().path("masks").asBoolean(), block instanceof DetrSegmentation, card.id());
                cards++;
            }
        }
        assertTrue(cards >= 7);
    }

    @Test
    void theAuthorsReleasedNumberOfParameters() throws IOException {
        for (ModelCard card : Catalogue.standard().cards()) {
            if (card.id().equals("detr-resnet-50")) {
                NamedBlock block = new Detr.Definition().build(Configuration.of(card.id(), card.configuration()));
                // What the authors' code counts, and of each normalisation four vectors, which are buffers there.
                assertEquals(41_524_768 + 2 * 53_120, block.parameterCount());
            }
        }
    }

    @Test
    void wrongValuesAreRefusedWithKeyAndValue() throws IOException {
        assertRefused("hidden_dim", 30, "a multiple of 4");
        assertRefused("nheads", 5, "\"hidden_dim\" is 32; expected a multiple of the 5 heads");
        assertRefused("backbone", "vgg16", "resnet18, resnet34, resnet50, resnet101");
        assertRefused("position_embedding", "fourier", "sine (v2), learned (v3)");
        assertRefused("enc_layers", 2_000_000_000, "at most 256");
        assertRefused("num_queries", 0, "at least 1");
        assertRefused("masks", true, "a multiple of 128");
    }

    private static void assertRefused(String key, Object value, String reason) throws IOException {
        Configuration wrong = DetrTest.tiny().with(key, value);
        if (key.equals("masks")) {
            wrong = wrong.with("hidden_dim", 48);
        }
        Configuration configuration = wrong;
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> DetrSettings.of(configuration));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }
}

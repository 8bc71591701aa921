package org.paperzoo.evaluation.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.datasets.text.SampleMethods;
import org.paperzoo.datasets.text.TextPair;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.model.PaperModel;
import org.paperzoo.zoo.training.TrainingListener;

class TextTrainingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path data;

    /** Generated methods in the place of CodeXGLUE's, few enough to train on in seconds. */
    @BeforeEach
    void writeData() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        write("train", 48);
        write("valid", 8);
        write("test", 4);
    }

    private void write(String split, int count) throws IOException {
        SampleMethods methods = SampleMethods.open(SampleMethods.Target.TRANSLATION, "train", 7);
        List<String> sources = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TextPair pair = methods.next();
            sources.add(pair.source());
            targets.add(pair.target());
        }
        Files.write(data.resolve(split + ".java-cs.txt.java"), sources);
        Files.write(data.resolve(split + ".java-cs.txt.cs"), targets);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample-translate", "sample-summarise"})
    void theOutputIsAModelThatWritesAndItsLossHasFallen(String sample) throws Exception {
        ModelCard card = tiny(sample);
        Path output = folder.resolve("model");

        TrainingReport report =
                ModelTraining.train(TrainingRequest.of(card, DataSource.of(data), output), TrainingListener.SILENT);

        assertEquals(3, report.epochs().size());
        assertTrue(
                report.epochs().get(2).validationLoss() < report.epochs().get(0).validationLoss() - 0.5,
                report.epochs()::toString);
        assertEquals(4, report.testExamples());
        assertEquals(300, JSON.readTree(output.resolve("vocab.json").toFile()).size());
        try (PaperModel model = PaperModel.load(card, LoadOptions.standard().withWeights(output));
                Predictor<String, String> predictor = model.predictor(String.class, String.class)) {
            assertEquals(predictor.predict("int a;"), predictor.predict("int a;"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample-translate", "sample-summarise"})
    void mixedPrecisionLearnsAsWell(String sample) throws IOException {
        ObjectNode mixed = JSON.valueToTree(tiny(sample));
        ((ObjectNode) mixed.get("training")).put("precision", "fp16");
        assertEquals(firstLoss(tiny(sample)), firstLoss(JSON.treeToValue(mixed, ModelCard.class)), 0.02);
    }

    private double firstLoss(ModelCard card) throws IOException {
        return ModelTraining.train(
                        TrainingRequest.of(card, DataSource.of(data), folder.resolve("run"))
                                .withEpochs(1),
                        TrainingListener.SILENT)
                .epochs()
                .get(0)
                .trainingLoss();
    }

    @Test
    void aModelOfAnotherOneGoesOnWithItsTokenizerAndConfiguration() throws Exception {
        ModelCard card = tiny("sample-translate");
        Path first = folder.resolve("first");
        ModelTraining.train(TrainingRequest.of(card, DataSource.of(data), first), TrainingListener.SILENT);
        ObjectNode further = JSON.valueToTree(card);
        further.remove("configuration");
        ((ObjectNode) further.get("training"))
                .put("initial", "sample-translate")
                .put("epochs", 1)
                .remove("vocabulary");

        Path second = folder.resolve("second");
        TrainingReport report = ModelTraining.train(
                TrainingRequest.of(JSON.treeToValue(further, ModelCard.class), DataSource.of(data), second)
                        .withLoad(LoadOptions.standard().withWeights(first)),
                TrainingListener.SILENT);

        assertEquals(Files.readString(first.resolve("vocab.json")), Files.readString(second.resolve("vocab.json")));
        double before = last(first);
        assertTrue(report.epochs().get(0).validationLoss() < before + 0.2, before + " before");
    }

    private static double last(Path output) throws IOException {
        TrainingReport report = JSON.readValue(output.resolve("report.json").toFile(), TrainingReport.class);
        return report.epochs().get(report.epochs().size() - 1).validationLoss();
    }

    @Test
    void aRecipeThatDoesNotFitIsRefusedInOneLine() throws IOException {
        ObjectNode card = JSON.valueToTree(tiny("sample-translate"));
        ((ObjectNode) card.get("training")).put("vocabulary", 301);
        assertRefused("\"vocabulary\" is 301; expected the configuration's vocab_size, 300", card);
        ((ObjectNode) card.get("training")).put("vocabulary", 300).put("maxSource", 2);
        assertRefused("\"maxSource\" is 2; expected at least 3 tokens", card);
        ((ObjectNode) card.get("training")).put("maxSource", 20);
        ((ObjectNode) card.get("configuration")).put("pad_token_id", 7);
        assertRefused("\"pad_token_id\" is 7; expected 1, and eos_token_id 2", card);
    }

    private void assertRefused(String part, ObjectNode card) {
        InvalidInputException refused = assertThrows(
                InvalidInputException.class,
                () -> ModelTraining.train(
                        TrainingRequest.of(
                                JSON.treeToValue(card, ModelCard.class),
                                DataSource.of(data),
                                folder.resolve("refused")),
                        TrainingListener.SILENT));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
    }

    /** The recipes of the papers name data sets, benchmarks and metrics that exist. */
    @Test
    void theCataloguesRecipesForTextAreSound() throws IOException {
        int recipes = 0;
        for (ModelCard card : Catalogue.standard().cards()) {
            if (card.task().equals("text-generation") && card.training() != null) {
                Recipe recipe = Recipe.of(TrainingRequest.of(card, DataSource.none(), folder));
                recipe.choice()
                        .ifPresent(choice ->
                                assertTrue(recipe.benchmark().metrics().contains(choice.metric()), card.id()));
                if (recipe.initial() != null) {
                    assertEquals(
                            card.architecture(),
                            Catalogue.standard().card(recipe.initial()).architecture());
                }
                assertTrue(recipe.options().positive("maxSource") >= 128, card.id());
                recipes++;
            }
        }
        assertTrue(recipes >= 15, recipes + " recipes");
    }

    /** The shipped sample's card at a size that trains in seconds. */
    private static ModelCard tiny(String id) throws IOException {
        ObjectNode card = JSON.valueToTree(Catalogue.standard().card(id));
        card.remove("checkpoint");
        ObjectNode configuration = (ObjectNode) card.get("configuration");
        configuration.put("vocab_size", 300).put("d_model", 16);
        List.of("d_ff", "encoder_ffn_dim", "decoder_ffn_dim").forEach(key -> replace(configuration, key, 24));
        replace(configuration, "d_kv", 8);
        for (String key : List.of("num_heads", "encoder_attention_heads", "decoder_attention_heads")) {
            replace(configuration, key, 2);
        }
        for (String key : List.of("num_layers", "num_decoder_layers", "encoder_layers", "decoder_layers")) {
            replace(configuration, key, 1);
        }
        ((ObjectNode) card.get("training"))
                .put("dataset", "codexglue-java-cs")
                .put("benchmark", "codexglue-java-cs")
                .put("vocabulary", 300)
                .put("maxSource", 80)
                .put("maxTarget", 80)
                .put("batch", 8)
                .put("epochs", 3)
                .put("learningRate", 0.02)
                .put("schedule", "constant");
        ((ObjectNode) card.get("translator").get("generation")).put("max_length", 8);
        return JSON.treeToValue(card, ModelCard.class);
    }

    private static void replace(ObjectNode configuration, String key, int value) {
        if (configuration.has(key)) {
            configuration.put(key, value);
        }
    }
}

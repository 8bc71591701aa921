package org.paperzoo.evaluation.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.Checkpoints;
import org.paperzoo.zoo.image.Picture;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.model.PaperModel;
import org.paperzoo.zoo.task.PixelClasses;
import org.paperzoo.zoo.training.TrainingListener;
import org.paperzoo.zoo.vision.SegmentationLearner;

class SegmentationTrainingTest {

    @TempDir
    private Path folder;

    private ModelCard card(String training, String configuration) throws IOException {
        Path file = folder.resolve("recipe.json");
        // The card's own recipe has a training before it, of twenty thousand scenes.
        String keys = training.contains("\"before\"")
                ? training
                : "\"before\": null" + (training.isEmpty() ? "" : ", " + training);
        Files.writeString(
                file,
                "{\"model\": \"sample-segment\", \"training\": {" + keys + "}, \"configuration\": {" + configuration
                        + "}}");
        return RecipeFile.read(file);
    }

    private TrainingTask task(ModelCard card) throws IOException {
        TrainingRequest request = TrainingRequest.of(card, DataSource.none(), folder);
        return new SegmentationTraining(request, Recipe.of(request));
    }

    @Test
    void theOutputIsAModelThatSegments() throws Exception {
        ModelCard card = card("\"scenes\": 16, \"epochs\": 1, \"benchmark\": null", "");
        Path output = folder.resolve("model");
        TrainingReport report =
                ModelTraining.train(TrainingRequest.of(card, DataSource.none(), output), TrainingListener.SILENT);
        assertEquals(2, report.epochs().get(0).steps());
        assertTrue(Double.isFinite(report.epochs().get(0).validationLoss()));
        try (PaperModel model = PaperModel.load(card, LoadOptions.standard().withWeights(output));
                Predictor<Picture, PixelClasses> predictor = model.predictor(Picture.class, PixelClasses.class)) {
            PixelClasses found = predictor.predict(new Picture(100, 60, new byte[18_000]));
            assertEquals(100, found.width());
            assertEquals(60, found.height());
        }
    }

    @Test
    void mixedPrecisionLearnsAsWell() throws IOException {
        String tiny = "\"scenes\": 8, \"epochs\": 1, \"benchmark\": null";
        double single = firstLoss(card(tiny, ""));
        assertEquals(single, firstLoss(card(tiny + ", \"precision\": \"fp16\"", "")), 0.02);
    }

    private double firstLoss(ModelCard card) throws IOException {
        return ModelTraining.train(
                        TrainingRequest.of(card, DataSource.none(), folder.resolve("run")), TrainingListener.SILENT)
                .epochs()
                .get(0)
                .trainingLoss();
    }

    @Test
    void aTrainingThatComesBeforeGivesTheWeightsThatTheOtherBeginsWith() throws Exception {
        ModelCard card = card(
                "\"scenes\": 8, \"epochs\": 1, \"benchmark\": null, \"learningRate\": 1e-30, \"schedule\": \"constant\","
                        + " \"optimizer\": {\"name\": \"adam\"}, \"before\": {\"training\": {\"scenes\": 16,"
                        + " \"learningRate\": 0.01}, \"translator\": {\"shortest_side\": 64, \"longest_side\": 64}}",
                "");
        Path output = folder.resolve("model");
        TrainingRequest request = TrainingRequest.of(card, DataSource.none(), output);
        TrainingReport report = ModelTraining.train(request, TrainingListener.SILENT);
        assertEquals(1, report.epochs().get(0).steps());
        // The second training's steps are too small to change a weight, but for the statistics of its normalisation.
        Path before = output.resolve("before");
        try (Checkpoint first = Checkpoints.open(before.resolve("model.safetensors"));
                Checkpoint second = Checkpoints.open(output.resolve("model.safetensors"))) {
            for (String name : first.names()) {
                if (!name.contains("running")) {
                    assertEquals(first.read(name), second.read(name), name);
                }
            }
        }
        assertEquals(
                report.epochs(),
                ModelTraining.train(request.resuming(), TrainingListener.SILENT).epochs());
    }

    @Test
    void whatIsWrongWithARecipeIsToldBeforeTheTrainingThatComesBeforeItRuns() throws IOException {
        ModelCard card = card(
                "\"schedule\": \"sometimes\", \"before\": {\"training\": {\"scenes\": 8, \"epochs\": 1,"
                        + " \"schedule\": \"constant\"}}",
                "");
        Path output = folder.resolve("model");
        TrainingRequest request = TrainingRequest.of(card, DataSource.none(), output);
        assertThrows(InvalidInputException.class, () -> ModelTraining.train(request, TrainingListener.SILENT));
        assertTrue(Files.notExists(output));
    }

    @Test
    void theRecipeSaysHowManyScenesTakePart() throws IOException {
        assertEquals(7, task(card("\"scenes\": 7", "")).training().size());
        assertEquals(20_000, task(card("\"scenes\": null", "")).training().size());
        assertEquals(500, task(card("", "")).validation().size());
        TrainingTask task = task(card("\"scenes\": 20001", ""));
        String message =
                assertThrows(InvalidInputException.class, task::training).getMessage();
        assertEquals("sample-segment, training: \"scenes\" is 20001; expected at most 20000", message);
    }

    @Test
    void theRecipeSaysWhatThePixelsOfTheBackgroundWeigh() throws IOException {
        assertEquals(0.25f, weights(card("\"backgroundWeight\": 0.25", "")).get(0));
        assertEquals(1f, weights(card("\"backgroundWeight\": 0.25", "")).get(1));
        assertEquals(1f, weights(card("\"backgroundWeight\": null", "")).get(0));
        for (String wrong : List.of("0", "-1", "1001", "\"much\"")) {
            ModelCard card = card("\"backgroundWeight\": " + wrong, "");
            String message =
                    assertThrows(InvalidInputException.class, () -> task(card)).getMessage();
            assertTrue(message.startsWith("sample-segment, training: \"backgroundWeight\" is " + wrong), message);
        }
    }

    @Test
    void aKeyOfAnotherTaskIsRefused() throws IOException {
        ModelCard card = card("\"vocabulary\": 400", "");
        String message =
                assertThrows(InvalidInputException.class, () -> task(card)).getMessage();
        assertTrue(
                message.contains("knows no \"vocabulary\"") && message.endsWith("scenes, backgroundWeight"), message);
    }

    private List<Float> weights(ModelCard card) throws IOException {
        return ((SegmentationLearner) task(card).learner()).classWeights();
    }

    @Test
    void aNetworkOfOtherClassesIsRefused() throws IOException {
        ModelCard other = card("", "\"decode_head\": " + head());
        String message =
                assertThrows(InvalidInputException.class, () -> task(other)).getMessage();
        assertTrue(message.contains("tells 4 classes apart; data set sample-segment has 9"), message);
    }

    private static String head() {
        return "{\"type\": \"DAFormerHead\", \"in_channels\": [24, 48, 96, 128], \"in_index\": [0, 1, 2, 3],"
                + " \"channels\": 8, \"num_classes\": 4, \"decoder_params\": {\"embed_dims\": 8,"
                + " \"embed_cfg\": {\"type\": \"mlp\"}, \"embed_neck_cfg\": {\"type\": \"mlp\"},"
                + " \"fusion_cfg\": {\"type\": \"aspp\", \"sep\": true, \"dilations\": [1]}}}";
    }
}

package org.paperzoo.evaluation.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.training.TrainingListener;

class DetectionTrainingTest {

    private static final String NETWORK =
            "\"backbone_widths\": [8, 8], \"backbone_blocks\": [1, 1], \"hidden_dim\": 16,"
                    + " \"nheads\": 2, \"enc_layers\": 1, \"dec_layers\": 2, \"dim_feedforward\": 16";

    @TempDir
    Path folder;

    private ModelCard card(String training) throws IOException {
        Path file = folder.resolve("recipe.json");
        Files.writeString(
                file,
                "{\"model\": \"sample-detect\", \"configuration\": {" + NETWORK + "},"
                        + " \"translator\": {\"shortest_side\": 16, \"longest_side\": 20}, \"training\": {" + training
                        + "}}");
        return RecipeFile.read(file);
    }

    @Test
    void aDetectorIsTrainedAndMeasuredOnItsBenchmark() throws IOException {
        ModelCard card = card("\"epochs\": 1, \"limit\": 32, \"sides\": [16, 24], \"longestSide\": 30,"
                + " \"crop\": {\"sides\": [20], \"least\": 12, \"most\": 18}");
        Path output = folder.resolve("run");
        TrainingReport report =
                ModelTraining.train(TrainingRequest.of(card, DataSource.none(), output), TrainingListener.SILENT);
        assertEquals(500, report.testExamples());
        assertEquals(2, report.epochs().get(0).steps());
        double ap = report.value("coco-box-ap");
        assertTrue(ap >= 0 && ap < 0.1, "AP " + ap);
        assertTrue(Files.isRegularFile(output.resolve("config.json")));
        assertTrue(Files.isRegularFile(output.resolve("model.safetensors")));
    }

    @Test
    void aRecipeThatCannotBeIsRefusedBeforeItTrains() throws IOException {
        for (String training : new String[] {"\"placeWeight\": -1", "\"flips\": \"never\"", "\"limit\": 0"}) {
            ModelCard card = card(training);
            InvalidInputException e = assertThrows(
                    InvalidInputException.class,
                    () -> ModelTraining.train(
                            TrainingRequest.of(card, DataSource.none(), folder.resolve("run")),
                            TrainingListener.SILENT));
            assertTrue(e.getMessage().contains(training.substring(1, 5)), e.getMessage());
        }
    }
}

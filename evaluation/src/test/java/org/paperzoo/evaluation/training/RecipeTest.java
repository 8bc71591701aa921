package org.paperzoo.evaluation.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.training.LearningRate;
import org.paperzoo.zoo.training.OptimizerSettings;
import org.paperzoo.zoo.training.ParameterGroup;

class RecipeTest {

    @TempDir
    private Path folder;

    private ModelCard file(String json) throws IOException {
        return RecipeFile.read(Files.writeString(folder.resolve("recipe.json"), json));
    }

    private Recipe recipe(String training) throws IOException {
        ModelCard card = file("{\"model\": \"sample-forecast\", \"training\": " + training + "}");
        return Recipe.of(TrainingRequest.of(card, DataSource.none(), folder));
    }

    @Test
    void allThatARecipeCanSayIsRead() throws IOException {
        Recipe recipe = recipe("""
                {"batch": 4, "accumulation": 3, "epochs": 7, "patience": 2, "seed": 9, "learningRate": 0.25,
                 "schedule": {"name": "cosine", "warmup": 11, "last": 0.125},
                 "optimizer": {"name": "adamw", "weightDecay": 0.05, "beta2": 0.98, "epsilon": 1e-6},
                 "groups": [{"containing": "norm", "weightDecay": 0}, {"containing": "head", "rate": 10}],
                 "clipping": 0.1, "average": 0.99,
                 "choice": {"metric": "mse", "every": 2, "limit": 50}}
                """);
        assertEquals(4, recipe.settings().batchSize());
        assertEquals(3, recipe.settings().accumulation());
        assertEquals(7, recipe.settings().epochs());
        assertEquals(2, recipe.settings().patience());
        assertEquals(9, recipe.settings().seed());
        assertEquals(new LearningRate.Cosine(0.25, 11, 0.125), recipe.settings().rate());
        assertEquals(
                new OptimizerSettings.Adam(0.9, 0.98, 1e-6, 0.05, true),
                recipe.settings().optimizer());
        assertEquals(
                List.of(new ParameterGroup("norm", 1, 0.0), new ParameterGroup("head", 10, null)),
                recipe.settings().groups());
        assertEquals(0.1, recipe.settings().clipping());
        assertEquals(0.99, recipe.settings().average(), 1e-7);
        assertEquals(new Recipe.Choice("mse", 2, 50, 8), recipe.choice().orElseThrow());
    }

    @Test
    void whatAFileLeavesOutStaysAsOnTheCard() throws IOException {
        Recipe recipe = recipe("{\"epochs\": 1}");
        ModelCard card = Catalogue.standard().card("sample-forecast");
        assertEquals(1, recipe.settings().epochs());
        assertEquals(card.training().get("batch").intValue(), recipe.settings().batchSize());
        assertEquals(card.training().get("dataset").textValue(), recipe.dataset());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"batch\": 0} | \"batch\" is 0",
                "{\"learningRate\": -1} | \"learningRate\" is -1",
                "{\"schedule\": \"sometimes\"} | \"name\" is \"sometimes\"",
                "{\"schedule\": {\"name\": \"cosine\", \"last\": 3}} | a rate falls to between",
                "{\"optimizer\": {\"name\": \"lion\"}} | \"name\" is \"lion\"",
                "{\"optimizer\": {\"name\": \"sgd\", \"momentum\": 2}} | momentum is in [0, 1)",
                "{\"groups\": {}} | \"groups\" is {}",
                "{\"groups\": [{}]} | lacks \"containing\"",
                "{\"clipping\": 0} | clipped to a norm greater than 0",
                "{\"average\": 1} | \"average\" is 1",
                "{\"precision\": \"bf16\"} | \"precision\" is \"bf16\"",
                "{\"choice\": {}} | lacks \"metric\"",
                "{\"epochs\": \"many\"} | \"epochs\" is \"many\"",
                "{\"schedule\": {\"name\": \"cosine\", \"warmUp\": 3}} | knows no \"warmUp\"; there are name, warmup, last",
                "{\"schedule\": {\"name\": \"type1\", \"warmup\": 3}} | knows no \"warmup\"; there are name",
                "{\"optimizer\": {\"name\": \"adamw\", \"weight_decay\": 0}} | knows no \"weight_decay\"",
                "{\"optimizer\": {\"name\": \"adamw\", \"momentum\": 0}} | knows no \"momentum\"",
                "{\"groups\": [{\"containing\": \"norm\", \"learningRate\": 1}]} | knows no \"learningRate\"",
                "{\"choice\": {\"metric\": \"mse\", \"epochs\": 1}} | knows no \"epochs\"",
            })
    void whatIsWrongIsNamed(String training, String complaint) {
        InvalidInputException refusal = assertThrows(InvalidInputException.class, () -> recipe(training));
        assertTrue(refusal.getMessage().contains(complaint), refusal::getMessage);
    }

    @Test
    void theRecipesOfAllCardsAreRead() throws IOException {
        for (ModelCard card : Catalogue.standard().cards()) {
            if (card.training() != null) {
                Recipe recipe = Recipe.of(TrainingRequest.of(card, DataSource.none(), folder));
                assertEquals(card.training().get("dataset").textValue(), recipe.dataset());
            }
        }
    }

    @Test
    void aKeyThatNoTaskReadsIsRefusedWithThoseThatAreRead() throws IOException {
        Recipe recipe = recipe("{\"epoch\": 3}");
        InvalidInputException refusal =
                assertThrows(InvalidInputException.class, () -> recipe.requireOnly(List.of("features", "target")));
        assertTrue(
                refusal.getMessage().startsWith("sample-forecast, training: knows no \"epoch\"; there are dataset, "),
                refusal::getMessage);
        assertTrue(refusal.getMessage().endsWith("seed, features, target"), refusal::getMessage);
    }

    @Test
    void aFileThatIsNoRecipeIsRefused() {
        for (String json : List.of(
                "[]",
                "{",
                "{\"training\": {}}",
                "{\"model\": \"sample-forecast\", \"epochs\": 3}",
                "{\"model\": \"sample-forecast\", \"training\": 3}")) {
            assertThrows(InvalidInputException.class, () -> file(json), json);
        }
    }
}

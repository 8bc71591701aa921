package org.paperzoo.evaluation.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.configuration.Configuration;

/**
 * A recipe of one's own: a JSON file with the zoo ID of a model as {@code model} and, in {@code training}, {@code
 * configuration} and {@code translator}, keys that take the place of those on the model's card.
 */
public final class RecipeFile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PARTS = List.of("training", "configuration", "translator");

    private RecipeFile() {}

    /** Whether a name is that of a file, not a zoo ID, which has no such ending. */
    public static boolean isNamed(String name) {
        return name.endsWith(".json");
    }

    /**
     * Reads a recipe.
     *
     * @return the model's card, as the recipe changes it
     * @throws InvalidInputException if the file is no recipe; the message says why
     */
    public static ModelCard read(Path file) throws IOException {
        Configuration recipe = Configuration.read(file);
        for (var names = recipe.json().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!name.equals("model") && !PARTS.contains(name)) {
                throw new InvalidInputException(
                        file + ": knows no \"" + name + "\"; a recipe has model, " + String.join(", ", PARTS));
            }
        }
        ObjectNode card = JSON.valueToTree(Catalogue.standard().card(recipe.text("model")));
        for (String part : PARTS) {
            if (!recipe.has(part)) {
                continue;
            }
            JsonNode changes = recipe.json().get(part);
            if (!changes.isObject()) {
                throw recipe.wrong(part, "an object");
            }
            ObjectNode own = card.get(part) instanceof ObjectNode object ? object : card.putObject(part);
            own.setAll((ObjectNode) changes);
        }
        try {
            return JSON.treeToValue(card, ModelCard.class);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file + ": " + e.getOriginalMessage(), e);
        }
    }
}

package org.paperzoo.evaluation.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.paperzoo.hub.JsonFault;
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
    /** The key of a training that comes first. */
    static final String BEFORE = "before";

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
        recipe.requireOnly(Stream.concat(Stream.of("model"), PARTS.stream()).toList());
        return changed(Catalogue.standard().card(recipe.text("model")), recipe);
    }

    /**
     * A card with keys of {@code training}, {@code configuration} and {@code translator} in the place of its own.
     *
     * @throws InvalidInputException if one of these is no object, or the card none any more
     */
    static ModelCard changed(ModelCard card, Configuration changes) throws InvalidInputException {
        ObjectNode changed = JSON.valueToTree(card);
        for (String part : PARTS) {
            if (!changes.has(part)) {
                continue;
            }
            JsonNode values = changes.json().get(part);
            if (!values.isObject()) {
                throw changes.wrong(part, "an object");
            }
            ObjectNode own = changed.get(part) instanceof ObjectNode object ? object : changed.putObject(part);
            own.setAll((ObjectNode) values);
        }
        return card(changed, changes.source());
    }

    /**
     * The two trainings of a recipe with {@code before}: what comes before, and the rest.
     *
     * @param before the card with the recipe of the first training
     * @param rest the card with the recipe's other keys
     */
    record Stages(ModelCard before, ModelCard rest) {}

    /** The trainings of a card whose recipe has {@code before}; nothing where it is one alone. */
    static Optional<Stages> stages(ModelCard card) throws InvalidInputException {
        if (card.training() == null || !card.training().hasNonNull(BEFORE)) {
            return Optional.empty();
        }
        Configuration before = Configuration.of(
                card.id() + ", training, " + BEFORE, card.training().get(BEFORE));
        before.requireOnly(PARTS);
        ObjectNode rest = JSON.valueToTree(card);
        ((ObjectNode) rest.get("training")).remove(BEFORE);
        ModelCard last = card(rest, before.source());
        return Optional.of(new Stages(changed(last, before), last));
    }

    private static ModelCard card(ObjectNode card, String source) throws InvalidInputException {
        try {
            return JSON.treeToValue(card, ModelCard.class);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(source + ": " + JsonFault.of(e), e);
        }
    }
}

package org.paperzoo.zoo.djl;

import java.nio.file.Path;
import java.util.Map;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.model.LoadOptions;

/** What DJL's artifact arguments and {@code Criteria.optArgument} say of a model. */
record CardArguments(ModelCard card, LoadOptions options) {

    /** The zoo ID; set by {@link CardRepository}. */
    static final String ID = "paperzoo";

    /** A local checkpoint, file or folder, in place of the card's own. */
    static final String WEIGHTS = "weights";

    static CardArguments of(Map<String, ?> arguments) {
        Object weights = arguments.get(WEIGHTS);
        LoadOptions options = LoadOptions.standard();
        return new CardArguments(
                Catalogue.standard().card(String.valueOf(arguments.get(ID))),
                weights == null ? options : options.withWeights(Path.of(weights.toString())));
    }
}

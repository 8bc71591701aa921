package org.paperzoo.zoo.djl;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.export.Precision;
import org.paperzoo.zoo.model.LoadOptions;

/** What DJL's artifact arguments and {@code Criteria.optArgument} say of a model. */
record CardArguments(ModelCard card, LoadOptions options) {

    /** The zoo ID; set by {@link CardRepository}. */
    static final String ID = "paperzoo";

    /** A local checkpoint, file or folder, in place of the card's own. */
    static final String WEIGHTS = "weights";

    /** What runs the network; users say {@code engine}, see {@link CardArtifact}. */
    static final String ENGINE = "paperzooEngine";

    /** The type in which the network computes. */
    static final String PRECISION = "precision";

    static CardArguments of(Map<String, ?> arguments) {
        Object weights = arguments.get(WEIGHTS);
        Object engine = arguments.get(ENGINE);
        Object precision = arguments.get(PRECISION);
        LoadOptions options = LoadOptions.standard();
        if (weights != null) {
            options = options.withWeights(Path.of(weights.toString()));
        }
        if (engine != null) {
            options = options.withEngine(EngineName.named(engine.toString()));
        }
        if (precision != null) {
            options = options.withPrecision(Precision.named(precision.toString().toLowerCase(Locale.ROOT)));
        }
        return new CardArguments(Catalogue.standard().card(String.valueOf(arguments.get(ID))), options);
    }
}

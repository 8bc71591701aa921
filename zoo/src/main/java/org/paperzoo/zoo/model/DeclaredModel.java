package org.paperzoo.zoo.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.Checkpoints;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.hub.ModelStore.StoredModel;
import org.paperzoo.zoo.image.PictureInput;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.weights.WeightLoader;

/**
 * A card's model as declared, and where its weights come from: what every engine starts from.
 *
 * @param files the files and the configuration
 * @param network without weights
 * @param weights the checkpoint, file or folder; null for weights drawn from the seed
 * @param seed of weights that are drawn
 */
record DeclaredModel(
        ModelCard card, Architecture architecture, ModelFiles files, NamedBlock network, Path weights, long seed) {

    /** A model with the card's weights or the local ones that the options name. */
    static DeclaredModel of(ModelCard card, LoadOptions options) throws IOException {
        Path local = options.localWeights().orElse(null);
        if (local == null) {
            StoredModel stored = options.store().files(card);
            return of(card, stored.folder(), stored.weights(), 0);
        }
        if (!Files.exists(local)) {
            throw new NoSuchFileException(local.toString(), null, "no such weights");
        }
        Path folder = Files.isDirectory(local) ? local : local.toAbsolutePath().getParent();
        return of(card, folder, local, 0);
    }

    /** A model with weights drawn from a seed, as training would start; a tokenizer that ships with the project is found. */
    static DeclaredModel untrained(ModelCard card, LoadOptions options, long seed) throws IOException {
        boolean ships = card.checkpoint() != null && card.checkpoint().resource() != null;
        Path folder = ships ? options.store().files(card).folder() : Path.of("");
        return of(card, folder, null, seed);
    }

    /** How a card's model prepares pictures, by the card's settings alone. */
    static Optional<PictureInput> pictureInput(ModelCard card) throws InvalidInputException {
        JsonNode own = card.configuration() == null ? JsonNodeFactory.instance.objectNode() : card.configuration();
        Configuration configuration = Configuration.of("card " + card.id(), own);
        return Architectures.named(card.architecture())
                .pictureInput(new ModelFiles(Path.of(""), configuration, settings(card)));
    }

    private static DeclaredModel of(ModelCard card, Path folder, Path weights, long seed) throws IOException {
        Architecture architecture = Architectures.named(card.architecture());
        // What lies in the folder of an untrained model is not the model's: it is wherever the user happens to be.
        Configuration configuration = weights == null ? configuration(card) : configuration(card, folder);
        ModelFiles files = new ModelFiles(folder, configuration, settings(card));
        NamedBlock network = architecture.build(files.configuration());
        return new DeclaredModel(card, architecture, files, network, weights, seed);
    }

    /** A further network of the same configuration, with its weights. */
    NamedBlock loaded(NDManager manager) throws IOException {
        NamedBlock further = architecture.build(files.configuration());
        fill(further, manager);
        return further;
    }

    /** Gives a network of this configuration its weights and freezes them. */
    void fill(NamedBlock declared, NDManager manager) throws IOException {
        if (weights == null) {
            Engine.getEngine(PaperModel.ARRAYS).setRandomSeed((int) seed);
            declared.initialize(manager, DataType.FLOAT32);
            declared.freezeParameters(true);
            return;
        }
        try (Checkpoint checkpoint = Checkpoints.open(weights, key())) {
            WeightLoader.load(
                    declared,
                    checkpoint,
                    architecture.nameRule(fittingNaming(checkpoint), files.configuration()),
                    architecture.ignorable(),
                    manager);
        }
    }

    /** Path of the state dict inside the checkpoint, or null. */
    String key() {
        return card.checkpoint() == null ? null : card.checkpoint().key();
    }

    /** The card's naming, unless the checkpoint's names are those of another one of the architecture. */
    private String fittingNaming(Checkpoint checkpoint) {
        String own = card.naming() == null ? architecture.namings().get(0) : card.naming();
        for (String naming : architecture.namings()) {
            var rule = architecture.nameRule(naming, files.configuration());
            boolean fits = network.getParameters().keys().stream()
                    .filter(name -> !network.computedParameters().containsKey(name))
                    .allMatch(name ->
                            checkpoint.names().containsAll(rule.source(name).names()));
            if (fits) {
                return naming;
            }
        }
        return own;
    }

    /** The configuration beside the weights, or else the card's. */
    private static Configuration configuration(ModelCard card, Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        if (Files.isRegularFile(file)) {
            return Configuration.read(file);
        }
        if (card.configuration() == null) {
            throw new NoSuchFileException(file.toString(), null, "the model needs its config.json beside the weights");
        }
        return configuration(card);
    }

    private static Configuration configuration(ModelCard card) throws IOException {
        if (card.configuration() == null) {
            throw new NoSuchFileException(
                    card.id(), null, "its card holds no configuration: it cannot be run without its weights");
        }
        return Configuration.of("card " + card.id(), card.configuration());
    }

    private static JsonNode settings(ModelCard card) {
        return card.translator() == null ? JsonNodeFactory.instance.objectNode() : card.translator();
    }
}

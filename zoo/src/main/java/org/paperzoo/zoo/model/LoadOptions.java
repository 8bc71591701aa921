package org.paperzoo.zoo.model;

import java.nio.file.Path;
import java.util.Optional;
import org.paperzoo.zoo.hub.ModelStore;

/**
 * How a model is loaded.
 *
 * @param weights a local checkpoint in place of the card's: a file, or a folder with weights and perhaps
 *     {@code config.json} and tokenizer files; null for the card's own
 * @param engine DJL's name of the engine
 * @param device {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param store where the card's files come from
 */
public record LoadOptions(Path weights, String engine, String device, ModelStore store) {

    /** The card's own weights on PyTorch and the CPU. */
    public static LoadOptions standard() {
        return new LoadOptions(null, "PyTorch", "cpu", ModelStore.standard());
    }

    public LoadOptions withWeights(Path path) {
        return new LoadOptions(path, engine, device, store);
    }

    public LoadOptions withDevice(String name) {
        return new LoadOptions(weights, engine, name, store);
    }

    public LoadOptions withEngine(String name) {
        return new LoadOptions(weights, name, device, store);
    }

    public LoadOptions withStore(ModelStore source) {
        return new LoadOptions(weights, engine, device, source);
    }

    /** The local checkpoint, if one was given. */
    public Optional<Path> localWeights() {
        return Optional.ofNullable(weights);
    }
}

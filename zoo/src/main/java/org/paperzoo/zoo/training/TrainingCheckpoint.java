package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.SafetensorsCheckpoint;
import org.paperzoo.zoo.checkpoint.SafetensorsWriter;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.weights.TensorArrays;

/** What a training leaves in its folder after each epoch. Each file is replaced as a whole or not at all. */
final class TrainingCheckpoint {

    static final String BEST = "model.safetensors";
    static final String LAST = "training.safetensors";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WEIGHT = "weight.";
    private static final String OPTIMIZER = "optimizer.";

    private final Path folder;
    private final NamedBlock network;
    private final TrainingSettings settings;

    TrainingCheckpoint(Path folder, NamedBlock network, TrainingSettings settings) {
        this.folder = folder;
        this.network = network;
        this.settings = settings;
    }

    /** The best weights first: killed between the two files, a resumption repeats the epoch and writes the same again. */
    void save(List<EpochRecord> epochs, Optimizer optimizer) throws IOException {
        Files.createDirectories(folder);
        Map<String, NDArray> weights = weights();
        if (new TrainingResult(epochs).best().epoch() == epochs.size()) {
            SafetensorsWriter.write(folder.resolve(BEST), new ArrayCheckpoint(weights), Map.of("format", "pt"));
        }
        Map<String, NDArray> all = new LinkedHashMap<>();
        weights.forEach((name, array) -> all.put(WEIGHT + name, array));
        optimizer.state().forEach((name, array) -> all.put(OPTIMIZER + name, array));
        SafetensorsWriter.write(
                folder.resolve(LAST),
                new ArrayCheckpoint(all),
                Map.of("epochs", JSON.writeValueAsString(epochs), "settings", description()));
    }

    /** Everything by which two trainings differ but the number of epochs, which may be raised. */
    private String description() {
        return "batch " + settings.batchSize() + ", rate " + settings.rate() + ", seed " + settings.seed();
    }

    /** Fills network and optimiser; the epochs done, none where there is no checkpoint. */
    List<EpochRecord> restore(Optimizer optimizer) throws IOException {
        Path file = folder.resolve(LAST);
        if (!Files.exists(file)) {
            return List.of();
        }
        try (SafetensorsCheckpoint saved = SafetensorsCheckpoint.open(file)) {
            String other = saved.metadata().get("settings");
            if (!description().equals(other)) {
                throw new InvalidInputException(
                        file + ": is of a training with " + other + ", not with " + description());
            }
            List<EpochRecord> epochs = epochs(file, saved.metadata().get("epochs"));
            network.freezeParameters(true); // autograd forbids writing into what it watches
            fill(saved, WEIGHT, weights());
            network.freezeParameters(false);
            fill(saved, OPTIMIZER, optimizer.state());
            return epochs;
        }
    }

    private static List<EpochRecord> epochs(Path file, String json) throws InvalidInputException {
        try {
            List<EpochRecord> epochs = JSON.readValue(json == null ? "" : json, new TypeReference<>() {});
            for (int i = 0; i < epochs.size(); i++) {
                if (epochs.get(i).epoch() != i + 1) {
                    throw new InvalidInputException(file + ": epoch " + (i + 1) + " is missing");
                }
            }
            if (!epochs.isEmpty()) {
                return epochs;
            }
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file + ": \"epochs\" is not the record of a training", e);
        }
        throw new InvalidInputException(file + ": records no epoch");
    }

    /** Fills the network, which must be frozen, with the weights of the best epoch. */
    void restoreBest() throws IOException {
        try (SafetensorsCheckpoint best = SafetensorsCheckpoint.open(folder.resolve(BEST))) {
            fill(best, "", weights());
        }
    }

    private Map<String, NDArray> weights() {
        Map<String, NDArray> weights = new LinkedHashMap<>();
        var computed = network.computedParameters();
        for (Pair<String, Parameter> pair : network.getParameters()) {
            if (!computed.containsKey(pair.getKey())) {
                weights.put(pair.getKey(), pair.getValue().getArray());
            }
        }
        return weights;
    }

    private static void fill(SafetensorsCheckpoint saved, String prefix, Map<String, NDArray> arrays)
            throws IOException {
        for (var entry : arrays.entrySet()) {
            String name = prefix + entry.getKey();
            NDArray array = entry.getValue();
            List<Long> shape =
                    Arrays.stream(array.getShape().getShape()).boxed().toList();
            if (!saved.names().contains(name) || !saved.info(name).shape().equals(shape)) {
                throw new InvalidInputException(
                        saved.source() + ": lacks " + name + " of shape " + shape + "; it is of another network");
            }
            try (NDArray values = TensorArrays.read(saved, name, array.getManager())) {
                values.copyTo(array);
            }
        }
    }
}

package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.util.Pair;
import com.fasterxml.jackson.core.JsonProcessingException;
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

/** What a training leaves in its folder. Each file is replaced as a whole or not at all. */
final class TrainingCheckpoint {

    static final String BEST = "model.safetensors";
    static final String LAST = "training.safetensors";
    private static final String CANDIDATE = "candidate.safetensors";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WEIGHT = "weight.";

    private final Path folder;
    private final NamedBlock network;
    private final TrainingSettings settings;

    TrainingCheckpoint(Path folder, NamedBlock network, TrainingSettings settings) {
        this.folder = folder;
        this.network = network;
        this.settings = settings;
    }

    /**
     * Saves where the training stands. The best weights first: killed between the two files, a resumption repeats the epoch
     * and writes the same again.
     *
     * @param best whether the last epoch is the best so far: its weights, or their average, become the model
     */
    void save(TrainingProgress progress, TrainingState state, boolean best) throws IOException {
        Files.createDirectories(folder);
        if (best) {
            network.freezeParameters(true);
            state.exchange();
            write(folder.resolve(BEST));
            state.exchange();
            network.freezeParameters(false);
        }
        Map<String, NDArray> all = new LinkedHashMap<>();
        weights().forEach((name, array) -> all.put(WEIGHT + name, array));
        all.putAll(state.arrays());
        SafetensorsWriter.write(
                folder.resolve(LAST),
                new ArrayCheckpoint(all),
                Map.of("progress", JSON.writeValueAsString(progress), "settings", settings.identity()));
    }

    /** Lets a figure of merit see the network's weights, in a file beside the others. */
    double measured(Merit merit) throws IOException {
        Files.createDirectories(folder);
        Path candidate = folder.resolve(CANDIDATE);
        try {
            write(candidate);
            double figure = merit.of(candidate);
            if (!Double.isFinite(figure)) {
                throw new InvalidInputException("the figure of merit on the validation split is " + figure);
            }
            return figure;
        } finally {
            Files.deleteIfExists(candidate);
        }
    }

    private void write(Path file) throws IOException {
        SafetensorsWriter.write(file, new ArrayCheckpoint(weights()), Map.of("format", "pt"));
    }

    /** Fills network and state; how far the training had come, which is nowhere where there is no checkpoint. */
    TrainingProgress restore(TrainingState state) throws IOException {
        Path file = folder.resolve(LAST);
        if (!Files.exists(file)) {
            return TrainingProgress.NONE;
        }
        try (SafetensorsCheckpoint saved = SafetensorsCheckpoint.open(file)) {
            String other = saved.metadata().get("settings");
            if (!settings.identity().equals(other)) {
                throw new InvalidInputException(
                        file + ": is of a training with " + other + ", not with " + settings.identity());
            }
            TrainingProgress progress = progress(file, saved.metadata().get("progress"));
            network.freezeParameters(true); // autograd forbids writing into what it watches
            fill(saved, WEIGHT, weights());
            network.freezeParameters(false);
            fill(saved, "", state.arrays());
            return progress;
        }
    }

    private static TrainingProgress progress(Path file, String json) throws InvalidInputException {
        TrainingProgress progress;
        try {
            progress = JSON.readValue(json == null ? "" : json, TrainingProgress.class);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file + ": \"progress\" is not the record of a training", e);
        }
        if (progress == null || progress.epochs() == null) {
            throw new InvalidInputException(file + ": \"progress\" is not the record of a training");
        }
        List<EpochRecord> epochs = progress.epochs();
        for (int i = 0; i < epochs.size(); i++) {
            if (epochs.get(i).epoch() != i + 1) {
                throw new InvalidInputException(file + ": epoch " + (i + 1) + " is missing");
            }
        }
        if (epochs.isEmpty() && progress.steps() < 1) {
            throw new InvalidInputException(file + ": records no step");
        }
        return progress;
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
        try (TensorScript copy = new TensorScript(
                "(target: Tensor, source: Tensor) -> Tensor", "return torch.copy_(target, source)\n")) {
            for (var entry : arrays.entrySet()) {
                String name = prefix + entry.getKey();
                NDArray array = entry.getValue();
                List<Long> shape =
                        Arrays.stream(array.getShape().getShape()).boxed().toList();
                if (!saved.names().contains(name) || !saved.info(name).shape().equals(shape)) {
                    throw new InvalidInputException(
                            saved.source() + ": lacks " + name + " of shape " + shape + "; it is of another network");
                }
                try (NDArray values = TensorArrays.read(saved, name, array.getManager());
                        IValue target = IValue.from((PtNDArray) array);
                        IValue source = IValue.from((PtNDArray) values)) {
                    copy.run(target, source);
                }
            }
        }
    }
}

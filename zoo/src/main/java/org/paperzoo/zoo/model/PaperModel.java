package org.paperzoo.zoo.model;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.architecture.Configuration;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.Checkpoints;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.engine.BlockBackend;
import org.paperzoo.zoo.hub.ModelStore.StoredModel;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.task.Task;
import org.paperzoo.zoo.task.TaskTranslator;
import org.paperzoo.zoo.weights.WeightLoader;

/**
 * A model of the zoo with its weights in place:
 *
 * <pre>{@code
 * try (PaperModel model = PaperModel.load("detr-resnet-50");
 *         Predictor<Image, DetectedObjects> predictor = model.predictor(Image.class, DetectedObjects.class)) {
 *     DetectedObjects found = predictor.predict(image);
 * }
 * }</pre>
 *
 * <p>Its predictors may be used by several threads, each thread its own.
 */
public final class PaperModel implements AutoCloseable {

    /** The only engine that runs blocks; others run graphs made from them. */
    private static final String BLOCK_ENGINE = "PyTorch";

    private final ModelCard card;
    private final Architecture architecture;
    private final ModelFiles files;
    private final Path weights;
    private final NamedBlock network;
    private final Model model;
    private final List<TaskTranslator<?, ?>> translators;

    private PaperModel(
            ModelCard card,
            Architecture architecture,
            ModelFiles files,
            Path weights,
            NamedBlock network,
            Model model,
            List<TaskTranslator<?, ?>> translators) {
        this.card = card;
        this.architecture = architecture;
        this.files = files;
        this.weights = weights;
        this.network = network;
        this.model = model;
        this.translators = List.copyOf(translators);
    }

    /** Loads a model of the catalogue with the card's own weights, on PyTorch and the CPU. */
    public static PaperModel load(String id) throws IOException {
        return load(id, LoadOptions.standard());
    }

    /**
     * Loads a model of the catalogue.
     *
     * @throws java.util.NoSuchElementException if there is no such model
     * @throws org.paperzoo.zoo.hub.UnreachableException if its files are neither here nor to be had
     * @throws InvalidInputException if its files are broken or do not fit
     */
    public static PaperModel load(String id, LoadOptions options) throws IOException {
        return load(Catalogue.standard().card(id), options);
    }

    /** Loads the model that a card describes. */
    public static PaperModel load(ModelCard card, LoadOptions options) throws IOException {
        Located located = locate(card, options);
        return load(card, options, located.folder(), located.weights());
    }

    private static PaperModel load(ModelCard card, LoadOptions options, Path folder, Path weights) throws IOException {
        requireBlockEngine(options.engine());
        Model model = Model.newInstance(card.id(), device(options.device(), options.engine()), options.engine());
        try {
            Opened opened = open(card, folder);
            loadWeights(card, opened, weights, model.getNDManager());
            return finish(card, opened, weights, model);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /**
     * Builds and loads the block of a model that DJL has made, for DJL's own loading machinery.
     *
     * @return the block that the model's translators feed
     */
    public static Block block(Model model, ModelCard card, LoadOptions options) throws IOException {
        requireBlockEngine(model.getNDManager().getEngine().getEngineName());
        Located located = locate(card, options);
        Opened opened = open(card, located.folder());
        loadWeights(card, opened, located.weights(), model.getNDManager());
        return opened.architecture.runner(opened.blocks(), opened.files);
    }

    /** The translators of a card's model, for DJL's own loading machinery. */
    public static List<TaskTranslator<?, ?>> translators(ModelCard card, LoadOptions options) throws IOException {
        Opened opened = open(card, locate(card, options).folder());
        return opened.architecture.translators(opened.files);
    }

    /**
     * A card's network with its weights.
     *
     * @param weights the file or folder that they came from
     */
    public record LoadedNetwork(Architecture architecture, NamedBlock network, Path weights) {}

    /**
     * Builds a card's network with its weights alone: for its graphs, which need no translators.
     *
     * @param manager owns the weights
     */
    public static LoadedNetwork network(ModelCard card, LoadOptions options, NDManager manager) throws IOException {
        Located located = locate(card, options);
        Opened opened = open(card, located.folder());
        loadWeights(card, opened, located.weights(), manager);
        return new LoadedNetwork(opened.architecture, opened.network, located.weights());
    }

    private record Located(Path folder, Path weights) {}

    private static Located locate(ModelCard card, LoadOptions options) throws IOException {
        Path local = options.localWeights().orElse(null);
        if (local == null) {
            StoredModel stored = options.store().files(card);
            return new Located(stored.folder(), stored.weights());
        }
        if (!Files.exists(local)) {
            throw new NoSuchFileException(local.toString(), null, "no such weights");
        }
        return new Located(
                Files.isDirectory(local) ? local : local.toAbsolutePath().getParent(), local);
    }

    private static void loadWeights(ModelCard card, Opened opened, Path weights, NDManager manager) throws IOException {
        try (Checkpoint checkpoint = Checkpoints.open(weights, key(card))) {
            WeightLoader.load(
                    opened.network,
                    checkpoint,
                    opened.architecture.nameRule(fittingNaming(card, opened, checkpoint), opened.files.configuration()),
                    opened.architecture.ignorable(),
                    manager);
        }
    }

    /**
     * Builds a model with untrained weights, drawn from a seed as training would start: for measuring speed alone, where
     * no weights are at hand.
     */
    public static PaperModel untrained(ModelCard card, LoadOptions options, long seed) throws IOException {
        requireBlockEngine(options.engine());
        Opened opened = open(card, Path.of(""));
        Model model = Model.newInstance(card.id(), device(options.device(), options.engine()), options.engine());
        try {
            Engine.getEngine(options.engine()).setRandomSeed((int) seed);
            opened.network.initialize(model.getNDManager(), DataType.FLOAT32);
            opened.network.freezeParameters(true);
            return finish(card, opened, null, model);
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private record Opened(Architecture architecture, ModelFiles files, NamedBlock network) {

        Backend blocks() {
            return new BlockBackend(network, architecture.graphs(network));
        }
    }

    private static void requireBlockEngine(String engine) {
        if (!engine.equals(BLOCK_ENGINE)) {
            throw new IllegalArgumentException(
                    "engine " + engine + " does not run blocks; " + BLOCK_ENGINE + " is the only one that does");
        }
    }

    private static Opened open(ModelCard card, Path folder) throws IOException {
        Architecture architecture = Architectures.named(card.architecture());
        ModelFiles files = new ModelFiles(folder, configuration(card, folder), settings(card));
        return new Opened(architecture, files, architecture.build(files.configuration()));
    }

    private static PaperModel finish(ModelCard card, Opened opened, Path weights, Model model) throws IOException {
        model.setBlock(opened.architecture.runner(opened.blocks(), opened.files));
        return new PaperModel(
                card,
                opened.architecture,
                opened.files,
                weights,
                opened.network,
                model,
                opened.architecture.translators(opened.files));
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
        return Configuration.of("card " + card.id(), card.configuration());
    }

    private static JsonNode settings(ModelCard card) {
        return card.translator() == null ? JsonNodeFactory.instance.objectNode() : card.translator();
    }

    private static String key(ModelCard card) {
        return card.checkpoint() == null ? null : card.checkpoint().key();
    }

    /** The card's naming, unless the checkpoint's names are those of another one of the architecture. */
    private static String fittingNaming(ModelCard card, Opened opened, Checkpoint checkpoint) {
        String own = card.naming() == null ? opened.architecture.namings().get(0) : card.naming();
        for (String naming : opened.architecture.namings()) {
            var rule = opened.architecture.nameRule(naming, opened.files.configuration());
            boolean fits = opened.network.getParameters().keys().stream()
                    .filter(name -> !opened.network.computedParameters().containsKey(name))
                    .allMatch(name ->
                            checkpoint.names().containsAll(rule.source(name).names()));
            if (fits) {
                return naming;
            }
        }
        return own;
    }

    /**
     * Finds a device by its name.
     *
     * @param name {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws IllegalArgumentException if there is no such device, or the engine has no GPU here
     */
    public static Device device(String name, String engine) {
        if (!name.matches("cpu|gpu(:\\d{1,2})?")) {
            throw new IllegalArgumentException("device " + name + "; expected cpu, gpu or gpu:N");
        }
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        int number = name.equals("gpu") ? 0 : Integer.parseInt(name.substring(4));
        int count = Engine.getEngine(engine).getGpuCount();
        if (number >= count) {
            throw new IllegalArgumentException("device " + name + ": " + engine + " finds " + count
                    + " GPUs on this machine (the cuda build is made with ./mvnw -Dcuda package)");
        }
        return Device.gpu(number);
    }

    /** The model's card. */
    public ModelCard card() {
        return card;
    }

    /** What the model does. */
    public Task task() {
        return Task.named(card.task());
    }

    /** The architecture of the network. */
    public Architecture architecture() {
        return architecture;
    }

    /** The model's files and configuration. */
    public ModelFiles files() {
        return files;
    }

    /** The weights' file or folder; null for an untrained model. */
    public Path weights() {
        return weights;
    }

    /** The network itself. */
    public NamedBlock network() {
        return network;
    }

    /** The block that predictors run. */
    public Block runner() {
        return model.getBlock();
    }

    /** DJL's model around the runner; this object keeps owning it. */
    public Model djlModel() {
        return model;
    }

    /** The translators for what this model does. */
    public List<TaskTranslator<?, ?>> translators() {
        return translators;
    }

    /**
     * Makes a predictor. Each thread needs one of its own; they share the weights.
     *
     * @throws IllegalArgumentException if the model has no translator between these types; the message lists those it has
     */
    public <I, O> Predictor<I, O> predictor(Class<I> input, Class<O> output) {
        for (TaskTranslator<?, ?> candidate : translators) {
            if (candidate.input() == input && candidate.output() == output) {
                // The record ties the translator's types to the two classes just compared.
                @SuppressWarnings("unchecked")
                TaskTranslator<I, O> found = (TaskTranslator<I, O>) candidate;
                return model.newPredictor(found.translator());
            }
        }
        throw new IllegalArgumentException(card.id() + " has no translator from " + input.getSimpleName() + " to "
                + output.getSimpleName() + "; it has "
                + translators.stream()
                        .map(each -> each.input().getSimpleName() + " to "
                                + each.output().getSimpleName())
                        .collect(Collectors.joining(", ")));
    }

    @Override
    public void close() {
        model.close();
    }
}

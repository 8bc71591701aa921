package org.paperzoo.zoo.model;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.engine.GraphBackend;
import org.paperzoo.zoo.engine.GraphBackend.RuntimeOptions;
import org.paperzoo.zoo.image.PictureInput;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.task.Task;
import org.paperzoo.zoo.task.TaskTranslator;

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

    /** DJL's engine whose arrays every backend takes. */
    static final String ARRAYS = "PyTorch";

    private final DeclaredModel declared;
    private final LoadOptions options;
    private final Model model;
    private final ReadyMade readyMade;
    private final List<TaskTranslator<?, ?>> translators;

    private PaperModel(
            DeclaredModel declared,
            LoadOptions options,
            Model model,
            ReadyMade readyMade,
            List<TaskTranslator<?, ?>> translators) {
        this.declared = declared;
        this.options = options;
        this.model = model;
        this.readyMade = readyMade;
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
     * @throws org.paperzoo.hub.UnreachableException if its files are neither here nor to be had
     * @throws org.paperzoo.zoo.InvalidInputException if its files are broken or do not fit
     * @throws IllegalArgumentException if the engine lacks the precision or the device
     */
    public static PaperModel load(String id, LoadOptions options) throws IOException {
        return load(Catalogue.standard().card(id), options);
    }

    /** Loads the model that a card describes. */
    public static PaperModel load(ModelCard card, LoadOptions options) throws IOException {
        options.check();
        RuntimeOptions runtime = options.runtime();
        return load(DeclaredModel.of(card, options), options, runtime);
    }

    /**
     * Builds a model with untrained weights, drawn from a seed as training would start: for measuring speed alone, where
     * no weights are at hand.
     */
    public static PaperModel untrained(ModelCard card, LoadOptions options, long seed) throws IOException {
        options.check();
        RuntimeOptions runtime = options.runtime();
        return load(DeclaredModel.untrained(card, options, seed), options, runtime);
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
        DeclaredModel declared = DeclaredModel.of(card, options);
        declared.fill(declared.network(), manager);
        return new LoadedNetwork(declared.architecture(), declared.network(), declared.weights());
    }

    /**
     * Fills a network with the weights of a card's model, for training it further. It is frozen afterwards.
     *
     * @param network of the same shapes; holds nothing yet
     * @param manager owns the weights
     * @throws org.paperzoo.zoo.InvalidInputException if the weights are not those of such a network
     */
    public static void fill(ModelCard card, LoadOptions options, NamedBlock network, NDManager manager)
            throws IOException {
        DeclaredModel.of(card, options).fill(network, manager);
    }

    /**
     * What is known of a card's model before its weights are read.
     *
     * @param files its configuration, and what lies beside the weights
     * @param weights the file or folder that holds them
     */
    public record Declared(Architecture architecture, ModelFiles files, Path weights) {}

    /** Finds a card's files, or the local ones that the options name, and reads its configuration alone. */
    public static Declared declared(ModelCard card, LoadOptions options) throws IOException {
        DeclaredModel declared = DeclaredModel.of(card, options);
        return new Declared(declared.architecture(), declared.files(), declared.weights());
    }

    /**
     * The graphs of a card's model on the engine that the options name, recorded when they are first needed and kept for
     * later runs; nothing is loaded yet. The caller closes it.
     *
     * @throws IllegalArgumentException if the engine runs no graphs, or lacks the precision or the device
     */
    public static GraphBackend graphs(ModelCard card, LoadOptions options) throws IOException {
        options.check();
        RuntimeOptions runtime = options.runtime();
        return Backends.recorded(DeclaredModel.of(card, options), options, runtime);
    }

    private static PaperModel load(DeclaredModel declared, LoadOptions options, RuntimeOptions runtime)
            throws IOException {
        Model model = Model.newInstance(declared.card().id(), runtime.device(), ARRAYS);
        try {
            Backends.Opened opened = open(declared, options, runtime, model.getNDManager());
            model.setBlock(declared.architecture().runner(opened.backend(), declared.files()));
            return new PaperModel(
                    declared,
                    options,
                    model,
                    opened.readyMade(),
                    declared.architecture().translators(declared.files()));
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Opens a backend that goes with the manager. */
    private static Backends.Opened open(
            DeclaredModel declared, LoadOptions options, RuntimeOptions runtime, NDManager manager) throws IOException {
        Backends.Opened opened = Backends.open(declared, options, runtime, manager);
        manager.attachInternal(UUID.randomUUID().toString(), opened.backend());
        return opened;
    }

    /**
     * Builds and loads the block of a model that DJL has made, for DJL's own loading machinery. What the block holds goes
     * with the model.
     *
     * @return the block that the model's translators feed
     */
    public static Block block(Model model, ModelCard card, LoadOptions options) throws IOException {
        NDManager manager = model.getNDManager();
        String arrays = manager.getEngine().getEngineName();
        if (!arrays.equals(ARRAYS)) {
            throw new IllegalArgumentException(
                    "DJL's engine " + arrays + " takes no blocks; leave optEngine out and say " + "paperzoo://"
                            + card.id() + "?engine=" + EngineName.ONNX_RUNTIME.label());
        }
        options.check();
        RuntimeOptions runtime = options.runtime();
        if (options.runs() != EngineName.ONNX_RUNTIME) {
            // Where DJL put the model, which its criteria decide.
            runtime = new RuntimeOptions(manager.getDevice(), runtime.session());
        }
        DeclaredModel declared = DeclaredModel.of(card, options);
        Backends.Opened opened = open(declared, options, runtime, manager);
        return declared.architecture().runner(opened.backend(), declared.files());
    }

    /**
     * How a card's model prepares pictures, by its card alone: nothing is fetched. Empty where its input is no picture.
     */
    public static Optional<PictureInput> pictureInput(ModelCard card) throws InvalidInputException {
        return DeclaredModel.pictureInput(card);
    }

    /** The translators of a card's model, for DJL's own loading machinery. */
    public static List<TaskTranslator<?, ?>> translators(ModelCard card, LoadOptions options) throws IOException {
        DeclaredModel declared = DeclaredModel.of(card, options);
        return declared.architecture().translators(declared.files());
    }

    /** The model's card. */
    public ModelCard card() {
        return declared.card();
    }

    /** What the model does. */
    public Task task() {
        return Task.named(declared.card().task());
    }

    /** The architecture of the network. */
    public Architecture architecture() {
        return declared.architecture();
    }

    /** The model's files and configuration. */
    public ModelFiles files() {
        return declared.files();
    }

    /** The weights' file or folder; null for an untrained model. */
    public Path weights() {
        return declared.weights();
    }

    /** The engine that does the work: with another precision than float32, TorchScript for PyTorch. */
    public EngineName engine() {
        return options.runs();
    }

    /** How the model was loaded. */
    public LoadOptions options() {
        return options;
    }

    /** The ready-made graphs that run, if they are not this project's own. */
    public Optional<ReadyMade> readyMade() {
        return Optional.ofNullable(readyMade);
    }

    /** The network as declared; on engines that run graphs it holds no weights. */
    public NamedBlock network() {
        return declared.network();
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
        throw new IllegalArgumentException(
                declared.card().id() + " has no translator from " + input.getSimpleName() + " to "
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

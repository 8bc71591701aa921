package org.paperzoo.zoo.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.paperzoo.zoo.export.ExportManifest;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.export.GraphCheck.Comparison;
import org.paperzoo.zoo.export.GraphFormat;
import org.paperzoo.zoo.generation.DecodingGraphs;
import org.paperzoo.zoo.generation.EncoderDecoder;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.graph.UntraceableException;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;

/**
 * A network's graphs on a runtime. A graph is recorded and written when it is first needed, into a folder that may keep
 * it for later runs; the weights are loaded for that alone, and not at all where the folder has the graph.
 */
public final class GraphBackend implements Backend {

    private static final String ARRAYS = "PyTorch";
    private static final GraphSet GENERATION =
            new GraphSet("generation", List.of(DecodingGraphs.ENCODER, DecodingGraphs.DECODER, DecodingGraphs.REORDER));

    /** One lock for each folder: locks of files keep other processes out, not other threads of this one. */
    private static final Map<Path, Object> FOLDERS = new ConcurrentHashMap<>();

    /** Builds a network with its weights. */
    @FunctionalInterface
    public interface Weights {

        /**
         * Loads.
         *
         * @param manager owns the weights
         */
        NamedBlock load(NDManager manager) throws IOException;
    }

    /**
     * How a runtime is to run.
     *
     * @param device where TorchScript runs
     * @param session how ONNX Runtime runs
     */
    public record RuntimeOptions(Device device, OnnxSessionOptions session) {

        /** The CPU and the runtimes' defaults. */
        public static RuntimeOptions defaults() {
            return new RuntimeOptions(Device.cpu(), OnnxSessionOptions.defaults());
        }
    }

    /**
     * Graphs that lie in their folder.
     *
     * @param files the folder of those alone
     * @param kept whether an earlier run had left them there
     */
    public record Written(Path files, boolean kept) {}

    /** Graphs that are written together and opened together, under the name of their folder. */
    private record GraphSet(String name, List<String> graphs) {}

    private final EngineName engine;
    private final NamedBlock network;
    private final Function<NamedBlock, List<GraphDefinition>> graphs;
    private final List<GraphDefinition> definitions;
    private final Exporter.Request request;
    private final Weights weights;
    private final GraphFolder folder;
    private final RuntimeOptions options;
    private final Map<String, Backend> open = new LinkedHashMap<>();
    private boolean closed;

    /**
     * A backend; nothing is loaded yet.
     *
     * @param engine one that runs graphs
     * @param network as declared, without weights
     * @param graphs the graphs of a network, of this one and of one with weights
     * @param request names the model and its weights, and the precision
     * @param weights loads the network when a graph has to be recorded
     * @param folder keeps the graphs; closed with this backend
     */
    public GraphBackend(
            EngineName engine,
            NamedBlock network,
            Function<NamedBlock, List<GraphDefinition>> graphs,
            Exporter.Request request,
            Weights weights,
            GraphFolder folder,
            RuntimeOptions options) {
        this.engine = engine;
        this.network = network;
        this.graphs = graphs;
        definitions = graphs.apply(network);
        this.request = request;
        this.weights = weights;
        this.folder = folder;
        this.options = options;
    }

    /** The format that an engine reads. */
    public static GraphFormat format(EngineName engine) {
        return switch (engine) {
            case TORCHSCRIPT -> GraphFormat.TORCHSCRIPT;
            case ONNX_RUNTIME -> GraphFormat.ONNX;
            case PYTORCH -> throw new IllegalArgumentException("PyTorch runs blocks, not graphs");
        };
    }

    @Override
    public EngineName engine() {
        return engine;
    }

    @Override
    public NamedBlock network() {
        return network;
    }

    /** Where the graphs lie. */
    public Path folder() {
        return folder.path();
    }

    @Override
    public NDList run(String graph, NDList inputs) {
        return backend(new GraphSet(graph, List.of(graph))).run(graph, inputs);
    }

    @Override
    public EncoderDecoder generator() {
        if (!generates()) {
            throw new IllegalStateException(network.getClass().getSimpleName() + " does not generate");
        }
        return backend(GENERATION).generator();
    }

    private boolean generates() {
        return definitions.stream().anyMatch(definition -> definition.name().equals(DecodingGraphs.DECODER));
    }

    /** What predictors run first: a generation's graphs, or else the first one that is exported. */
    private Optional<GraphSet> usual() {
        return generates()
                ? Optional.of(GENERATION)
                : definitions.stream()
                        .filter(GraphDefinition::exported)
                        .findFirst()
                        .map(definition -> new GraphSet(definition.name(), List.of(definition.name())));
    }

    /**
     * Opens what predictors run first, a generation's graphs or else the first one that is exported, so that what is wrong
     * shows now, and takes its time now.
     *
     * @throws IOException if a graph can neither be opened nor recorded
     */
    public void open() throws IOException {
        try {
            usual().ifPresent(this::backend);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Writes what {@link #open} opens, where the folder does not have it, and opens nothing.
     *
     * @param loaded a network of the same configuration with its weights, which spares loading them
     * @throws IOException if a graph cannot be written
     * @throws IllegalStateException if the network exports no graph
     */
    public Written write(NamedBlock loaded) throws IOException {
        GraphSet set = usual().orElseThrow(
                        () -> new IllegalStateException(network.getClass().getSimpleName() + " exports no graph"));
        Path files = folder.path().resolve(set.name());
        boolean written = export(set, false, manager -> loaded);
        return new Written(files, !written);
    }

    private synchronized Backend backend(GraphSet set) {
        if (closed) {
            throw new IllegalStateException("the graphs of " + request.model() + " are closed");
        }
        Backend known = open.get(set.name());
        if (known != null) {
            return known;
        }
        try {
            List<GraphDefinition> members = set.graphs().stream()
                    .map(name -> GraphDefinition.find(definitions, name))
                    .toList();
            Backend opened = openOrRecord(set, members, folder.path().resolve(set.name()));
            open.put(set.name(), opened);
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWritten(Path files) {
        return Files.isRegularFile(files.resolve(ExportManifest.FILE));
    }

    /** Opens graphs; where those that an earlier run left are damaged, they are written once more. */
    private Backend openOrRecord(GraphSet set, List<GraphDefinition> members, Path files) throws IOException {
        if (isWritten(files)) {
            try {
                return open(members, files);
            } catch (IOException damaged) {
                export(set, true, weights);
            }
        } else {
            export(set, false, weights);
        }
        return open(members, files);
    }

    private Backend open(List<GraphDefinition> members, Path files) throws IOException {
        return engine == EngineName.TORCHSCRIPT
                ? TorchScriptBackend.open(
                        network,
                        members,
                        files.resolve(Exporter.ARCHIVE),
                        options.device(),
                        TorchScriptBackend.Kernels.fitting(options.device(), request.precision()))
                : OnnxBackend.open(network, members, files, options.session());
    }

    /**
     * Records and writes graphs, while nobody else does.
     *
     * @param anew also where they are written already
     * @return whether they were written now
     */
    private boolean export(GraphSet set, boolean anew, Weights source) throws IOException {
        Files.createDirectories(folder.path());
        Path path = folder.path().toRealPath();
        synchronized (FOLDERS.computeIfAbsent(path, key -> new Object())) {
            try (FileChannel channel = FileChannel.open(
                            path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                Path files = folder.path().resolve(set.name());
                if (lock.isValid() && !anew && isWritten(files)) {
                    return false;
                }
                record(set, files, source);
                return true;
            }
        }
    }

    private void record(GraphSet set, Path files, Weights source) throws IOException {
        try (NDManager manager = Engine.getEngine(ARRAYS).newBaseManager(Device.cpu())) {
            NamedBlock loaded = source.load(manager);
            List<GraphDefinition> recorded = graphs.apply(loaded).stream()
                    .filter(definition -> set.graphs().contains(definition.name()))
                    .toList();
            if (folder.isTemporary()) {
                // What is kept for one run is compared by whoever runs it: a reference case, or a timing.
                Exporter.export(loaded, recorded, request, files, manager);
            } else {
                writeChecked(loaded, recorded, files, manager);
                OutdatedGraphs.deleteBeside(folder.path());
            }
        }
    }

    /** Graphs that are kept have run beside their blocks at sizes that were not recorded. */
    private void writeChecked(NamedBlock loaded, List<GraphDefinition> recorded, Path files, NDManager manager)
            throws IOException {
        CheckedExport.Outcome outcome =
                CheckedExport.write(loaded, recorded, request, files, manager, options.session());
        if (!outcome.passed()) {
            Comparison worst = outcome.comparisons().stream()
                    .filter(comparison -> !comparison.passed())
                    .findFirst()
                    .orElseThrow(() -> new UntraceableException("graphs of " + request.model()
                            + " cannot be compared with their blocks, which refuse all the sizes that are tried: they"
                            + " are not run; --engine PyTorch runs the blocks"));
            throw new UntraceableException("graph " + worst.graph() + " of " + request.model()
                    + " differs from its blocks at " + worst.sizes() + " (output " + worst.output() + ", by "
                    + worst.difference() + " of its largest value): it is not run; --engine PyTorch runs the blocks");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.values().forEach(Backend::close);
        open.clear();
        folder.close();
    }
}

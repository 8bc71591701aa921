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

    private static final String GENERATION = "generation";
    private static final String ARRAYS = "PyTorch";

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

    private final EngineName engine;
    private final NamedBlock network;
    private final Function<NamedBlock, List<GraphDefinition>> graphs;
    private final List<GraphDefinition> definitions;
    private final Exporter.Request request;
    private final Weights weights;
    private final GraphFolder folder;
    private final RuntimeOptions options;
    private final Map<String, Backend> open = new LinkedHashMap<>();

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
        return backend(graph, List.of(graph)).run(graph, inputs);
    }

    @Override
    public EncoderDecoder generator() {
        List<String> names = List.of(DecodingGraphs.ENCODER, DecodingGraphs.DECODER, DecodingGraphs.REORDER);
        if (definitions.stream().noneMatch(definition -> names.contains(definition.name()))) {
            throw new IllegalStateException(network.getClass().getSimpleName() + " does not generate");
        }
        return backend(GENERATION, names).generator();
    }

    /**
     * Opens what predictors run first, a generation's graphs or else the first one that is exported, so that what is wrong
     * shows now, and takes its time now.
     *
     * @throws IOException if a graph can neither be opened nor recorded
     */
    public void open() throws IOException {
        try {
            if (definitions.stream().anyMatch(definition -> definition.name().equals(DecodingGraphs.DECODER))) {
                generator();
                return;
            }
            definitions.stream()
                    .filter(GraphDefinition::exported)
                    .findFirst()
                    .ifPresent(definition -> backend(definition.name(), List.of(definition.name())));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private synchronized Backend backend(String set, List<String> names) {
        Backend known = open.get(set);
        if (known != null) {
            return known;
        }
        try {
            List<GraphDefinition> members = names.stream()
                    .map(name -> GraphDefinition.find(definitions, name))
                    .toList();
            Path files = folder.path().resolve(set);
            Backend opened = isWritten(files) ? openKept(names, members, files) : openNew(names, members, files);
            open.put(set, opened);
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isWritten(Path files) {
        return Files.isRegularFile(files.resolve(ExportManifest.FILE));
    }

    /** Opens graphs that an earlier run left; where their files are damaged, they are written once more. */
    private Backend openKept(List<String> names, List<GraphDefinition> members, Path files) throws IOException {
        try {
            return open(members, files);
        } catch (IOException damaged) {
            export(names, files, true);
            return open(members, files);
        }
    }

    private Backend openNew(List<String> names, List<GraphDefinition> members, Path files) throws IOException {
        export(names, files, false);
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
     */
    private void export(List<String> names, Path files, boolean anew) throws IOException {
        Files.createDirectories(folder.path());
        Path path = folder.path().toRealPath();
        synchronized (FOLDERS.computeIfAbsent(path, key -> new Object())) {
            exportLocked(names, files, anew);
        }
    }

    private void exportLocked(List<String> names, Path files, boolean anew) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        folder.path().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !anew && isWritten(files)) {
                return;
            }
            try (NDManager manager = Engine.getEngine(ARRAYS).newBaseManager(Device.cpu())) {
                NamedBlock loaded = weights.load(manager);
                List<GraphDefinition> recorded = graphs.apply(loaded).stream()
                        .filter(definition -> names.contains(definition.name()))
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
    }

    /** Graphs that are kept have run beside their blocks at sizes that were not recorded. */
    private void writeChecked(NamedBlock loaded, List<GraphDefinition> recorded, Path files, NDManager manager)
            throws IOException {
        CheckedExport.Outcome outcome = CheckedExport.write(loaded, recorded, request, files, manager, options);
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
        open.values().forEach(Backend::close);
        open.clear();
        folder.close();
    }
}

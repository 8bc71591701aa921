package org.paperzoo.zoo.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.paperzoo.zoo.export.ExportManifest.ArrayEntry;
import org.paperzoo.zoo.export.ExportManifest.GraphEntry;
import org.paperzoo.zoo.graph.AttentionFusion;
import org.paperzoo.zoo.graph.Graph;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.graph.NormalisationFolding;
import org.paperzoo.zoo.graph.Size;
import org.paperzoo.zoo.graph.Tracer;
import org.paperzoo.zoo.graph.Value;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.onnx.OnnxModel;
import org.paperzoo.zoo.torchscript.TorchScriptArchive;

/** Writes a network's graphs into a folder, with a manifest that says what they take and give. */
public final class Exporter {

    /** Counts up whenever graphs of the same network would come out otherwise. */
    public static final String VERSION = "3";

    /** Weights beyond this many bytes lie in a file beside the ONNX model: protobuf ends at 2 GiB. */
    public static final long EXTERNAL_DATA = 1_500_000_000L;

    /** The method that lays weights out for the CPU's methods; it runs once, before any of them. */
    public static final String PREPARE = "prepare" + TorchScriptGraph.ONEDNN;

    /** The archive's file. */
    public static final String ARCHIVE = "model.pt";

    private static final int SCHEMA = 1;
    static final String WEIGHTS_FILE = "weights.data";

    private Exporter() {}

    /** The method of a TorchScript archive that is a graph; {@code oneDnn} for the one that is written for CPUs. */
    public static String method(String graph, boolean oneDnn) {
        return TorchScriptGraph.method(graph) + (oneDnn ? TorchScriptGraph.ONEDNN : "");
    }

    /**
     * What is written.
     *
     * @param model the zoo ID or the reference case, for the files' metadata
     * @param weights SHA-256 of the weights, for the files' metadata
     * @param externalData ONNX weights beyond this many bytes lie in a file of their own
     */
    public record Request(String model, String weights, GraphFormat format, Precision precision, long externalData) {
        public Request {
            format.require(precision);
        }

        /** Full precision, with small weights inside. */
        public static Request of(String model, String weights, GraphFormat format) {
            return new Request(model, weights, format, Precision.FP32, EXTERNAL_DATA);
        }
    }

    /** Looks at what was written before it takes its place. */
    @FunctionalInterface
    public interface Inspection {

        /**
         * Inspects.
         *
         * @param written a folder beside the final one, which is gone when this returns
         * @return whether the folder may take its place; else it is deleted
         */
        boolean accepts(Path written) throws IOException;
    }

    /** As {@link #export(NamedBlock, List, Request, Path, NDManager, Inspection)}, without an inspection. */
    public static ExportManifest export(
            NamedBlock network, List<GraphDefinition> definitions, Request request, Path folder, NDManager manager)
            throws IOException {
        return export(network, definitions, request, folder, manager, written -> true);
    }

    /**
     * Records and writes graphs. The folder appears when all of it is written and found good; one that is there already is
     * replaced. Of several that write the same folder at once, the last one's stays.
     *
     * @param network has its weights
     * @param manager on the device and engine of the weights
     * @return what was written, also where the inspection did not accept it
     * @throws org.paperzoo.zoo.graph.UntraceableException if a forward cannot be written as a graph
     * @throws IOException if the folder cannot be written, or the disk lacks the space
     */
    public static ExportManifest export(
            NamedBlock network,
            List<GraphDefinition> definitions,
            Request request,
            Path folder,
            NDManager manager,
            Inspection inspection)
            throws IOException {
        try (StagedFolder staged = StagedFolder.of(folder);
                NDManager own = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            List<Graph> graphs = new ArrayList<>();
            for (GraphDefinition definition : definitions) {
                graphs.add(Tracer.trace(network, definition, own));
            }
            ExportManifest manifest = manifest(graphs, request);
            staged.requireSpace(bytes(graphs, request.precision()));
            if (request.format() == GraphFormat.ONNX) {
                writeOnnx(graphs, request, staged.path());
            } else {
                writeTorchScript(graphs, request, manifest, staged.path());
            }
            manifest.write(staged.path());
            if (inspection.accepts(staged.path())) {
                staged.takePlace();
            }
            return manifest;
        }
    }

    /** What the constants take at most; the rest is small beside them. */
    private static long bytes(List<Graph> graphs, Precision precision) {
        Map<NDArray, Long> bytes = new IdentityHashMap<>();
        graphs.forEach(graph -> graph.constants()
                .forEach((value, array) -> bytes.put(
                        array,
                        array.size()
                                * ConstantBytes.type(value.type(), precision).bytes())));
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void writeOnnx(List<Graph> graphs, Request request, Path folder) throws IOException {
        Map<Path, OnnxModel> models = new LinkedHashMap<>();
        for (Graph graph : graphs) {
            models.put(
                    folder.resolve(file(graph, request)),
                    OnnxGraph.of(graph, request.precision())
                            .producer("paperzoo", VERSION)
                            .metadata("model", request.model())
                            .metadata("weights_sha256", request.weights())
                            .metadata("precision", request.precision().label())
                            .metadata("exporter", VERSION));
        }
        OnnxModel.writeTogether(models, folder.resolve(WEIGHTS_FILE), request.externalData());
    }

    private static void writeTorchScript(List<Graph> graphs, Request request, ExportManifest manifest, Path folder)
            throws IOException {
        // The graphs of other runtimes are left as they are: ONNX Runtime finds these patterns itself.
        List<Graph> fused = graphs.stream()
                .map(NormalisationFolding::apply)
                .map(AttentionFusion::apply)
                .toList();
        TorchScriptArchive archive = TorchScriptGraph.of(fused, request.precision());
        archive.extraFile("model", request.model());
        archive.extraFile("weights_sha256", request.weights());
        archive.extraFile("precision", request.precision().label());
        archive.extraFile("exporter", VERSION);
        archive.extraFile(ExportManifest.FILE, manifest.toJson());
        archive.write(folder.resolve(ARCHIVE));
    }

    private static String file(Graph graph, Request request) {
        return request.format() == GraphFormat.ONNX ? graph.name() + ".onnx" : ARCHIVE;
    }

    private static ExportManifest manifest(List<Graph> graphs, Request request) {
        return new ExportManifest(
                SCHEMA,
                VERSION,
                request.format().label(),
                request.precision().label(),
                request.model(),
                request.weights(),
                graphs.stream()
                        .map(graph -> new GraphEntry(
                                graph.name(),
                                file(graph, request),
                                graph.nodes().size(),
                                graph.sizeNames().values().stream().sorted().toList(),
                                inputs(graph, request.precision()),
                                outputs(graph, request.precision())))
                        .toList());
    }

    private static List<ArrayEntry> inputs(Graph graph, Precision precision) {
        List<Value> single = graph.singleInputs();
        return graph.inputs().stream()
                .map(input -> entry(graph, input.name(), input, !single.contains(input), precision))
                .toList();
    }

    private static List<ArrayEntry> outputs(Graph graph, Precision precision) {
        return graph.outputs().entrySet().stream()
                .map(output ->
                        entry(graph, output.getKey(), output.getValue(), Graph.isGrouped(output.getKey()), precision))
                .toList();
    }

    /** What is in a group has the graphs' own precision; what stands alone is float32 at any. */
    private static ArrayEntry entry(Graph graph, String name, Value value, boolean grouped, Precision precision) {
        String type = value.type().name().toLowerCase(Locale.ROOT);
        boolean own = grouped && value.type() == DataType.FLOAT32;
        return new ArrayEntry(
                name,
                own ? precision.floatType() : type,
                value.shape().stream().map(size -> text(graph, size)).toList());
    }

    private static String text(Graph graph, Size size) {
        return graph.sizeNames().getOrDefault(size, size.toString());
    }
}

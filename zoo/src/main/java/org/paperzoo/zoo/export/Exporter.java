package org.paperzoo.zoo.export;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
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
    public static final String VERSION = "1";

    /** Weights beyond this many bytes lie in a file beside the ONNX model: protobuf ends at 2 GiB. */
    public static final long EXTERNAL_DATA = 1_500_000_000L;

    /** The method that lays weights out for the CPU's methods; it runs once, before any of them. */
    public static final String PREPARE = "prepare" + TorchScriptGraph.ONEDNN;

    /** The archive's file. */
    public static final String ARCHIVE = "model.pt";

    private static final int SCHEMA = 1;
    private static final String WEIGHTS_FILE = "weights.data";

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

    /**
     * Records and writes graphs. The folder appears when all of it is written; one that is there already is replaced.
     *
     * @param network has its weights
     * @param manager on the device and engine of the weights
     * @throws org.paperzoo.zoo.graph.UntraceableException if a forward cannot be written as a graph
     */
    public static ExportManifest export(
            NamedBlock network, List<GraphDefinition> definitions, Request request, Path folder, NDManager manager)
            throws IOException {
        Path target = folder.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path beside = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + ".");
        try (NDManager own = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            List<Graph> graphs = new ArrayList<>();
            for (GraphDefinition definition : definitions) {
                graphs.add(Tracer.trace(network, definition, own));
            }
            ExportManifest manifest = manifest(graphs, request);
            if (request.format() == GraphFormat.ONNX) {
                writeOnnx(graphs, request, beside);
            } else {
                writeTorchScript(graphs, request, manifest, beside);
            }
            manifest.write(beside);
            deleteFolder(target);
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            return manifest;
        } finally {
            deleteFolder(beside);
        }
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
                                graph.sizeNames().values().stream().sorted().toList(),
                                graph.inputs().stream()
                                        .map(input -> entry(graph, input.name(), input))
                                        .toList(),
                                graph.outputs().entrySet().stream()
                                        .map(output -> entry(graph, output.getKey(), output.getValue()))
                                        .toList()))
                        .toList());
    }

    private static ArrayEntry entry(Graph graph, String name, Value value) {
        return new ArrayEntry(
                name,
                value.type().name().toLowerCase(Locale.ROOT),
                value.shape().stream().map(size -> text(graph, size)).toList());
    }

    private static String text(Graph graph, Size size) {
        return graph.sizeNames().getOrDefault(size, size.toString());
    }

    static void deleteFolder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

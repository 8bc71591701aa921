package org.paperzoo.zoo.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.ModelCard.GraphArtifact;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.engine.GraphBackend;
import org.paperzoo.zoo.engine.GraphBackend.RuntimeOptions;
import org.paperzoo.zoo.engine.OnnxBackend;
import org.paperzoo.zoo.engine.OnnxFileBackend;
import org.paperzoo.zoo.engine.TorchScriptBackend;
import org.paperzoo.zoo.engine.TorchScriptBackend.Kernels;
import org.paperzoo.zoo.engine.TorchScriptFileBackend;
import org.paperzoo.zoo.export.ExportManifest;
import org.paperzoo.zoo.export.ExportManifest.ArrayEntry;
import org.paperzoo.zoo.export.ExportManifest.GraphEntry;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.export.Precision;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.model.Backends.Opened;

/**
 * Graphs that the card or the user names, opened as they are: a folder that was exported, with its list of graphs, or one
 * file with one graph, whoever made it.
 */
final class ReadyMadeGraphs {

    private static final Set<String> TORCHSCRIPT_ENDINGS = Set.of(".pt", ".pth", ".ts", ".torchscript");

    private final DeclaredModel model;
    private final LoadOptions options;
    private final RuntimeOptions runtime;
    private final List<GraphDefinition> definitions;

    private ReadyMadeGraphs(DeclaredModel model, LoadOptions options, RuntimeOptions runtime) {
        this.model = model;
        this.options = options;
        this.runtime = runtime;
        definitions = model.architecture().graphs(model.network());
    }

    /**
     * Opens them.
     *
     * @throws NoSuchFileException if there is nothing there
     * @throws InvalidInputException if they are of another format than the engine reads, or do not fit the model
     */
    static Opened open(DeclaredModel model, LoadOptions options, RuntimeOptions runtime) throws IOException {
        ReadyMadeGraphs graphs = new ReadyMadeGraphs(model, options, runtime);
        if (options.graphs() instanceof GraphSource.Artifact named) {
            GraphArtifact artifact = model.card().artifact(named.name());
            String expected = GraphBackend.format(options.runs()).label();
            if (!artifact.format().equals(expected)) {
                throw new IllegalArgumentException("artifact " + named.name() + " is " + artifact.format() + "; "
                        + options.runs().label() + " reads " + expected);
            }
            return graphs.open(options.store().artifact(model.card(), artifact), artifact);
        }
        Path path = ((GraphSource.Local) options.graphs()).path();
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString(), null, "no such graphs");
        }
        return graphs.open(
                path,
                new GraphArtifact(
                        GraphBackend.format(options.runs()).label(),
                        path.toString(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    private Opened open(Path path, GraphArtifact artifact) throws IOException {
        if (Files.isDirectory(path)) {
            return openFolder(path);
        }
        if (path.getFileName().toString().equals(ExportManifest.FILE)) {
            return openFolder(path.toAbsolutePath().getParent());
        }
        refuseOtherFormat(path);
        GraphDefinition definition = definitions.stream()
                .filter(each -> each.name().equals(artifact.graph()))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException(path + ": one file is taken as the graph "
                        + artifact.graph() + ", and " + model.architecture().slug() + " has "
                        + definitions.stream()
                                .filter(GraphDefinition::exported)
                                .map(GraphDefinition::name)
                                .toList()
                        + "; give a folder with " + ExportManifest.FILE));
        ReadyMade readyMade = new ReadyMade(
                path.getFileName().toString(), options.store().digests().of(path), artifact.precision());
        Backend backend = options.runs() == EngineName.ONNX_RUNTIME
                ? OnnxFileBackend.open(
                        model.network(), definition, path, artifact.inputs(), artifact.outputs(), runtime.session())
                : TorchScriptFileBackend.open(model.network(), definition, path, runtime.device());
        return new Opened(backend, readyMade);
    }

    private void refuseOtherFormat(Path file) throws InvalidInputException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean onnx = name.endsWith(".onnx");
        boolean torchScript = TORCHSCRIPT_ENDINGS.stream().anyMatch(name::endsWith);
        if (onnx && options.runs() != EngineName.ONNX_RUNTIME
                || torchScript && options.runs() != EngineName.TORCHSCRIPT) {
            EngineName other = onnx ? EngineName.ONNX_RUNTIME : EngineName.TORCHSCRIPT;
            throw new InvalidInputException(file + ": runs on " + other.label() + ", not on "
                    + options.runs().label());
        }
    }

    private Opened openFolder(Path folder) throws IOException {
        if (!Files.isRegularFile(folder.resolve(ExportManifest.FILE))) {
            throw new NoSuchFileException(
                    folder.toString(),
                    null,
                    "the folder has no " + ExportManifest.FILE + "; paperzoo export writes one");
        }
        ExportManifest manifest = ExportManifest.read(folder);
        String format = GraphBackend.format(options.runs()).label();
        if (!format.equals(manifest.format())) {
            throw new InvalidInputException(folder + ": holds graphs of the format " + manifest.format() + "; "
                    + options.runs().label() + " reads " + format);
        }
        List<GraphDefinition> members = members(folder, manifest);
        // An older exporter's archives lack the methods for CPUs.
        Kernels kernels = Exporter.VERSION.equals(manifest.exporter())
                ? Kernels.fitting(runtime.device(), Precision.named(manifest.precision()))
                : Kernels.PORTABLE;
        List<Path> files;
        try (Stream<Path> children = Files.list(folder)) {
            files = children.filter(Files::isRegularFile).sorted().toList();
        }
        ReadyMade readyMade = new ReadyMade(
                folder.toAbsolutePath().normalize().getFileName().toString(),
                options.store().digests().of(files),
                manifest.precision());
        Backend backend = options.runs() == EngineName.ONNX_RUNTIME
                ? OnnxBackend.open(model.network(), members, folder, runtime.session())
                : TorchScriptBackend.open(
                        model.network(), members, folder.resolve(Exporter.ARCHIVE), runtime.device(), kernels);
        return new Opened(backend, readyMade);
    }

    /** The model's graphs that a folder holds, checked by what they take and give. */
    private List<GraphDefinition> members(Path folder, ExportManifest manifest) throws InvalidInputException {
        List<GraphDefinition> members = new ArrayList<>();
        Set<String> listed = new HashSet<>();
        for (GraphEntry entry : manifest.graphs()) {
            listed.add(entry.name());
            for (GraphDefinition definition : definitions) {
                if (definition.name().equals(entry.name())) {
                    require(folder, entry.name(), "takes", names(entry.inputs()), definition.inputs());
                    require(folder, entry.name(), "gives", names(entry.outputs()), definition.outputs());
                    members.add(definition);
                }
            }
        }
        if (members.isEmpty()) {
            throw new InvalidInputException(folder + ": holds the graphs " + listed + "; "
                    + model.architecture().slug() + " runs "
                    + definitions.stream()
                            .filter(GraphDefinition::exported)
                            .map(GraphDefinition::name)
                            .toList());
        }
        return members;
    }

    private static List<String> names(List<ArrayEntry> arrays) {
        return arrays.stream().map(ArrayEntry::name).toList();
    }

    private void require(Path folder, String graph, String verb, List<String> found, List<String> wanted)
            throws InvalidInputException {
        if (!found.equals(wanted)) {
            throw new InvalidInputException(folder + ": graph " + graph + " " + verb + " " + found + "; that of "
                    + model.card().id() + " " + verb + " " + wanted);
        }
    }
}

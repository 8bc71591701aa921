package org.paperzoo.zoo.engine;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.paperzoo.zoo.engine.GraphBackend.RuntimeOptions;
import org.paperzoo.zoo.engine.TorchScriptBackend.Kernels;
import org.paperzoo.zoo.export.ExportManifest;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.export.GraphCheck;
import org.paperzoo.zoo.export.GraphCheck.Comparison;
import org.paperzoo.zoo.export.GraphFormat;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.NamedBlock;

/** Writes graphs that answer as their blocks do, or none. */
public final class CheckedExport {

    private CheckedExport() {}

    /**
     * What came of it.
     *
     * @param manifest what was written
     * @param comparisons what the check found, for each graph and choice of sizes
     */
    public record Outcome(ExportManifest manifest, List<Comparison> comparisons) {

        /** Whether the graphs are in their folder. */
        public boolean passed() {
            return GraphCheck.passed(comparisons);
        }
    }

    /**
     * Exports graphs and runs them beside the blocks before their folder takes its place.
     *
     * @param network has its weights, on PyTorch
     * @param folder replaced if it is there and the check passes; otherwise left as it was
     * @throws org.paperzoo.zoo.graph.UntraceableException if a forward cannot be written as a graph
     */
    public static Outcome write(
            NamedBlock network,
            List<GraphDefinition> definitions,
            Exporter.Request request,
            Path folder,
            NDManager manager,
            RuntimeOptions options)
            throws IOException {
        List<Comparison> comparisons = new ArrayList<>();
        ExportManifest manifest = Exporter.export(network, definitions, request, folder, manager, written -> {
            for (Kernels kernels : kernels(request, options)) {
                try (Backend graphs = open(network, definitions, request.format(), written, options, kernels);
                        Backend blocks = new BlockBackend(network, definitions)) {
                    GraphCheck check = GraphCheck.of(blocks::run, graphs::run, request.precision());
                    definitions.forEach(definition -> comparisons.addAll(check.run(definition, manager)));
                }
            }
            return GraphCheck.passed(comparisons);
        });
        return new Outcome(manifest, comparisons);
    }

    /** An archive's portable methods are checked too where others run on this device. */
    private static Set<Kernels> kernels(Exporter.Request request, RuntimeOptions options) {
        return request.format() == GraphFormat.TORCHSCRIPT
                ? EnumSet.of(Kernels.PORTABLE, Kernels.fitting(options.device(), request.precision()))
                : EnumSet.of(Kernels.PORTABLE);
    }

    private static Backend open(
            NamedBlock network,
            List<GraphDefinition> definitions,
            GraphFormat format,
            Path folder,
            RuntimeOptions options,
            Kernels kernels)
            throws IOException {
        return format == GraphFormat.TORCHSCRIPT
                ? TorchScriptBackend.open(
                        network, definitions, folder.resolve(Exporter.ARCHIVE), options.device(), kernels)
                : OnnxBackend.open(network, definitions, folder, options.session());
    }
}

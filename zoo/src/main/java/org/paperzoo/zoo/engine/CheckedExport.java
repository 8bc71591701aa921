package org.paperzoo.zoo.engine;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.paperzoo.zoo.engine.TorchScriptBackend.Kernels;
import org.paperzoo.zoo.export.ExportManifest;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.export.GraphCheck;
import org.paperzoo.zoo.export.GraphCheck.Comparison;
import org.paperzoo.zoo.export.GraphFormat;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;

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
     * Exports graphs and runs them beside the blocks before their folder takes its place. The check is of what was written
     * and not of a device: TorchScript runs where the blocks are, ONNX Runtime on the CPU, whatever runs the graphs later.
     *
     * @param network has its weights, on PyTorch
     * @param folder replaced if it is there and the check passes; otherwise left as it was
     * @param manager on the device and engine of the weights
     * @param session how ONNX Runtime runs
     * @throws org.paperzoo.zoo.graph.UntraceableException if a forward cannot be written as a graph
     */
    public static Outcome write(
            NamedBlock network,
            List<GraphDefinition> definitions,
            Exporter.Request request,
            Path folder,
            NDManager manager,
            OnnxSessionOptions session)
            throws IOException {
        Device device = manager.getDevice();
        List<Comparison> comparisons = new ArrayList<>();
        ExportManifest manifest = Exporter.export(network, definitions, request, folder, manager, written -> {
            for (Kernels kernels : kernels(request, device)) {
                try (Backend graphs = request.format() == GraphFormat.TORCHSCRIPT
                                ? TorchScriptBackend.open(
                                        network, definitions, written.resolve(Exporter.ARCHIVE), device, kernels)
                                : OnnxBackend.open(network, definitions, written, session.withCpu());
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
    private static Set<Kernels> kernels(Exporter.Request request, Device device) {
        return request.format() == GraphFormat.TORCHSCRIPT
                ? EnumSet.of(Kernels.PORTABLE, Kernels.fitting(device, request.precision()))
                : EnumSet.of(Kernels.PORTABLE);
    }
}

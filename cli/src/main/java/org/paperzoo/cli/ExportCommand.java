package org.paperzoo.cli;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.paperzoo.evaluation.harness.Digests;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.engine.CheckedExport;
import org.paperzoo.zoo.export.ExportFolder;
import org.paperzoo.zoo.export.ExportManifest;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.export.GraphFormat;
import org.paperzoo.zoo.export.Precision;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.golden.Verifier;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.model.PaperModel;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paperzoo export}: a model's graphs for other runtimes, tried beside the model before they are kept. */
@Command(
        name = "export",
        description = "Write a model's graphs as ONNX or TorchScript, right at every batch size and length.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The graphs run beside the model at sizes at which they were not recorded; if one differs, nothing is written",
            "and the exit code is 1. A model that no graph can hold ends with exit code 3.",
            "Examples:",
            "  paperzoo export codet5-base --format onnx -o codet5-onnx",
            "  paperzoo export detr-resnet-50 --format onnx --precision fp16 -o detr --graph forward",
            "  paperzoo export zoo/src/test/resources/golden/t5-tiny --format torchscript -o t5"
        })
final class ExportCommand implements Callable<Integer> {

    private static final String ARRAYS = "PyTorch";

    @Parameters(paramLabel = "ID|CASE", description = "A model of the catalogue, or the folder of a reference case.")
    private String source;

    @Option(names = "--format", paramLabel = "FORMAT", required = true, description = "onnx or torchscript.")
    private String formatName;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            defaultValue = "fp32",
            description = "fp32, fp16, bf16 (TorchScript) or int8 (ONNX) (default: ${DEFAULT-VALUE}).")
    private String precisionName;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "The folder to write; one that holds an earlier export is replaced.")
    private Path folder;

    @Option(
            names = "--graph",
            paramLabel = "NAME",
            description = "Write this graph alone; may be given several times (default: those the model runs by).")
    private List<String> graphs = new ArrayList<>();

    @Option(
            names = "--weights",
            paramLabel = "PATH",
            description = "A checkpoint in place of the card's: a file, or a folder with config.json.")
    private Path weights;

    @Option(
            names = "--external-data",
            paramLabel = "BYTES",
            description = "ONNX weights beyond so many bytes lie in a file of their own; always, never, or a number"
                    + " (default: 1500000000).")
    private String externalData;

    @Option(names = "--no-check", description = "Do not run the graphs beside the model.")
    private boolean unchecked;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        GraphFormat format = GraphFormat.named(formatName);
        Precision precision = Precision.named(precisionName);
        format.require(precision);
        long threshold = threshold(format);
        ExportFolder.requireReplaceable(folder);
        try (NDManager manager = Engine.getEngine(ARRAYS).newBaseManager(Device.cpu())) {
            Source loaded = load(manager);
            Exporter.Request request = new Exporter.Request(loaded.name, loaded.digest, format, precision, threshold);
            CheckedExport.Outcome outcome = write(loaded, request, manager);
            if (!json.replacesText()) {
                ExportReport.print(outcome, folder);
            }
            json.write(new Report(folder.toString(), outcome.passed(), outcome.manifest(), outcome.comparisons()));
            return outcome.passed() ? 0 : Failure.CHECK_FAILED;
        }
    }

    private CheckedExport.Outcome write(Source loaded, Exporter.Request request, NDManager manager) throws IOException {
        List<GraphDefinition> definitions = chosen(loaded.architecture.graphs(loaded.network));
        if (unchecked) {
            ExportManifest manifest = Exporter.export(loaded.network, definitions, request, folder, manager);
            return new CheckedExport.Outcome(manifest, List.of());
        }
        return CheckedExport.write(
                loaded.network, definitions, request, folder, manager, OnnxSessionOptions.defaults());
    }

    private List<GraphDefinition> chosen(List<GraphDefinition> all) {
        return graphs.isEmpty()
                ? all.stream().filter(GraphDefinition::exported).toList()
                : graphs.stream()
                        .distinct()
                        .map(name -> GraphDefinition.find(all, name))
                        .toList();
    }

    private long threshold(GraphFormat format) {
        if (externalData == null) {
            return Exporter.EXTERNAL_DATA;
        }
        if (format != GraphFormat.ONNX) {
            throw new IllegalArgumentException(
                    "--external-data is for --format onnx; a TorchScript archive is one file");
        }
        if (externalData.matches("\\d{1,18}")) {
            return Long.parseLong(externalData);
        }
        return switch (externalData) {
            case "always" -> 0;
            case "never" -> Long.MAX_VALUE;
            default ->
                throw new IllegalArgumentException(
                        "--external-data " + externalData + "; expected always, never or a number of bytes");
        };
    }

    /** A network with its weights, what it is called, and the digest of what its weights came from. */
    private record Source(Architecture architecture, NamedBlock network, String name, String digest) {}

    private Source load(NDManager manager) throws IOException {
        Optional<GoldenCase> golden = CaseArgument.find(source);
        if (golden.isPresent()) {
            return load(golden.get(), manager);
        }
        ModelCard card = Catalogue.standard().card(source);
        LoadOptions options = LoadOptions.standard();
        PaperModel.LoadedNetwork loaded =
                PaperModel.network(card, weights == null ? options : options.withWeights(weights), manager);
        return new Source(loaded.architecture(), loaded.network(), card.id(), Digests.of(loaded.weights()));
    }

    private Source load(GoldenCase golden, NDManager manager) throws IOException {
        if (weights != null) {
            throw new IllegalArgumentException("--weights: a reference case has weights of its own");
        }
        Architecture architecture = Architectures.named(golden.architecture());
        // A case's weights are computed from the names in its manifest, which so stands for them.
        return new Source(
                architecture,
                Verifier.load(architecture, golden, manager),
                golden.name(),
                Digests.of(golden.folder().resolve("manifest.json")));
    }

    /** What is written as JSON. */
    private record Report(String folder, boolean passed, ExportManifest manifest, List<?> comparisons) {}
}

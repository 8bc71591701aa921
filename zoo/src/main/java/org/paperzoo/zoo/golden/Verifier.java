package org.paperzoo.zoo.golden;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.architecture.ReferenceAnswers;
import org.paperzoo.zoo.architecture.ReferenceCall;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.engine.BlockBackend;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.engine.GraphBackend;
import org.paperzoo.zoo.engine.GraphBackend.RuntimeOptions;
import org.paperzoo.zoo.engine.GraphFolder;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.export.Precision;
import org.paperzoo.zoo.graph.UntraceableException;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.weights.TensorArrays;
import org.paperzoo.zoo.weights.WeightLoader;

/** Runs reference cases and compares every output with the reference's. */
public final class Verifier {

    /** Where a case gives an output no tolerance: this share of the output's root mean square. */
    private static final double DEFAULT_RELATIVE_TOLERANCE = 2e-5;

    /** What graphs call the weights of a case, which are computed from their names. */
    private static final String NO_DIGEST = "reference case";

    private final EngineName engine;
    private final Precision precision;
    private final RuntimeOptions options;

    /** A verifier on an engine with its defaults. */
    public Verifier(EngineName engine) {
        this(engine, Precision.FP32, RuntimeOptions.defaults());
    }

    /**
     * A verifier on an engine.
     *
     * @param precision the type in which graphs compute; tolerances are those of float32 whatever it is
     * @throws IllegalArgumentException if the engine has no such precision
     */
    public Verifier(EngineName engine, Precision precision, RuntimeOptions options) {
        if (engine.runsGraphs()) {
            GraphBackend.format(engine).require(precision);
        } else if (precision != Precision.FP32) {
            throw new IllegalArgumentException("blocks compute in float32, not in " + precision.label());
        }
        this.engine = engine;
        this.precision = precision;
        this.options = options;
    }

    /**
     * Runs one case. What is wrong with the case's files, or that no graph can hold its network, is reported in the result,
     * not thrown.
     */
    public CaseReport verify(Path folder) {
        long start = System.nanoTime();
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        List<OutputCheck> checks = List.of();
        String failure = "";
        try {
            checks = check(GoldenCase.read(folder));
        } catch (NoSuchFileException e) {
            failure = e.getMessage() + ": no such file";
        } catch (UncheckedIOException e) { // graphs load the weights when they are first run
            failure = String.valueOf(e.getCause().getMessage());
        } catch (IOException | NoSuchElementException | IllegalArgumentException | UntraceableException e) {
            failure = String.valueOf(e.getMessage());
        }
        return new CaseReport(name, engine.label(), checks, failure, (System.nanoTime() - start) / 1e9);
    }

    private List<OutputCheck> check(GoldenCase golden) throws IOException {
        Architecture architecture = Architectures.named(golden.architecture());
        if (!architecture.namings().contains(golden.naming())) {
            throw new InvalidInputException(golden.folder() + ": \"naming\" is " + golden.naming() + "; "
                    + architecture.slug() + " has " + architecture.namings());
        }
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(options.device());
                Checkpoint inputs = golden.inputs();
                Checkpoint outputs = golden.outputs();
                Backend backend = backend(architecture, golden, manager)) {
            Map<String, NDArray> answers = ReferenceAnswers.of(
                    architecture,
                    backend,
                    new ReferenceCall(
                            golden.caseClass(),
                            golden.configuration(),
                            golden.variants(),
                            TensorArrays.readAll(inputs, manager)));
            List<OutputCheck> checks = new ArrayList<>();
            for (String output : outputs.names()) {
                NDArray expected = TensorArrays.read(outputs, output, manager);
                NDArray answer = answers.get(output);
                checks.add(
                        answer == null
                                ? new OutputCheck(output, Double.POSITIVE_INFINITY, 0, "the model gives no such output")
                                : compare(
                                        output,
                                        architecture.stored(output, answer, expected.getShape()),
                                        expected,
                                        golden));
            }
            answers.values().forEach(NDArray::close);
            return checks;
        }
    }

    private Backend backend(Architecture architecture, GoldenCase golden, NDManager manager) throws IOException {
        if (!engine.runsGraphs()) {
            NamedBlock network = load(architecture, golden, manager);
            return new BlockBackend(network, architecture.graphs(network));
        }
        NamedBlock network = architecture.build(golden.configuration());
        return new GraphBackend(
                engine,
                network,
                architecture::graphs,
                new Exporter.Request(
                        golden.name(), NO_DIGEST, GraphBackend.format(engine), precision, Exporter.EXTERNAL_DATA),
                own -> load(architecture, golden, own),
                GraphFolder.temporary(),
                options);
    }

    /** Builds a case's network with the case's weights, which the manager owns. */
    public static NamedBlock load(Architecture architecture, GoldenCase golden, NDManager manager) throws IOException {
        NamedBlock block = architecture.build(golden.configuration());
        try (Checkpoint weights = golden.weights()) {
            WeightLoader.load(
                    block,
                    weights,
                    architecture.nameRule(golden.naming(), golden.configuration()),
                    architecture.ignorable(),
                    manager);
        }
        return block;
    }

    private static OutputCheck compare(String output, NDArray answer, NDArray expected, GoldenCase golden) {
        Shape shape = expected.getShape();
        boolean exact = !expected.getDataType().isFloating();
        double[] wanted = doubles(expected);
        double tolerance = exact
                ? 0
                : golden.tolerance(output).orElseGet(() -> DEFAULT_RELATIVE_TOLERANCE * rootMeanSquare(wanted));
        if (!answer.getShape().equals(shape)) {
            return new OutputCheck(
                    output, Double.POSITIVE_INFINITY, tolerance, "shape " + answer.getShape() + ", expected " + shape);
        }
        double[] given = doubles(answer);
        double largest = 0;
        long different = 0;
        for (int i = 0; i < wanted.length; i++) {
            // Double.compare makes NaN equal to NaN and infinities equal to themselves; any other pair with one fails.
            if (Double.compare(given[i], wanted[i]) != 0) {
                double difference = Math.abs(given[i] - wanted[i]);
                largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
                different += given[i] == wanted[i] ? 0 : 1;
            }
        }
        return exact
                ? new OutputCheck(
                        output, different, 0, different == 0 ? "" : different + " of " + wanted.length + " differ")
                : new OutputCheck(output, largest, tolerance, "");
    }

    private static double rootMeanSquare(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum / Math.max(1, values.length));
    }

    private static double[] doubles(NDArray array) {
        try (NDArray converted = array.toType(DataType.FLOAT64, true)) {
            return converted.toDoubleArray();
        }
    }
}

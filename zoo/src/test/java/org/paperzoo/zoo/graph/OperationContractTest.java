package org.paperzoo.zoo.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.export.GraphFormat;
import org.paperzoo.zoo.export.Precision;
import org.paperzoo.zoo.graph.operations.Arithmetic;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.onnx.OnnxChecker;
import org.paperzoo.zoo.onnx.OnnxSession;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;
import org.paperzoo.zoo.torchscript.TorchScriptModule;

/**
 * What holds for every declared operation: run at once, recorded, written in TorchScript and written in ONNX it gives the
 * same, at sizes that no recording had, none and one among them.
 */
class OperationContractTest {

    private static final int UNSEEN = 23;
    private static final NamedBlock NO_NETWORK = new NoNetwork();
    private static final NDManager MANAGER = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());

    private static final List<OperationExample> EXAMPLES = new ArrayList<>();
    private static final Map<String, Graph> GRAPHS = new HashMap<>();
    private static final Map<String, RuntimeException> UNTRACED = new HashMap<>();
    private static final Map<Precision, TorchScriptModule> MODULES = new HashMap<>();

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws IOException {
        EXAMPLES.addAll(ElementExamples.all());
        EXAMPLES.addAll(AxisExamples.all());
        EXAMPLES.addAll(ShapeExamples.all());
        EXAMPLES.addAll(LayerExamples.all());
        EXAMPLES.addAll(PictureExamples.all());
        Map<Precision, List<GraphDefinition>> definitions =
                Map.of(Precision.FP32, new ArrayList<>(), Precision.FP16, new ArrayList<>());
        for (OperationExample example : EXAMPLES) {
            try {
                GraphDefinition definition = example.definition();
                GRAPHS.put(example.name(), Tracer.trace(NO_NETWORK, definition, MANAGER));
                definitions.get(Precision.FP32).add(definition);
                if (example.halves()) {
                    definitions.get(Precision.FP16).add(definition);
                }
            } catch (RuntimeException e) {
                UNTRACED.put(example.name(), e);
            }
        }
        for (Precision precision : definitions.keySet()) {
            for (GraphFormat format : GraphFormat.values()) {
                Exporter.export(
                        NO_NETWORK,
                        definitions.get(precision),
                        new Exporter.Request("contract", "none", format, precision, Exporter.EXTERNAL_DATA),
                        folder(format, precision),
                        MANAGER);
            }
            MODULES.put(
                    precision,
                    TorchScriptModule.load(
                            folder(GraphFormat.TORCHSCRIPT, precision).resolve(Exporter.ARCHIVE), Device.cpu()));
        }
    }

    @AfterAll
    static void close() {
        MODULES.values().forEach(TorchScriptModule::close);
        MANAGER.close();
    }

    private static Path folder(GraphFormat format, Precision precision) {
        return folder.resolve(format + "-" + precision.label());
    }

    /** Found among the classes that lie beside {@link Arithmetic}, so that no list has to be kept. */
    @Test
    void everyDeclaredOperationHasAnExample() throws IOException, URISyntaxException, ReflectiveOperationException {
        Set<Operation> shown = new HashSet<>();
        GRAPHS.values().forEach(graph -> graph.nodes().forEach(node -> shown.add(node.operation())));
        Set<String> missing = new TreeSet<>();
        Set<String> names = new HashSet<>();
        for (Field constant : declared()) {
            Operation operation = (Operation) constant.get(null);
            assertTrue(names.add(operation.name()), "two operations are named " + operation);
            if (!shown.contains(operation)) {
                missing.add(constant.getDeclaringClass().getSimpleName() + "." + constant.getName());
            }
        }
        assertTrue(names.size() > 80, "only " + names.size() + " operations were found");
        assertEquals(Set.of(), missing);
    }

    private static List<Field> declared() throws IOException, URISyntaxException, ClassNotFoundException {
        String home = Arithmetic.class.getPackageName();
        Path classes = Path.of(Arithmetic.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(home.replace('.', '/'));
        List<Field> constants = new ArrayList<>();
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replaceFirst("\\.class$", "");
                for (Field field : Class.forName(home + "." + name).getFields()) {
                    if (field.getType() == Operation.class) {
                        constants.add(field);
                    }
                }
            }
        }
        return constants;
    }

    @TestFactory
    Stream<DynamicTest> everyExampleIsRecorded() {
        return EXAMPLES.stream()
                .map(example -> DynamicTest.dynamicTest(example.name(), () -> {
                    if (UNTRACED.containsKey(example.name())) {
                        throw UNTRACED.get(example.name());
                    }
                    try (NDManager manager = MANAGER.newSubManager()) {
                        NDList inputs = example.make(manager, UNSEEN);
                        Recording recording = new Recording(manager, parameter -> "none");
                        NDList recorded = new NDList();
                        inputs.forEach(input -> recorded.add(recording.input("input", input)));
                        NDList computed = new NDList();
                        example.body()
                                .apply(recorded)
                                .forEach(array ->
                                        computed.add(recording.entryOf(array).array()));
                        ArrayComparison.check(example.body().apply(inputs), computed, example.tolerance());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> torchScriptGivesTheSame() {
        return each(Precision.FP32, OperationContractTest::torchScript);
    }

    @TestFactory
    Stream<DynamicTest> torchScriptGivesTheSameByHalfPrecision() {
        return each(Precision.FP16, OperationContractTest::torchScript);
    }

    @TestFactory
    Stream<DynamicTest> onnxRuntimeGivesTheSame() {
        return each(Precision.FP32, OperationContractTest::onnx);
    }

    @TestFactory
    Stream<DynamicTest> onnxRuntimeGivesTheSameByHalfPrecision() {
        return each(Precision.FP16, OperationContractTest::onnx);
    }

    private interface Check {
        void run(OperationExample example, Precision precision) throws IOException;
    }

    private static Stream<DynamicTest> each(Precision precision, Check check) {
        return EXAMPLES.stream()
                .filter(example -> GRAPHS.containsKey(example.name()))
                .filter(example -> precision == Precision.FP32 || example.halves())
                .map(example -> DynamicTest.dynamicTest(example.name(), () -> check.run(example, precision)));
    }

    private static void torchScript(OperationExample example, Precision precision) throws IOException {
        compare(
                example,
                precision,
                (manager, inputs) ->
                        MODULES.get(precision).run(example.name(), manager, (Object[]) inputs.toArray(NDArray[]::new)));
    }

    private static void onnx(OperationExample example, Precision precision) throws IOException {
        Path file = folder(GraphFormat.ONNX, precision).resolve(example.name() + ".onnx");
        OnnxChecker.check(file);
        try (OnnxSession session = OnnxSession.open(file, OnnxSessionOptions.defaults())) {
            compare(example, precision, session::run);
        }
    }

    private interface Runner {
        NDList run(NDManager manager, NDList inputs) throws IOException;
    }

    private static void compare(OperationExample example, Precision precision, Runner runner) throws IOException {
        for (int n : new int[] {UNSEEN, 1, 0}) {
            if (n < example.least()) {
                continue;
            }
            try (NDManager manager = MANAGER.newSubManager()) {
                NDList inputs = example.make(manager, n);
                NDList expected = example.body().apply(inputs);
                NDList actual = runner.run(manager, inputs);
                ArrayComparison.check(
                        expected, actual, precision == Precision.FP32 ? example.tolerance() : example.halfTolerance());
            } catch (RuntimeException | IOException | AssertionError e) {
                throw new AssertionError("at size " + n + ": " + e.getMessage(), e);
            }
        }
    }

    private static final class NoNetwork extends NamedBlock {}

    /** Compares lists of arrays: types, shapes and elements. */
    private static final class ArrayComparison {

        static void check(NDList expected, NDList actual, double tolerance) {
            assertEquals(expected.size(), actual.size(), "number of outputs");
            for (int i = 0; i < expected.size(); i++) {
                NDArray left = expected.get(i);
                NDArray right = actual.get(i);
                assertEquals(left.getDataType(), right.getDataType());
                assertEquals(left.getShape(), right.getShape());
                double[] wanted = numbers(left);
                double[] given = numbers(right);
                for (int element = 0; element < wanted.length; element++) {
                    boolean real = left.getDataType().isFloating();
                    double allowed = real ? tolerance * (1 + Math.abs(wanted[element])) : 0;
                    boolean same = Double.compare(wanted[element], given[element]) == 0
                            || Math.abs(wanted[element] - given[element]) <= allowed;
                    int place = element;
                    assertTrue(
                            same,
                            () -> "element " + place + " of " + left.getShape() + " is " + given[place] + ", not "
                                    + wanted[place]);
                }
            }
        }

        private static double[] numbers(NDArray array) {
            return array.size() == 0
                    ? new double[0]
                    : array.toType(DataType.FLOAT64, true).toDoubleArray();
        }
    }
}

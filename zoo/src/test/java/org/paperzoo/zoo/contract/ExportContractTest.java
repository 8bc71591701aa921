package org.paperzoo.zoo.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.zoo.engine.CheckedExport;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.export.GraphCheck.Comparison;
import org.paperzoo.zoo.export.GraphFormat;
import org.paperzoo.zoo.export.Precision;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.onnx.OnnxChecker;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;

/** What holds for the exported graphs of every architecture: they answer as blocks at sizes at which nothing was recorded. */
class ExportContractTest {

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> onnxGraphsAreTheBlocksAtSizesNotRecorded() {
        return exports(GraphFormat.ONNX, Precision.FP32);
    }

    @TestFactory
    Stream<DynamicTest> torchScriptGraphsAreTheBlocksAtSizesNotRecorded() {
        return exports(GraphFormat.TORCHSCRIPT, Precision.FP32);
    }

    @TestFactory
    Stream<DynamicTest> onnxGraphsOfHalfPrecisionAreNearTheBlocks() {
        return exports(GraphFormat.ONNX, Precision.FP16);
    }

    @TestFactory
    Stream<DynamicTest> torchScriptGraphsOfHalfPrecisionAreNearTheBlocks() {
        return exports(GraphFormat.TORCHSCRIPT, Precision.FP16);
    }

    @TestFactory
    Stream<DynamicTest> torchScriptGraphsInBfloatAreNearTheBlocks() {
        return exports(GraphFormat.TORCHSCRIPT, Precision.BF16);
    }

    @TestFactory
    Stream<DynamicTest> onnxGraphsOfWholeNumbersAreNearTheBlocks() {
        return exports(GraphFormat.ONNX, Precision.INT8);
    }

    /**
     * Formulas are the same in every format and at every precision: all cases are written as ONNX at full precision, of the
     * others one of each class of each architecture.
     */
    private Stream<DynamicTest> exports(GraphFormat format, Precision precision) {
        Set<String> classes = new HashSet<>();
        return LoadedCase.all().stream()
                .filter(LoadedCase::isSmall)
                .filter(golden -> format == GraphFormat.ONNX || precision != Precision.FP16 || !readsPictures(golden))
                .filter(golden -> format == GraphFormat.ONNX && precision == Precision.FP32
                        || classes.add(golden.architecture() + golden.caseClass()))
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check(golden, format, precision)));
    }

    /** Convolutions in float16 take PyTorch minutes on a CPU. */
    private static boolean readsPictures(GoldenCase golden) {
        try (LoadedCase loaded = LoadedCase.of(golden)) {
            return loaded.architecture().graphs(loaded.block()).stream()
                    .anyMatch(graph -> graph.sizes().containsKey("height"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void check(GoldenCase golden, GraphFormat format, Precision precision) throws IOException {
        try (LoadedCase loaded = LoadedCase.of(golden)) {
            List<GraphDefinition> exported = loaded.architecture().graphs(loaded.block()).stream()
                    .filter(GraphDefinition::exported)
                    .toList();
            Path target = folder.resolve(golden.name() + format + precision);
            CheckedExport.Outcome outcome = CheckedExport.write(
                    loaded.block(),
                    exported,
                    new Exporter.Request(golden.name(), "none", format, precision, Exporter.EXTERNAL_DATA),
                    target,
                    loaded.manager(),
                    OnnxSessionOptions.defaults());
            assertTrue(outcome.passed(), () -> describe(outcome.comparisons()));
            assertFalse(outcome.comparisons().isEmpty());
            for (GraphDefinition definition : exported) {
                if (format == GraphFormat.ONNX) {
                    OnnxChecker.check(target.resolve(definition.name() + ".onnx"));
                }
            }
            assertTrue(Files.isDirectory(target));
        }
    }

    private static String describe(List<Comparison> comparisons) {
        List<String> wrong = new ArrayList<>();
        comparisons.stream()
                .filter(comparison -> !comparison.passed())
                .forEach(comparison -> wrong.add(comparison.toString()));
        return wrong.isEmpty()
                ? "a graph was compared at no size"
                : wrong.stream().collect(Collectors.joining("\n"));
    }
}

package org.paperzoo.zoo.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.golden.CaseReport;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.golden.OutputCheck;
import org.paperzoo.zoo.golden.Verifier;

/** What holds for the graphs of every architecture: the engines that run them answer reference cases as blocks do. */
class GraphContractTest {

    @TestFactory
    Stream<DynamicTest> torchScriptAnswersAreTheReferences() {
        return answers(EngineName.TORCHSCRIPT);
    }

    @TestFactory
    Stream<DynamicTest> onnxRuntimesAnswersAreTheReferences() {
        return answers(EngineName.ONNX_RUNTIME);
    }

    private static Stream<DynamicTest> answers(EngineName engine) {
        return LoadedCase.all().stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> check(engine, golden)));
    }

    private static void check(EngineName engine, GoldenCase golden) {
        CaseReport report = new Verifier(engine).verify(golden.folder());
        String differing = report.checks().stream()
                .filter(check -> !check.passed())
                .map(OutputCheck::toString)
                .collect(Collectors.joining("; "));
        assertTrue(report.passed(), () -> report.failure() + differing);
    }
}

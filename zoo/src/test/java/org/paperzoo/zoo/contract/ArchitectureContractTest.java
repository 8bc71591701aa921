package org.paperzoo.zoo.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.util.Pair;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.golden.CaseReport;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.golden.OutputCheck;
import org.paperzoo.zoo.golden.Verifier;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.weights.NameRule;
import org.paperzoo.zoo.weights.WeightLoader;

/**
 * What holds for every architecture. The cases are the folders below {@code golden}, the architectures those registered:
 * adding either adds its tests, and nothing here changes.
 */
class ArchitectureContractTest {

    private static final int FORWARDS = 50;
    private static final int FEW_FORWARDS = 3;

    /** An answer in float32 lies within its tolerance of the exact one, on either side of a comparison of two. */
    private static final double TWO_ANSWERS = 2;

    @TestFactory
    Stream<DynamicTest> everyArchitectureHasAReferenceCase() {
        Set<String> covered =
                LoadedCase.all().stream().map(GoldenCase::architecture).collect(Collectors.toSet());
        return Architectures.all().stream()
                .map(Architecture::slug)
                .map(slug -> DynamicTest.dynamicTest(
                        slug, () -> assertTrue(covered.contains(slug), "no case below golden is of " + slug)));
    }

    @TestFactory
    Stream<DynamicTest> answersAreTheReferences() {
        return tests(golden -> true, golden -> {
            CaseReport report = new Verifier(EngineName.PYTORCH).verify(golden.folder());
            String differing = report.checks().stream()
                    .filter(check -> !check.passed())
                    .map(OutputCheck::toString)
                    .collect(Collectors.joining("; "));
            assertTrue(report.passed(), () -> report.failure() + differing);
        });
    }

    @TestFactory
    Stream<DynamicTest> forwardsLeaveNoNativeArrayBehind() {
        return tests(golden -> true, golden -> {
            try (LoadedCase loaded = LoadedCase.of(golden)) {
                closeAll(loaded.answer(loaded.inputs())); // the first makes what the network keeps
                int before = loaded.manager().getManagedArrays().size();
                // One answer of a generation case is some hundred forwards.
                boolean quick = LoadedCase.isSmall(golden) && golden.variants().isEmpty();
                int forwards = quick ? FORWARDS : FEW_FORWARDS;
                for (int i = 0; i < forwards; i++) {
                    closeAll(loaded.answer(loaded.inputs()));
                }
                assertEquals(before, loaded.manager().getManagedArrays().size());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> loadingRefusesAMissingTensorByItsName() {
        return loadingRefuses((weights, name) -> AlteredCheckpoint.without(weights, name), "missing");
    }

    @TestFactory
    Stream<DynamicTest> loadingRefusesAMisshapedTensorByItsName() {
        return loadingRefuses((weights, name) -> AlteredCheckpoint.reshaped(weights, name), "another shape");
    }

    @TestFactory
    Stream<DynamicTest> loadingRefusesAnExtraTensorByItsName() {
        String extra = "left.over.from.another.network";
        return tests(golden -> true, golden -> {
            try (Checkpoint weights = golden.weights()) {
                String copied = needed(golden, weights).get(0);
                assertRefused(golden, AlteredCheckpoint.with(weights, extra, copied), Set.of(extra), "not used");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> aBatchEqualsItsMembersOneByOne() {
        return tests(golden -> golden.variants().isEmpty() && LoadedCase.isSmall(golden), golden -> {
            try (LoadedCase loaded = LoadedCase.of(golden)) {
                Set<String> batched = batchedInputs(loaded);
                long members = batched.isEmpty()
                        ? 1
                        : loaded.inputs()
                                .get(batched.iterator().next())
                                .getShape()
                                .get(0);
                assumeTrue(members > 1, "skipped: the case's inputs are no batch of several");
                Map<String, NDArray> together = loaded.answer(loaded.inputs());
                int compared = 0;
                for (long i = 0; i < members; i++) {
                    Map<String, NDArray> alone = loaded.answer(member(loaded, batched, i));
                    compared += compare(golden, together, alone, i, members);
                    closeAll(alone);
                }
                closeAll(together);
                assertTrue(compared >= members, "no output has the batch's axis");
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> gradientsReachEveryTrainedParameter() {
        return Architectures.all().stream()
                .map(architecture -> DynamicTest.dynamicTest(architecture.slug(), () -> {
                    Set<String> trained = new TreeSet<>();
                    Set<String> reached = new HashSet<>();
                    for (GoldenCase golden : LoadedCase.all()) {
                        if (golden.architecture().equals(architecture.slug())
                                && golden.variants().isEmpty()
                                && LoadedCase.isSmall(golden)) {
                            findReached(golden, trained, reached);
                        }
                    }
                    assertFalse(trained.isEmpty(), "no case of a small network trains a parameter");
                    trained.removeAll(reached);
                    assertTrue(trained.isEmpty(), () -> "no gradient reaches " + trained);
                }));
    }

    private static void findReached(GoldenCase golden, Set<String> trained, Set<String> reached) throws IOException {
        try (LoadedCase loaded = LoadedCase.of(golden)) {
            loaded.block().freezeParameters(false);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray loss = loaded.manager().create(0f);
                for (NDArray answer : loaded.answer(loaded.inputs()).values()) {
                    if (answer.getDataType() == DataType.FLOAT32) {
                        loss = loss.add(answer.square().sum());
                    }
                }
                collector.backward(loss);
            }
            for (Pair<String, Parameter> pair : loaded.block().getParameters()) {
                NDArray values = pair.getValue().getArray();
                if (!pair.getValue().requiresGradient()) {
                    continue;
                }
                trained.add(pair.getKey());
                try (NDArray gradient = values.getGradient()) {
                    // A bias of keys has no effect behind a softmax: its gradient is 0, as it should be.
                    boolean finite = gradient.isNaN().any().getBoolean() == false;
                    if (finite
                            && (values.getShape().dimension() < 2
                                    || gradient.abs().max().getFloat() > 0)) {
                        reached.add(pair.getKey());
                    }
                }
            }
        }
    }

    private static Set<String> batchedInputs(LoadedCase loaded) {
        return loaded.inputs().keySet().stream()
                .filter(name -> loaded.architecture().unbatchedInputs().stream()
                        .noneMatch(pattern -> pattern.matcher(name).matches()))
                .collect(Collectors.toSet());
    }

    private static Map<String, NDArray> member(LoadedCase loaded, Set<String> batched, long index) {
        Map<String, NDArray> member = new LinkedHashMap<>(loaded.inputs());
        member.replaceAll((name, value) ->
                batched.contains(name) ? value.get(new NDIndex().addSliceDim(index, index + 1)) : value);
        return member;
    }

    /** Compares one member's outputs with its rows of the batch's; returns how many outputs have the batch's axis. */
    private static int compare(
            GoldenCase golden, Map<String, NDArray> together, Map<String, NDArray> alone, long index, long members) {
        int compared = 0;
        for (Map.Entry<String, NDArray> output : together.entrySet()) {
            NDArray all = output.getValue();
            if (all.getShape().dimension() == 0 || all.getShape().get(0) != members) {
                continue;
            }
            NDArray expected =
                    all.get(new NDIndex().addSliceDim(index, index + 1)).toType(DataType.FLOAT64, true);
            NDArray given = alone.get(output.getKey()).toType(DataType.FLOAT64, true);
            assertEquals(expected.getShape(), given.getShape(), output.getKey());
            double scale = Math.sqrt(expected.square().mean().getDouble());
            double tolerance = TWO_ANSWERS * golden.tolerance(output.getKey()).orElse(2e-5 * scale);
            double difference = expected.sub(given).abs().max().getDouble();
            assertTrue(
                    difference <= tolerance,
                    () -> "member " + index + " of " + output.getKey() + " differs by " + difference + ", tolerance "
                            + tolerance);
            compared++;
        }
        return compared;
    }

    private interface Alteration {
        Checkpoint of(Checkpoint weights, String name);
    }

    /** The first, the middle and the last tensor stand for all: they lie in the stem, a layer and the head. */
    private static Stream<DynamicTest> loadingRefuses(Alteration alteration, String complaint) {
        return tests(golden -> true, golden -> {
            try (Checkpoint weights = golden.weights()) {
                List<String> names = needed(golden, weights);
                for (int i : new int[] {0, names.size() / 2, names.size() - 1}) {
                    String name = names.get(i);
                    Set<String> tied = weights.names().stream()
                            .filter(other -> weights.sameStorage(name, other))
                            .collect(Collectors.toSet());
                    assertRefused(golden, alteration.of(weights, name), tied, complaint);
                }
            }
        });
    }

    /** @param names the tensor's names, one of which the message must hold */
    private static void assertRefused(GoldenCase golden, Checkpoint altered, Set<String> names, String complaint)
            throws IOException {
        Architecture architecture = Architectures.named(golden.architecture());
        NamedBlock block = architecture.build(golden.configuration());
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            String message = assertThrows(
                            InvalidInputException.class,
                            () -> WeightLoader.load(
                                    block, altered, LoadedCase.rule(golden), architecture.ignorable(), manager))
                    .getMessage();
            assertTrue(names.stream().anyMatch(message::contains) && message.contains(complaint), message);
            assertTrue(manager.getManagedArrays().isEmpty(), "refusing has allocated");
        }
    }

    /** The tensors that loading reads: neither ignorable nor computed by the network. */
    private static List<String> needed(GoldenCase golden, Checkpoint weights) throws IOException {
        Architecture architecture = Architectures.named(golden.architecture());
        NamedBlock block = architecture.build(golden.configuration());
        NameRule rule = LoadedCase.rule(golden);
        Set<String> unread = new HashSet<>();
        block.computedParameters()
                .keySet()
                .forEach(name -> unread.addAll(rule.source(name).names()));
        List<String> names = new ArrayList<>(weights.names());
        names.removeIf(name -> unread.contains(name)
                || architecture.ignorable().stream()
                        .anyMatch(pattern -> pattern.matcher(name).matches()));
        return names;
    }

    private static void closeAll(Map<String, NDArray> arrays) {
        arrays.values().forEach(NDArray::close);
    }

    private interface CaseTest {
        void run(GoldenCase golden) throws Exception;
    }

    private static Stream<DynamicTest> tests(Predicate<GoldenCase> concerned, CaseTest test) {
        return LoadedCase.all().stream().filter(concerned).map(golden -> {
            Executable body = () -> test.run(golden);
            return DynamicTest.dynamicTest(golden.name(), body);
        });
    }
}

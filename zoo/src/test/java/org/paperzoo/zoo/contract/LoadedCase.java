package org.paperzoo.zoo.contract;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.architecture.ReferenceAnswers;
import org.paperzoo.zoo.architecture.ReferenceCall;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.engine.BlockBackend;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.weights.NameRule;
import org.paperzoo.zoo.weights.TensorArrays;
import org.paperzoo.zoo.weights.WeightLoader;

/** A reference case of the class path with its network in memory, ready to be asked. */
final class LoadedCase implements AutoCloseable {

    /** Networks above this size are asked a few times only, so that the suite stays a matter of minutes. */
    private static final long SMALL_PARAMETERS = 20_000_000;

    private final GoldenCase golden;
    private final Architecture architecture;
    private final NamedBlock block;
    private final NDManager manager;
    private final Map<String, NDArray> inputs;

    private LoadedCase(GoldenCase golden, NDManager manager) throws IOException {
        this.golden = golden;
        this.manager = manager;
        architecture = Architectures.named(golden.architecture());
        block = architecture.build(golden.configuration());
        try (Checkpoint weights = golden.weights();
                Checkpoint stored = golden.inputs()) {
            WeightLoader.load(block, weights, rule(golden), architecture.ignorable(), manager);
            inputs = TensorArrays.readAll(stored, manager);
        }
    }

    /** Every case there is: the folders below {@code golden} among the test resources. */
    static List<GoldenCase> all() {
        try {
            Path folder = Path.of(Objects.requireNonNull(LoadedCase.class.getResource("/golden"), "no golden cases")
                    .toURI());
            List<GoldenCase> cases = new ArrayList<>();
            for (Path path : GoldenCase.find(List.of(folder))) {
                cases.add(GoldenCase.read(path));
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static LoadedCase of(GoldenCase golden) throws IOException {
        NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
        try {
            return new LoadedCase(golden, manager);
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    static NameRule rule(GoldenCase golden) {
        return Architectures.named(golden.architecture()).nameRule(golden.naming(), golden.configuration());
    }

    /** Whether the network that a case declares is small; nothing is allocated to tell. */
    static boolean isSmall(GoldenCase golden) {
        try {
            return Architectures.named(golden.architecture())
                            .build(golden.configuration())
                            .parameterCount()
                    <= SMALL_PARAMETERS;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Architecture architecture() {
        return architecture;
    }

    NamedBlock block() {
        return block;
    }

    NDManager manager() {
        return manager;
    }

    Map<String, NDArray> inputs() {
        return inputs;
    }

    /** The network's answers to inputs; the caller closes them. */
    Map<String, NDArray> answer(Map<String, NDArray> given) throws IOException {
        return ReferenceAnswers.of(
                architecture,
                new BlockBackend(block, architecture.graphs(block)),
                new ReferenceCall(golden.caseClass(), golden.configuration(), golden.variants(), given));
    }

    @Override
    public void close() {
        manager.close();
    }
}

package org.paperzoo.evaluation.comparison.contender;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.paperzoo.evaluation.comparison.Contender;
import org.paperzoo.evaluation.comparison.Setting;
import org.paperzoo.evaluation.comparison.Work;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.engine.BlockBackend;
import org.paperzoo.zoo.engine.GraphBackend;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;

/**
 * A model made ready to be compared: its graphs are recorded and written for every engine that runs graphs, where no
 * earlier run has left them; its work and its native calls are counted, and its weights are let go of again. Each contender
 * can be loaded once, and must be closed before this is.
 */
public final class PreparedModel implements AutoCloseable {

    private final ComparedModel model;
    private final ModelRun run;
    private final long seed;
    private final OnnxSessionOptions session;
    private final List<GraphBackend> backends = new ArrayList<>();
    private final List<Contender> contenders = new ArrayList<>();
    private Function<Setting, Work> work;

    private PreparedModel(ComparedModel model, ModelRun run, long seed, int threads) {
        this.model = model;
        this.run = run;
        this.seed = seed;
        // Threads that spin would take the cores from the contender that runs next.
        session = OnnxSessionOptions.defaults().withIntraOpThreads(threads).withSpinning(false);
    }

    /**
     * Prepares.
     *
     * @param run what one run is
     * @param engines in the order of the comparison
     * @param threads threads of ONNX Runtime's operators; those of PyTorch are the engine's own setting
     * @param seed of the inputs
     * @param progress is told what happens next
     */
    public static PreparedModel of(
            ComparedModel model,
            ModelRun run,
            List<EngineChoice> engines,
            int threads,
            long seed,
            Consumer<String> progress)
            throws IOException {
        PreparedModel prepared = new PreparedModel(model, run, seed, threads);
        try (NDManager manager = ComparedModel.manager()) {
            progress.accept("counting the work of " + model.name());
            NamedBlock network = model.weights().load(manager);
            List<GraphDefinition> definitions = model.architecture().graphs(network);
            prepared.work = run.work(network, definitions, manager);
            for (EngineChoice choice : engines) {
                prepared.contenders.add(
                        choice.engine().runsGraphs()
                                ? prepared.graphs(choice, network, progress)
                                : prepared.blocks(choice, run.nativeCallsOfBlocks(network, definitions, manager)));
            }
            return prepared;
        } catch (IOException | RuntimeException e) {
            prepared.close();
            throw e;
        }
    }

    private Contender blocks(EngineChoice choice, long nativeCalls) throws IOException {
        OptionalLong bytes =
                model.files().isPresent() ? OptionalLong.of(bytes(model.files().get())) : OptionalLong.empty();
        return new EngineContender(choice.label(), OptionalDouble.empty(), false, () -> {
            NDManager manager = ComparedModel.manager();
            try {
                NamedBlock network = model.weights().load(manager);
                Backend backend = new BlockBackend(network, model.architecture().graphs(network));
                return new LoadedBackend(backend, run, bytes, nativeCalls, seed, manager);
            } catch (IOException | RuntimeException e) {
                manager.close();
                throw e;
            }
        });
    }

    private Contender graphs(EngineChoice choice, NamedBlock network, Consumer<String> progress) throws IOException {
        progress.accept("writing the graphs of " + choice.label());
        GraphBackend backend = model.graphs().on(choice, session);
        backends.add(backend);
        long began = System.nanoTime();
        GraphBackend.Written written = backend.write(network);
        double millis = (System.nanoTime() - began) / 1e6;
        OptionalLong bytes = OptionalLong.of(bytes(written.files()));
        return new EngineContender(
                choice.label(),
                written.kept() ? OptionalDouble.empty() : OptionalDouble.of(millis),
                written.kept(),
                () -> {
                    backend.open();
                    return new LoadedBackend(
                            backend, run, bytes, run.nativeCalls(choice.engine()), seed, ComparedModel.manager());
                });
    }

    private static long bytes(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    /** The engines, in order. */
    public List<Contender> contenders() {
        return List.copyOf(contenders);
    }

    /** The work of a run. */
    public Optional<Work> work(Setting setting) {
        return Optional.of(work.apply(setting));
    }

    @Override
    public void close() {
        backends.forEach(GraphBackend::close);
    }
}

package org.paperzoo.evaluation.comparison.contender;

import ai.djl.Device;
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
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.engine.GraphBackend;
import org.paperzoo.zoo.engine.GraphFolder;
import org.paperzoo.zoo.engine.OnnxBackend;
import org.paperzoo.zoo.engine.TorchScriptBackend;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;

/**
 * A model made ready to be compared: its graphs are recorded and written for every engine that runs graphs, its work and
 * its native calls are counted, and its weights are let go of again. The graphs lie in a temporary folder until this is
 * closed; its contenders must be closed before.
 */
public final class PreparedModel implements AutoCloseable {

    /** What stands in graphs that are only compared, in place of the weights' digest. */
    private static final String NO_DIGEST = "comparison";

    private final ComparedModel model;
    private final ModelRun run;
    private final long seed;
    private final OnnxSessionOptions session;
    private final GraphFolder folder;
    private final List<Contender> contenders = new ArrayList<>();
    private Function<Setting, Work> work;

    private PreparedModel(ComparedModel model, ModelRun run, long seed, int threads) throws IOException {
        this.model = model;
        this.run = run;
        this.seed = seed;
        // Threads that spin would take the cores from the contender that runs next.
        session = OnnxSessionOptions.defaults().withIntraOpThreads(threads).withSpinning(false);
        folder = GraphFolder.temporary();
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
                                ? prepared.graphs(choice, network, definitions, manager, progress)
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
        return new EngineContender(choice.label(), OptionalDouble.empty(), () -> {
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

    private Contender graphs(
            EngineChoice choice,
            NamedBlock network,
            List<GraphDefinition> definitions,
            NDManager manager,
            Consumer<String> progress)
            throws IOException {
        progress.accept("writing the graphs of " + choice.label());
        Path files = folder.path().resolve(choice.label());
        Exporter.Request request = new Exporter.Request(
                model.name(),
                NO_DIGEST,
                GraphBackend.format(choice.engine()),
                choice.precision(),
                Exporter.EXTERNAL_DATA);
        long began = System.nanoTime();
        Exporter.export(network, members(definitions), request, files, manager);
        OptionalDouble millis = OptionalDouble.of((System.nanoTime() - began) / 1e6);
        OptionalLong bytes = OptionalLong.of(bytes(files));
        return new EngineContender(
                choice.label(),
                millis,
                () -> new LoadedBackend(
                        open(choice, files),
                        run,
                        bytes,
                        run.nativeCalls(choice.engine()),
                        seed,
                        ComparedModel.manager()));
    }

    private Backend open(EngineChoice choice, Path files) throws IOException {
        NamedBlock declared = model.declared();
        List<GraphDefinition> members = members(model.architecture().graphs(declared));
        return choice.engine() == EngineName.TORCHSCRIPT
                ? TorchScriptBackend.open(
                        declared,
                        members,
                        files.resolve(Exporter.ARCHIVE),
                        Device.cpu(),
                        TorchScriptBackend.Kernels.fitting(Device.cpu(), choice.precision()))
                : OnnxBackend.open(declared, members, files, session);
    }

    private List<GraphDefinition> members(List<GraphDefinition> definitions) {
        return definitions.stream()
                .filter(definition -> run.graphs().contains(definition.name()))
                .toList();
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
        folder.close();
    }
}

package org.paperzoo.evaluation.comparison.contender;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.paperzoo.evaluation.comparison.ComparisonPlan;
import org.paperzoo.evaluation.comparison.ComparisonReport;
import org.paperzoo.evaluation.comparison.ComparisonReport.Provenance;
import org.paperzoo.evaluation.comparison.ComparisonRun;
import org.paperzoo.evaluation.comparison.Contender;
import org.paperzoo.evaluation.comparison.MachineLimits;
import org.paperzoo.evaluation.comparison.MachineProbe;
import org.paperzoo.evaluation.comparison.RepetitionLimits;
import org.paperzoo.evaluation.comparison.Setting;
import org.paperzoo.evaluation.comparison.WarmUp;
import org.paperzoo.evaluation.harness.Digests;
import org.paperzoo.evaluation.harness.Evaluator;
import org.paperzoo.evaluation.result.Host;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.onnx.OnnxSession;

/**
 * Compares engines on a model of the zoo, in this process and on the CPU.
 *
 * @param model what is compared
 * @param engines the first is the baseline
 * @param sizes of the inputs
 * @param threads threads of one operation, on every engine; 0 leaves PyTorch's number, and gives it to all
 * @param seconds how long each setting is timed, and each engine warmed up in it, at most
 * @param seed of the inputs and of the intervals
 * @param command the command line, or the calling method for the library
 */
public record ModelComparison(
        ComparedModel model,
        List<EngineChoice> engines,
        SizeChoice sizes,
        int threads,
        double seconds,
        long seed,
        String command) {

    /** Fewer repetitions have no median worth the name, whatever they take. */
    private static final int FEWEST = 5;

    private static final int MOST = 10_000;

    public ModelComparison {
        engines = List.copyOf(engines);
        if (engines.isEmpty()) {
            throw new IllegalArgumentException("there is no engine to compare");
        }
        if (threads < 0) {
            throw new IllegalArgumentException("threads are " + threads + "; expected at least 1");
        }
        if (!(seconds > 0) || !Double.isFinite(seconds)) {
            throw new IllegalArgumentException("seconds are " + seconds + "; expected a number above 0");
        }
    }

    /**
     * Runs it. PyTorch's number of threads is changed meanwhile and restored; nothing else should run in this process.
     *
     * @param progress is told in a few words what happens next
     * @throws IOException if the model cannot be loaded, or an engine cannot run it
     */
    public ComparisonReport run(Consumer<String> progress) throws IOException {
        ModelRun run = ModelRun.of(model);
        List<Setting> settings = sizes.settings(model.name(), run);
        Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Engine.getEngine(ComparedModel.ENGINE);
        int before = JniUtils.getNumThreads();
        int used = threads == 0 ? before : threads;
        JniUtils.setNumThreads(used);
        try (PreparedModel prepared = PreparedModel.of(model, run, engines, used, seed, progress)) {
            progress.accept("measuring this machine's limits");
            MachineLimits limits = MachineProbe.measure();
            ComparisonPlan plan = new ComparisonPlan(
                    model.name(),
                    settings,
                    new WarmUp(
                            WarmUp.STANDARD.window(),
                            WarmUp.STANDARD.tolerance(),
                            WarmUp.STANDARD.minimum(),
                            WarmUp.STANDARD.maximum(),
                            seconds),
                    new RepetitionLimits(FEWEST, MOST, seconds),
                    prepared::work,
                    Optional.of(limits),
                    provenance(started, used, run, prepared));
            return new ComparisonRun(plan, progress).run(prepared.contenders());
        } finally {
            JniUtils.setNumThreads(before);
        }
    }

    private Provenance provenance(Instant started, int used, ModelRun run, PreparedModel prepared) throws IOException {
        Path weights = model.files().orElse(null);
        return new Provenance(
                started.toString(),
                Host.system(),
                Host.processor(),
                Runtime.getRuntime().availableProcessors(),
                used,
                "cpu",
                engines.stream()
                        .map(choice -> choice.precision().label())
                        .distinct()
                        .collect(Collectors.joining(", ")),
                versions(),
                model.weightsLabel(),
                weights == null ? null : Digests.of(weights),
                seed,
                command,
                notes(run, prepared));
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("paperzoo", Evaluator.VERSION);
        versions.put("Java", System.getProperty("java.version"));
        versions.put("DJL", Engine.getDjlVersion());
        versions.put("PyTorch", Engine.getEngine(ComparedModel.ENGINE).getVersion());
        if (uses(EngineName.ONNX_RUNTIME)) {
            versions.put("ONNX Runtime", OnnxSession.runtimeVersion());
        }
        return versions;
    }

    private boolean uses(EngineName engine) {
        return engines.stream().anyMatch(choice -> choice.engine() == engine);
    }

    private List<String> notes(ModelRun run, PreparedModel prepared) {
        List<String> notes = new ArrayList<>();
        notes.add("weights: " + model.weightsLabel() + "; inputs are drawn from seed " + seed);
        notes.add(
                run instanceof GenerationRun
                        ? "a run generates all new tokens, no end token stops it; native calls are those of one decoder step;"
                                + " a difference of 1 and more is another token"
                        : "a run is one forward; native calls are those of one forward");
        if (uses(EngineName.PYTORCH)) {
            notes.add("native calls of PyTorch are the operations that blocks call: a lower bound");
        }
        notes.add("operations and bytes are counted from the recorded graph in fp32: every weight once"
                + (run instanceof GenerationRun ? " for each token" : "")
                + ", inputs and outputs; what operations hand to each other is left out");
        boolean cached = prepared.contenders().stream().anyMatch(Contender::cached);
        notes.add("load is opening the weights or the exported graphs, whose files the system had just read or written"
                + (cached ? "; cached graphs it may have had to read from the disk" : ""));
        String waiting = System.getenv("OMP_WAIT_POLICY");
        notes.add((uses(EngineName.ONNX_RUNTIME) ? "ONNX Runtime's threads do not spin; " : "")
                + ("passive".equalsIgnoreCase(waiting)
                        ? "PyTorch's do not either (OMP_WAIT_POLICY=passive)"
                        : "PyTorch's may (OMP_WAIT_POLICY is not passive), and take the cores from who runs next"));
        return notes;
    }
}

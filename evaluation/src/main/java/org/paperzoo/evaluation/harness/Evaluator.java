package org.paperzoo.evaluation.harness;

import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.result.Evaluation;
import org.paperzoo.evaluation.result.Host;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.Memory;
import org.paperzoo.evaluation.result.Result.Provenance;
import org.paperzoo.evaluation.result.Result.SessionOptions;
import org.paperzoo.evaluation.result.Result.Speed;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.model.PaperModel;
import org.paperzoo.zoo.model.ReadyMade;
import org.paperzoo.zoo.onnx.OnnxSession;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;

/** Runs a model on a benchmark: examples stream in batches through its translator, and each output is scored at once. */
public final class Evaluator {

    /** The project's version, as results record it. */
    public static final String VERSION = "0.1.0-SNAPSHOT";

    private static final int MOST_KEPT = 10_000;

    private final EvaluationListener listener;

    public Evaluator(EvaluationListener listener) {
        this.listener = listener;
    }

    /**
     * Runs what is asked for.
     *
     * @throws IOException if the model or the data cannot be had or are broken
     */
    public Result run(EvaluationRequest request) throws IOException {
        return measure(request, null).result();
    }

    /**
     * Runs what is asked for, and keeps the metrics' states of every example and the first examples to look at.
     *
     * @param examples how many examples to keep to look at, 0 to 10000
     * @throws IOException if the model or the data cannot be had or are broken
     */
    public Evaluation runKeeping(EvaluationRequest request, int examples) throws IOException {
        if (examples < 0 || examples > MOST_KEPT) {
            throw new IllegalArgumentException("kept examples are " + examples + "; expected 0 to " + MOST_KEPT);
        }
        return measure(request, new ExampleKeeper(examples));
    }

    private Evaluation measure(EvaluationRequest request, ExampleKeeper keeper) throws IOException {
        Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Host.resetPeakMemory();
        long before = System.nanoTime();
        try (PaperModel model = request.untrained()
                ? PaperModel.untrained(request.card(), request.load(), request.seed())
                : PaperModel.load(request.card(), request.load())) {
            double loadMillis = (System.nanoTime() - before) / 1e6;
            try (Workload<?, ?, ?> workload = Workloads.open(request, model)) {
                return measure(request, workload, keeper, model, loadMillis, started);
            }
        }
    }

    private <I, R, X> Evaluation measure(
            EvaluationRequest request,
            Workload<I, R, X> workload,
            ExampleKeeper keeper,
            PaperModel model,
            double loadMillis,
            Instant started)
            throws IOException {
        Stopwatch stopwatch = new Stopwatch(request.warmupBatches());
        long limit = request.limit() == 0 ? Long.MAX_VALUE : request.limit();
        long size = workload.size() < 0 ? -1 : Math.min(workload.size(), limit);
        long done = 0;
        boolean more = true;
        try (Predictor<I, R> predictor = model.predictor(workload.input(), workload.output())) {
            List<I> inputs = new ArrayList<>();
            List<X> references = new ArrayList<>();
            while (more) {
                inputs.clear();
                references.clear();
                more = fill(workload, inputs, references, (int) Math.min(request.batch(), limit - done));
                if (inputs.isEmpty()) {
                    break;
                }
                if (done == 0) {
                    for (int i = 0; i < request.warmupBatches(); i++) {
                        predict(predictor, inputs, stopwatch);
                    }
                }
                List<R> outputs = predict(predictor, inputs, stopwatch);
                if (!request.untrained()) {
                    for (int i = 0; i < outputs.size(); i++) {
                        workload.score(outputs.get(i), references.get(i));
                        if (keeper != null && keeper.wants(done + i)) {
                            keeper.add(
                                    workload.show(done + i, inputs.get(i), outputs.get(i), references.get(i), keeper));
                        }
                    }
                }
                done += inputs.size();
                listener.progress(done, size);
            }
        }
        OptionalLong peak = Host.peakMemory();
        Speed speed = stopwatch.speed(request.batch(), loadMillis);
        Result result = new Result(
                Result.SCHEMA,
                request.card().id(),
                request.benchmark().id(),
                request.card().task(),
                request.benchmark().split(),
                done,
                workload.size() < 0 ? request.limit() == 0 : done == workload.size(),
                !request.untrained(),
                request.untrained() ? List.of() : workload.values(request.resamples(), request.seed()),
                definitions(request, workload),
                speed,
                new Memory(
                        peak.isPresent() ? peak.getAsLong() : null,
                        model.network().parameterCount() * Float.BYTES),
                provenance(request, workload, model, started));
        return new Evaluation(result, Optional.ofNullable(keeper).map(kept -> kept.finish(workload.scores())));
    }

    private static List<MetricDefinition> definitions(EvaluationRequest request, Workload<?, ?, ?> workload) {
        return request.untrained() ? List.of() : workload.scores().definitions();
    }

    /** Reads up to a number of examples; false when there are no more. */
    private static <I, R, X> boolean fill(Workload<I, R, X> workload, List<I> inputs, List<X> references, int count)
            throws IOException {
        while (inputs.size() < count) {
            Workload.Sample<I, X> sample = workload.next();
            if (sample == null) {
                return false;
            }
            inputs.add(sample.input());
            references.add(sample.reference());
        }
        return count > 0;
    }

    private static <I, R> List<R> predict(Predictor<I, R> predictor, List<I> inputs, Stopwatch stopwatch)
            throws IOException {
        try {
            stopwatch.start();
            List<R> outputs = predictor.batchPredict(inputs);
            stopwatch.stop(inputs.size());
            return outputs;
        } catch (TranslateException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Provenance provenance(
            EvaluationRequest request, Workload<?, ?, ?> workload, PaperModel model, Instant started)
            throws IOException {
        LoadOptions load = request.load();
        boolean onnx = model.engine() == EngineName.ONNX_RUNTIME;
        Optional<ReadyMade> readyMade = model.readyMade();
        return new Provenance(
                started.toString(),
                model.weights() == null
                        ? "untrained (seed " + request.seed() + ")"
                        : model.weights().toAbsolutePath().getFileName().toString(),
                model.weights() == null ? null : Digests.of(model.weights()),
                workload.source(),
                workload.digest(),
                VERSION,
                Engine.getDjlVersion(),
                model.engine().label(),
                onnx
                        ? OnnxSession.runtimeVersion()
                        : Engine.getEngine("PyTorch").getVersion(),
                load.device(),
                readyMade
                        .map(ReadyMade::precision)
                        .orElseGet(() -> load.precision().label()),
                onnx ? chosen(load.session().intraOpThreads()) : Integer.valueOf(JniUtils.getNumThreads()),
                onnx ? session(load) : null,
                readyMade.map(ReadyMade::file).orElse(null),
                readyMade.map(ReadyMade::sha256).orElse(null),
                model.engine().runsGraphs() && readyMade.isEmpty() ? Exporter.VERSION : null,
                request.seed(),
                System.getProperty("java.version"),
                Host.system(),
                Host.processor(),
                Runtime.getRuntime().availableProcessors(),
                request.command());
    }

    private static SessionOptions session(LoadOptions load) {
        OnnxSessionOptions session = load.runtime().session();
        return new SessionOptions(
                chosen(session.intraOpThreads()),
                chosen(session.interOpThreads()),
                session.optimization().name().toLowerCase(Locale.ROOT),
                session.memoryArena(),
                session.provider());
    }

    /** A number of threads, or null where the runtime chooses. */
    private static Integer chosen(int threads) {
        return threads == 0 ? null : threads;
    }
}

package org.paperzoo.leaderboard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.evaluation.result.Result.Memory;
import org.paperzoo.evaluation.result.Result.Provenance;
import org.paperzoo.evaluation.result.Result.SessionOptions;
import org.paperzoo.evaluation.result.Result.Speed;
import org.paperzoo.leaderboard.store.ContentAddress;

/** Results that no run gave, for tests. */
public final class SyntheticResults {

    private static final List<String> ENGINES = List.of("PyTorch", "TorchScript", "OnnxRuntime");

    private SyntheticResults() {}

    /** A run of a forecaster on ETTh1, with a value and a time. */
    public static Result forecast(double mse, String started) {
        return forecast("informer-etth1-m-24", "PyTorch", mse, started);
    }

    public static Result forecast(String model, String engine, double mse, String started) {
        return new Result(
                Result.SCHEMA,
                model,
                "ett-h1-m-24",
                "forecasting",
                "test",
                2848,
                true,
                true,
                List.of(
                        new MeasuredValue("mse", "MSE", mse, mse - 0.05, mse + 0.05, 1000, false, true),
                        new MeasuredValue("mse", "rmse", Math.sqrt(mse), null, null, null, false, false),
                        new MeasuredValue("mae", "MAE", 0.479, 0.45, 0.509, 1000, false, true)),
                definitions(),
                new Speed(32, 2, engine.equals("PyTorch") ? 74 : 120, 430.5, 440.25, 502.125, 812),
                new Memory(579L << 20, 45 << 20),
                provenance(engine, started, ContentAddress.of(model)));
    }

    static List<MetricDefinition> definitions() {
        return List.of(
                new MetricDefinition(
                        "mse", "MSE", "standardised units squared", 0, Double.POSITIVE_INFINITY, false, "numpy"),
                new MetricDefinition("mae", "MAE", "standardised units", 0, Double.POSITIVE_INFINITY, false, "numpy"));
    }

    public static Provenance provenance(String engine, String started, String weights) {
        boolean onnx = engine.equals("OnnxRuntime");
        return new Provenance(
                started,
                "model.safetensors",
                weights,
                "ETT",
                ContentAddress.of("data"),
                "0.1.0-SNAPSHOT",
                "0.36.0",
                engine,
                onnx ? "1.21.1" : "2.7.1",
                "cpu",
                "fp32",
                onnx ? null : 2,
                onnx ? new SessionOptions(null, null, "all", true, "CPUExecutionProvider") : null,
                null,
                null,
                engine.equals("PyTorch") ? null : "7",
                0,
                "17.0.15",
                "Linux 6.1 amd64",
                "AMD EPYC",
                2,
                "paperzoo eval informer-etth1-m-24 --weights runs/informer --data ETT");
    }

    /** Untrained weights: speed alone. */
    public static Result speedAlone() {
        Result trained = forecast(0.5, "2026-11-24T00:00:00Z");
        return new Result(
                Result.SCHEMA,
                trained.model(),
                trained.benchmark(),
                trained.task(),
                trained.split(),
                24,
                false,
                false,
                List.of(),
                List.of(),
                trained.speed(),
                trained.memory(),
                trained.provenance());
    }

    /** Many results of many models, benchmarks and engines, the same for the same seed. */
    public static List<Result> many(int count, int models, int benchmarks, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Result> results = new ArrayList<>(count);
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < count; i++) {
            String engine = ENGINES.get(random.nextInt(ENGINES.size()));
            String model = "model-" + random.nextInt(models);
            double value = random.nextDouble();
            double millis = 1 + 500 * random.nextDouble();
            results.add(new Result(
                    Result.SCHEMA,
                    model,
                    "benchmark-" + random.nextInt(benchmarks),
                    List.of("forecasting", "object-detection", "text-generation")
                            .get(random.nextInt(3)),
                    "test",
                    1000,
                    true,
                    true,
                    List.of(
                            new MeasuredValue("mse", "MSE", value, value * 0.9, value * 1.1, 1000, false, true),
                            new MeasuredValue("mae", "MAE", value / 2, value * 0.4, value * 0.6, 1000, false, true)),
                    definitions(),
                    new Speed(1, 2, 1000 / millis, millis, millis * 1.1, millis * 1.5, 100),
                    new Memory(1L << 30, 1 << 20),
                    provenance(engine, start.plusSeconds(i).toString(), ContentAddress.of(model))));
        }
        return results;
    }
}

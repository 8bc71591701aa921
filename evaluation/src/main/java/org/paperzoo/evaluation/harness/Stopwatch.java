package org.paperzoo.evaluation.harness;

import java.util.Arrays;
import org.paperzoo.evaluation.result.Result.Speed;

/** Collects the times of a model's calls and sums them up. The first calls warm the engine up and are not counted. */
final class Stopwatch {

    private final int warmupBatches;
    private long[] nanos = new long[64];
    private int calls;
    private int warmedUp;
    private long examples;
    private long started;

    Stopwatch(int warmupBatches) {
        this.warmupBatches = warmupBatches;
    }

    void start() {
        started = System.nanoTime();
    }

    /** Ends a call that took a batch of that many examples. */
    void stop(int batch) {
        long elapsed = System.nanoTime() - started;
        if (warmedUp < warmupBatches) {
            warmedUp++;
            return;
        }
        if (calls == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * calls);
        }
        nanos[calls++] = elapsed;
        examples += batch;
    }

    /** Sums up what was counted; with nothing counted all figures are zero. */
    Speed speed(int batch, double loadMillis) {
        long[] sorted = Arrays.copyOf(nanos, calls);
        Arrays.sort(sorted);
        double seconds = Arrays.stream(sorted).sum() / 1e9;
        return new Speed(
                batch,
                warmedUp,
                seconds == 0 ? 0 : examples / seconds,
                percentile(sorted, 0.50),
                percentile(sorted, 0.90),
                percentile(sorted, 0.99),
                loadMillis);
    }

    /** The nearest-rank percentile in milliseconds: the smallest time that at least that share of calls stays within. */
    private static double percentile(long[] sorted, double share) {
        if (sorted.length == 0) {
            return 0;
        }
        return sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
    }
}

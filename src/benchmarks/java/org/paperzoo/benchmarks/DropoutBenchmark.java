package org.paperzoo.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.paperzoo.zoo.nn.Pass;

/**
 * Dropout of 4,096 elements, from which on the blocks draw for themselves, and of what a feed-forward layer of Informer holds
 * of 32 windows of 48 and of 720 hours.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true"})
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class DropoutBenchmark {

    private static final float RATE = 0.05f;

    @Param({"4096", "3145728", "47185920"})
    private int elements;

    private NDManager manager;
    private NDArray hidden;

    @Setup
    public void build() {
        manager = Engine.getEngine("PyTorch").newBaseManager();
        hidden = manager.ones(new Shape(elements));
    }

    /** As a training pass of the blocks does it. */
    @Benchmark
    public float blocks() {
        Pass pass = Pass.training();
        try (NDArray kept = pass.scoped(() -> pass.dropout(hidden, RATE))) {
            return kept.getFloat(0);
        }
    }

    /** As libtorch does it. */
    @Benchmark
    public float libtorch() {
        try (NDArray kept =
                hidden.getNDArrayInternal().dropout(hidden, RATE, true).singletonOrThrow()) {
            return kept.getFloat(0);
        }
    }

    @TearDown
    public void close() {
        manager.close();
    }
}

package org.paperzoo.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.paperzoo.zoo.nn.NamedBlock;

/** One forward of DETR at the size at which its paper measures speed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true"})
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 5)
public class DetectionBenchmark {

    private NDManager manager;
    private NamedBlock network;
    private NDArray pixels;

    @Setup
    public void build() throws IOException {
        manager = Engine.getEngine("PyTorch").newBaseManager();
        network = Networks.untrained(Networks.detrResNet50(), manager);
        pixels = manager.ones(new Shape(1, 3, 800, 1066), DataType.FLOAT32);
    }

    @Benchmark
    public float forward() {
        try (NDList found = network.forward(new ParameterStore(manager, false), new NDList(pixels), false)) {
            return found.head().getFloat(0, 0, 0);
        }
    }

    @TearDown
    public void close() {
        manager.close();
    }
}

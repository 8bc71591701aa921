package org.paperzoo.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.paperzoo.zoo.generation.Decoding;
import org.paperzoo.zoo.generation.EncoderDecoder;

/** One step of a T5 decoder over a filled key/value cache: what generation repeats for every token. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true"})
@Warmup(iterations = 20)
@Measurement(iterations = 60)
public class TextBenchmark {

    private static final int SOURCE_LENGTH = 256;
    private static final int BEAMS = 5;
    private static final int CACHED = 32;

    private NDManager manager;
    private EncoderDecoder network;
    private NDArray tokens;
    private Decoding decoding;

    @Setup
    public void build() throws IOException {
        manager = Engine.getEngine("PyTorch").newBaseManager();
        network = (EncoderDecoder) Networks.untrained(Networks.codeT5Small(), manager);
        tokens = manager.ones(new Shape(BEAMS, 1), DataType.INT64);
    }

    /** Each timed step is the one after {@code CACHED} others. */
    @Setup(Level.Invocation)
    public void fillCache() {
        try (NDArray source = manager.ones(new Shape(1, SOURCE_LENGTH), DataType.INT64);
                NDArray mask = manager.ones(new Shape(1, SOURCE_LENGTH), DataType.INT64)) {
            decoding = network.decode(new NDList(source, mask), BEAMS, CACHED + 1);
        }
        for (int i = 0; i < CACHED; i++) {
            decoding.step(tokens).close();
        }
    }

    @Benchmark
    public float step() {
        try (NDArray scores = decoding.step(tokens)) {
            return scores.getFloat(0, 0);
        }
    }

    @TearDown(Level.Invocation)
    public void closeDecoding() {
        decoding.close();
    }

    @TearDown
    public void close() {
        manager.close();
    }
}

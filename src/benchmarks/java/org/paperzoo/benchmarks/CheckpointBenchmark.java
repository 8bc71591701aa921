package org.paperzoo.benchmarks;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.Checkpoints;
import org.paperzoo.zoo.checkpoint.SafetensorsWriter;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.weights.NameRule;
import org.paperzoo.zoo.weights.WeightLoader;

/** Opening a safetensors file and filling a network with it; the file lies in the system's cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CheckpointBenchmark {

    private Path file;

    @Setup
    public void write() throws IOException {
        file = Files.createTempFile("paperzoo-benchmark-", ".safetensors");
        SafetensorsWriter.write(file, new ZeroCheckpoint(Networks.codeT5Small()), Map.of());
    }

    @Benchmark
    public long load() throws IOException {
        NamedBlock network = Networks.codeT5Small();
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
                Checkpoint checkpoint = Checkpoints.open(file)) {
            WeightLoader.load(network, checkpoint, NameRule.IDENTITY, List.of(), manager);
            return network.parameterCount();
        }
    }

    @TearDown
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}

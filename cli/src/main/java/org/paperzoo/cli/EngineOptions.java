package org.paperzoo.cli;

import java.util.Arrays;
import java.util.List;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.engine.GraphBackend;
import org.paperzoo.zoo.export.Precision;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;
import org.paperzoo.zoo.onnx.OnnxSessionOptions.Optimization;
import picocli.CommandLine.Option;

/** Options that say what runs a network, and how. */
final class EngineOptions {

    private static final String ALL = "all";

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = {
                "PyTorch (the zoo's blocks, one operation after the other), TorchScript or OnnxRuntime (the graph"
                        + " recorded from the blocks; the first run records it and keeps it in the cache), or all, one"
                        + " after the other (default: PyTorch)."
            })
    private String engine;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "cpu",
            description = {
                "cpu, gpu or gpu:N (default: ${DEFAULT-VALUE}). On OnnxRuntime, gpu means its CUDA execution provider and"
                        + " cpu its CPU provider. A GPU needs the CUDA build (./mvnw -Dcuda package) and an NVIDIA driver."
            })
    private String device;

    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            defaultValue = "fp32",
            description = {
                "fp32, fp16, bf16 or int8 (default: ${DEFAULT-VALUE}). fp16 and bf16 with PyTorch run the recorded graph as"
                        + " TorchScript, since DJL has no bfloat16 arrays and the blocks compute in float32. OnnxRuntime"
                        + " has no bf16: its CPU provider has no kernels for it. int8, dynamic quantisation of the weights"
                        + " of linear maps, is OnnxRuntime's alone: PyTorch's quantised operators are not within DJL's"
                        + " reach."
            })
    private String precision;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads within an operation; 0 lets the engine choose (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--inter-op-threads",
            paramLabel = "N",
            defaultValue = "0",
            description = {
                "Threads over operations that do not depend on each other; 0 lets the engine choose (default:"
                        + " ${DEFAULT-VALUE})."
            })
    private int interOpThreads;

    @Option(
            names = "--optimization",
            paramLabel = "LEVEL",
            defaultValue = "ALL",
            description = {
                "What OnnxRuntime may change in a graph when it loads it: none, basic, extended or all (default: all)."
                        + " The other engines have no such levels."
            })
    private Optimization optimization;

    @Option(
            names = "--no-memory-arena",
            description = "OnnxRuntime gives freed memory back after each run: less memory, slower.")
    private boolean noMemoryArena;

    /** The engines that were asked for, or those that a command uses where none was. */
    List<EngineName> engines(EngineName... usual) {
        if (engine == null) {
            return List.of(usual);
        }
        return isAll() ? capable() : List.of(named());
    }

    /** The engines that were asked for, or all where none was. */
    List<EngineName> enginesOrAll() {
        return engine == null ? capable() : engines();
    }

    /** All engines that compute in the precision, each once: blocks do in float32 alone. */
    private List<EngineName> capable() {
        Precision type = precision();
        return Arrays.stream(EngineName.values())
                .filter(name -> name.runsGraphs() ? GraphBackend.format(name).has(type) : type == Precision.FP32)
                .toList();
    }

    private Precision precision() {
        return Precision.named(precision);
    }

    private boolean isAll() {
        return engine.equalsIgnoreCase(ALL);
    }

    private EngineName named() {
        try {
            return EngineName.named(engine);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--engine " + engine + ": " + e.getMessage() + ", and all", e);
        }
    }

    /**
     * These options for one engine. PyTorch reads its numbers of threads when it is loaded, so this comes before anything
     * that loads it.
     */
    LoadOptions load(EngineName name) {
        if (threads < 0 || interOpThreads < 0) {
            throw new IllegalArgumentException(
                    (threads < 0 ? "--threads " + threads : "--inter-op-threads " + interOpThreads)
                            + ": expected 0 or more");
        }
        setThreads("ai.djl.pytorch.num_threads", threads);
        setThreads("ai.djl.pytorch.num_interop_threads", interOpThreads);
        LoadOptions options = LoadOptions.standard()
                .withEngine(name)
                .withPrecision(precision())
                .withDevice(device)
                .withSession(OnnxSessionOptions.defaults()
                        .withIntraOpThreads(threads)
                        .withInterOpThreads(interOpThreads)
                        .withOptimization(optimization)
                        .withMemoryArena(!noMemoryArena));
        options.check();
        return options;
    }

    private static void setThreads(String property, int count) {
        if (count > 0) {
            System.setProperty(property, String.valueOf(count));
        }
    }
}

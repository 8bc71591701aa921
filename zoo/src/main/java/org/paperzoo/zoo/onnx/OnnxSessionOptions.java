package org.paperzoo.zoo.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How ONNX Runtime runs a model.
 *
 * @param intraOpThreads threads within an operator; 0 for the runtime's default, one a physical core
 * @param interOpThreads threads over operators; with more than 1, independent operators run at the same time; 0 or 1
 *     runs one after the other
 * @param optimization what the runtime may change in the graph when it loads it
 * @param memoryArena whether freed memory is kept for the next run: faster, but memory stays at its peak
 * @param spinning whether waiting threads keep their cores busy: faster on an idle machine, slower on a shared one
 * @param cudaDevice number of the GPU to run on; empty for the CPU
 * @param profile prefix of a file that the runtime writes its timings to when the session is closed; empty for none
 */
public record OnnxSessionOptions(
        int intraOpThreads,
        int interOpThreads,
        Optimization optimization,
        boolean memoryArena,
        boolean spinning,
        OptionalInt cudaDevice,
        Optional<Path> profile) {

    /** How far the runtime optimises a graph; each level includes those before it. */
    public enum Optimization {
        /** The graph as it is written. */
        NONE(OrtSession.SessionOptions.OptLevel.NO_OPT),
        /** Constant folding and the removal of operators without an effect. */
        BASIC(OrtSession.SessionOptions.OptLevel.BASIC_OPT),
        /** Fusions of operators, in which results may differ in the last digits. */
        EXTENDED(OrtSession.SessionOptions.OptLevel.EXTENDED_OPT),
        /** Memory layouts that suit the machine's instructions. */
        ALL(OrtSession.SessionOptions.OptLevel.ALL_OPT);

        private final OrtSession.SessionOptions.OptLevel level;

        Optimization(OrtSession.SessionOptions.OptLevel level) {
            this.level = level;
        }
    }

    public OnnxSessionOptions {
        if (intraOpThreads < 0 || interOpThreads < 0) {
            throw new IllegalArgumentException("threads: " + intraOpThreads + " within and " + interOpThreads
                    + " over operators; a number is 0 or more");
        }
        if (cudaDevice.isPresent() && cudaDevice.getAsInt() < 0) {
            throw new IllegalArgumentException("GPU " + cudaDevice.getAsInt() + ": GPUs are numbered from 0");
        }
    }

    /** The runtime's name of what computes. */
    public String provider() {
        return cudaDevice.isPresent() ? "CUDAExecutionProvider" : "CPUExecutionProvider";
    }

    /** On the CPU, with the runtime's own defaults. */
    public static OnnxSessionOptions defaults() {
        return new OnnxSessionOptions(0, 0, Optimization.ALL, true, true, OptionalInt.empty(), Optional.empty());
    }

    public OnnxSessionOptions withIntraOpThreads(int threads) {
        return new OnnxSessionOptions(
                threads, interOpThreads, optimization, memoryArena, spinning, cudaDevice, profile);
    }

    public OnnxSessionOptions withInterOpThreads(int threads) {
        return new OnnxSessionOptions(
                intraOpThreads, threads, optimization, memoryArena, spinning, cudaDevice, profile);
    }

    public OnnxSessionOptions withOptimization(Optimization level) {
        return new OnnxSessionOptions(
                intraOpThreads, interOpThreads, level, memoryArena, spinning, cudaDevice, profile);
    }

    public OnnxSessionOptions withMemoryArena(boolean used) {
        return new OnnxSessionOptions(
                intraOpThreads, interOpThreads, optimization, used, spinning, cudaDevice, profile);
    }

    public OnnxSessionOptions withSpinning(boolean allowed) {
        return new OnnxSessionOptions(
                intraOpThreads, interOpThreads, optimization, memoryArena, allowed, cudaDevice, profile);
    }

    public OnnxSessionOptions withCpu() {
        return new OnnxSessionOptions(
                intraOpThreads, interOpThreads, optimization, memoryArena, spinning, OptionalInt.empty(), profile);
    }

    public OnnxSessionOptions withCuda(int device) {
        return new OnnxSessionOptions(
                intraOpThreads, interOpThreads, optimization, memoryArena, spinning, OptionalInt.of(device), profile);
    }

    public OnnxSessionOptions withProfile(Path prefix) {
        return new OnnxSessionOptions(
                intraOpThreads, interOpThreads, optimization, memoryArena, spinning, cudaDevice, Optional.of(prefix));
    }

    /**
     * Checks that the runtime can run with these options on this machine.
     *
     * @throws IllegalArgumentException if CUDA is wanted and cannot be had, or the runtime refuses an option
     */
    public void requireAvailable() {
        try {
            open().close();
        } catch (OrtException e) {
            throw new IllegalArgumentException("ONNX Runtime refuses its options: " + OnnxErrors.line(e), e);
        }
    }

    /**
     * The options in the runtime's own memory, to be closed by the caller.
     *
     * @throws IllegalArgumentException if CUDA is wanted and cannot be had
     */
    OrtSession.SessionOptions open() throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            // Errors come as exceptions; the runtime need not print them as well.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.setIntraOpNumThreads(intraOpThreads);
            options.setInterOpNumThreads(interOpThreads);
            if (interOpThreads > 1) {
                options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.PARALLEL);
            }
            options.setOptimizationLevel(optimization.level);
            options.setCPUArenaAllocator(memoryArena);
            options.addConfigEntry("session.intra_op.allow_spinning", spinning ? "1" : "0");
            options.addConfigEntry("session.inter_op.allow_spinning", spinning ? "1" : "0");
            if (profile.isPresent()) {
                options.enableProfiling(profile.get().toString());
            }
            if (cudaDevice.isPresent()) {
                addCuda(options, cudaDevice.getAsInt());
            }
            return options;
        } catch (OrtException | IllegalArgumentException e) {
            options.close();
            throw e;
        }
    }

    private static void addCuda(OrtSession.SessionOptions options, int device) {
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            throw new IllegalArgumentException("this build of ONNX Runtime has no CUDA; build with -Dcuda for a GPU");
        }
        try {
            options.addCUDA(device);
        } catch (OrtException e) {
            throw new IllegalArgumentException(
                    "ONNX Runtime cannot use GPU " + device + "; it needs an NVIDIA driver, CUDA 12 and cuDNN 9: "
                            + OnnxErrors.line(e),
                    e);
        }
    }
}

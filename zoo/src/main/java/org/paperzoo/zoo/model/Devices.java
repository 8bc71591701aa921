package org.paperzoo.zoo.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.OptionalInt;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.engine.GraphBackend.RuntimeOptions;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;

/** Devices by their names, as each engine uses them. */
final class Devices {

    private Devices() {}

    /**
     * The number of a GPU, or empty for the CPU.
     *
     * @param name {@code cpu}, {@code gpu} or {@code gpu:N}
     */
    static OptionalInt gpu(String name) {
        if (!name.matches("cpu|gpu(:\\d{1,2})?")) {
            throw new IllegalArgumentException("device " + name + "; expected cpu, gpu or gpu:N");
        }
        if (name.equals("cpu")) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(name.equals("gpu") ? 0 : Integer.parseInt(name.substring("gpu:".length())));
    }

    /** ONNX Runtime uses a GPU through its CUDA provider and takes arrays of the CPU; PyTorch's arrays are on the GPU. */
    static RuntimeOptions runtime(LoadOptions options) {
        OptionalInt gpu = gpu(options.device());
        if (options.runs() == EngineName.ONNX_RUNTIME) {
            OnnxSessionOptions session = gpu.isPresent()
                    ? options.session().withCuda(gpu.getAsInt())
                    : options.session().withCpu();
            session.requireAvailable();
            return new RuntimeOptions(Device.cpu(), session);
        }
        if (gpu.isEmpty()) {
            return new RuntimeOptions(Device.cpu(), options.session());
        }
        int count = Engine.getEngine(PaperModel.ARRAYS).getGpuCount();
        if (gpu.getAsInt() >= count) {
            throw new IllegalArgumentException("device " + options.device() + ": PyTorch finds " + count
                    + " GPUs on this machine (the cuda build is made with ./mvnw -Dcuda package)");
        }
        return new RuntimeOptions(Device.gpu(gpu.getAsInt()), options.session());
    }
}

package org.paperzoo.evaluation.comparison.contender;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.OptionalLong;
import java.util.function.Function;
import org.paperzoo.evaluation.comparison.LoadedContender;
import org.paperzoo.evaluation.comparison.Setting;
import org.paperzoo.evaluation.comparison.Trial;
import org.paperzoo.zoo.engine.Backend;

/** A backend that is ready for the runs of a model. */
final class LoadedBackend implements LoadedContender {

    private final Backend backend;
    private final ModelRun run;
    private final OptionalLong bytesOnDisk;
    private final long nativeCalls;
    private final long seed;
    private final NDManager manager;

    /**
     * A backend that is loaded.
     *
     * @param manager owns the backend's weights, if it has any in arrays; closed with it
     */
    LoadedBackend(
            Backend backend, ModelRun run, OptionalLong bytesOnDisk, long nativeCalls, long seed, NDManager manager) {
        this.backend = backend;
        this.run = run;
        this.bytesOnDisk = bytesOnDisk;
        this.nativeCalls = nativeCalls;
        this.seed = seed;
        this.manager = manager;
    }

    @Override
    public OptionalLong bytesOnDisk() {
        return bytesOnDisk;
    }

    @Override
    public Trial open(Setting setting) {
        NDManager own = manager.newSubManager();
        try {
            return new BackendTrial(own, run.inputs(own, setting, seed), run.on(backend, setting));
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    @Override
    public void close() {
        backend.close();
        manager.close();
    }

    /** The inputs of a setting, and what runs over them. */
    private final class BackendTrial implements Trial {

        private final NDManager own;
        private final NDList inputs;
        private final Function<NDList, NDList> once;

        BackendTrial(NDManager own, NDList inputs, Function<NDList, NDList> once) {
            this.own = own;
            this.inputs = inputs;
            this.once = once;
        }

        /** Outputs come to the host's memory, which waits for whatever device makes them. */
        @Override
        public NDList run() {
            NDList outputs = new NDList();
            for (NDArray array : once.apply(inputs)) {
                outputs.add(array.getDevice().isGpu() ? moved(array) : array);
            }
            return outputs;
        }

        private NDArray moved(NDArray array) {
            try (array) {
                return array.toDevice(Device.cpu(), true);
            }
        }

        @Override
        public OptionalLong nativeCalls() {
            return OptionalLong.of(nativeCalls);
        }

        @Override
        public void close() {
            own.close();
        }
    }
}

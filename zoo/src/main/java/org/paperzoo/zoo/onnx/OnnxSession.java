package org.paperzoo.zoo.onnx;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A model file that ONNX Runtime has loaded. Arrays of DJL's PyTorch engine go in without a copy where they are
 * contiguous and on the CPU, and outputs are written straight into arrays of the same engine where the graph names their
 * axes after those of its inputs; other outputs are copied once. May be used by several threads at a time.
 */
public final class OnnxSession implements AutoCloseable {

    private final Path file;
    private final OrtSession session;
    private final OnnxSignature signature;
    /** Runs share it; closing waits until it has it alone. */
    private final ReadWriteLock open = new ReentrantReadWriteLock();

    private boolean closed;
    /** Whether the shapes that the file declares proved right so far; outputs get no memory in advance if not. */
    private volatile boolean shapesTrusted = true;

    private OnnxSession(Path file, OrtSession session, OnnxSignature signature) {
        this.file = file;
        this.session = session;
        this.signature = signature;
    }

    /**
     * Loads a model.
     *
     * @throws InvalidInputException if there is no such file, its data files are missing or outside its folder, or the
     *     runtime cannot load it
     * @throws IllegalArgumentException if the options want a GPU that cannot be had
     */
    public static OnnxSession open(Path file, OnnxSessionOptions options) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new InvalidInputException(file + ": no such file");
        }
        ExternalDataCheck.check(file);
        OrtSession session = null;
        OnnxSession opened = null;
        try (OrtSession.SessionOptions runtimeOptions = options.open()) {
            session = OrtEnvironment.getEnvironment().createSession(file.toString(), runtimeOptions);
            opened = new OnnxSession(file, session, OnnxSignature.of(file, session));
            return opened;
        } catch (OrtException e) {
            throw new InvalidInputException(
                    file + ": not a model that ONNX Runtime can load: " + OnnxErrors.line(e), e);
        } finally {
            if (opened == null && session != null) {
                close(file, session);
            }
        }
    }

    /** Version of the runtime that is loaded, such as 1.21.1. */
    public static String runtimeVersion() {
        return OrtEnvironment.getEnvironment().getVersion();
    }

    /** The inputs in the graph's order. */
    public List<OnnxValueInfo> inputs() {
        return List.copyOf(signature.inputs().values());
    }

    /** The outputs in the graph's order. */
    public List<OnnxValueInfo> outputs() {
        return List.copyOf(signature.outputs().values());
    }

    /**
     * Runs the model.
     *
     * @param manager owns the outputs
     * @param arrays the inputs in the graph's order
     * @return the outputs in the graph's order, named
     * @throws IllegalArgumentException if inputs do not fit the graph
     * @throws IOException if the runtime fails
     */
    public NDList run(NDManager manager, NDList arrays) throws IOException {
        if (arrays.size() != signature.inputs().size()) {
            throw new IllegalArgumentException(file + ": " + arrays.size() + " inputs given; the graph has "
                    + signature.inputs().keySet());
        }
        Map<String, NDArray> named = new LinkedHashMap<>();
        for (String name : signature.inputs().keySet()) {
            named.put(name, arrays.get(named.size()));
        }
        Map<String, NDArray> results = run(manager, named);
        NDList list = new NDList(results.size());
        for (String name : signature.outputs().keySet()) {
            NDArray array = results.get(name);
            array.setName(name);
            list.add(array);
        }
        return list;
    }

    /**
     * Runs the model.
     *
     * @param manager owns the outputs
     * @param arrays all inputs by name
     * @return all outputs by name
     * @throws IllegalArgumentException if inputs do not fit the graph
     * @throws IOException if the runtime fails
     */
    public Map<String, NDArray> run(NDManager manager, Map<String, NDArray> arrays) throws IOException {
        return run(manager, arrays, Map.of(), signature.outputs().keySet(), Set.of())
                .arrays();
    }

    /**
     * Runs the model with values that stay in the runtime's memory. Each input is either an array or a handle.
     *
     * @param manager owns the arrays that are returned
     * @param arrays inputs by name
     * @param handles further inputs by name, which stay open
     * @param fetched names of outputs to return as arrays
     * @param kept names of outputs to return as handles, which the caller closes before the session; those in neither set are dropped
     * @throws IllegalArgumentException if inputs or names do not fit the graph
     * @throws IOException if the runtime fails
     */
    public OnnxOutputs run(
            NDManager manager,
            Map<String, NDArray> arrays,
            Map<String, NativeTensor> handles,
            Set<String> fetched,
            Set<String> kept)
            throws IOException {
        Map<String, Shape> shapes = signature.check(arrays, handles, fetched, kept);
        open.readLock().lock();
        Map<String, NDArray> results = new HashMap<>();
        Map<String, OnnxTensor> returned = new HashMap<>();
        boolean done = false;
        try {
            if (closed) {
                throw new IllegalStateException(file + ": the session is closed");
            }
            if (shapesTrusted && !manager.getDevice().isGpu()) {
                results.putAll(OutputShapes.allocate(
                        manager, signature.inputs().values(), shapes, signature.outputs(fetched)));
            }
            returned.putAll(runOver(arrays, handles, results, fetched, kept));
            for (String name : fetched) {
                if (!results.containsKey(name)) {
                    results.put(name, TensorMemory.copy(manager, returned.get(name)));
                }
            }
            Map<String, NativeTensor> natives = new HashMap<>();
            for (String name : kept) {
                natives.put(name, new NativeTensor(returned.get(name)));
            }
            returned.keySet().removeAll(natives.keySet());
            done = true;
            return new OnnxOutputs(results, natives);
        } catch (OrtException e) {
            throw new IOException(file + ": ONNX Runtime failed: " + OnnxErrors.line(e), e);
        } finally {
            open.readLock().unlock();
            returned.values().forEach(OnnxTensor::close);
            if (!done) {
                results.values().forEach(NDArray::close);
            }
        }
    }

    /**
     * Runs the runtime.
     *
     * @param allocated arrays that outputs are written into; emptied if the graph's declared shapes prove wrong
     * @return the other outputs of the two sets
     */
    private Map<String, OnnxTensor> runOver(
            Map<String, NDArray> arrays,
            Map<String, NativeTensor> handles,
            Map<String, NDArray> allocated,
            Set<String> fetched,
            Set<String> kept)
            throws OrtException {
        List<OnnxTensor> views = new ArrayList<>();
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Map<String, OnnxTensor> given = new HashMap<>();
            for (Map.Entry<String, NDArray> entry : arrays.entrySet()) {
                given.put(entry.getKey(), view(entry.getValue(), views));
            }
            handles.forEach((name, handle) -> given.put(name, handle.tensor()));
            Map<String, OnnxTensor> pinned = new HashMap<>();
            for (Map.Entry<String, NDArray> entry : allocated.entrySet()) {
                pinned.put(entry.getKey(), view(entry.getValue(), views));
            }
            Set<String> requested = new LinkedHashSet<>(fetched);
            requested.addAll(kept);
            try {
                return owned(arrays, run(given, requested, pinned));
            } catch (OrtException e) {
                if (pinned.isEmpty()) {
                    throw e;
                }
                // Files of others may declare shapes that are not so, which the runtime only says when it gets there.
                Map<String, OnnxTensor> results = owned(arrays, run(given, requested, Map.of()));
                shapesTrusted = false;
                allocated.values().forEach(NDArray::close);
                allocated.clear();
                return results;
            }
        } finally {
            views.forEach(OnnxTensor::close);
        }
    }

    private Map<String, OnnxTensor> run(
            Map<String, OnnxTensor> given, Set<String> requested, Map<String, OnnxTensor> pinned) throws OrtException {
        Set<String> others = new LinkedHashSet<>(requested);
        others.removeAll(pinned.keySet());
        OrtSession.Result result = session.run(given, others, pinned);
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (Map.Entry<String, OnnxValue> entry : result) {
            if (!pinned.containsKey(entry.getKey())) {
                tensors.put(entry.getKey(), (OnnxTensor) entry.getValue());
            }
        }
        return tensors;
    }

    /** The runtime hands an input that is an output through, over an array's memory: such are copied before that goes. */
    private static Map<String, OnnxTensor> owned(Map<String, NDArray> arrays, Map<String, OnnxTensor> results)
            throws OrtException {
        for (Map.Entry<String, OnnxTensor> result : results.entrySet()) {
            if (arrays.containsKey(result.getKey())) {
                try (OnnxTensor shared = result.getValue()) {
                    result.setValue(
                            TensorCopy.of(OnnxType.of(shared.getInfo().type)).toRuntime(shared));
                }
            }
        }
        return results;
    }

    private static OnnxTensor view(NDArray array, List<OnnxTensor> views) throws OrtException {
        OnnxTensor view = TensorMemory.over(array);
        views.add(view);
        return view;
    }

    /** Frees the model when the runs that are under way are done. Closing twice does nothing. */
    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                close(file, session);
            }
        } finally {
            open.writeLock().unlock();
        }
    }

    private static void close(Path file, OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(file + ": ONNX Runtime failed to close: " + OnnxErrors.line(e), e);
        }
    }
}

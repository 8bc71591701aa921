package org.paperzoo.zoo.torchscript;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A TorchScript module loaded into the PyTorch engine, whose methods run without recording gradients. Its weights never
 * become arrays of DJL's, so that they may be of types that DJL cannot hold, such as bfloat16; arguments and results must
 * be of types that it can.
 *
 * <p>Several threads may run methods at the same time. PyTorch optimises a method during its first calls, so these are
 * slow. A call costs one native call for each argument (a list is one argument), one to run, and the reading of the
 * result: one native call for a Tensor or a {@code List[Tensor]} of any length, but 1 + 3n for a tuple of n, so that methods
 * should give lists; then every argument and the result are freed, by one each.
 */
public final class TorchScriptModule implements AutoCloseable {

    /** What a method gives is fixed by its code, so it is asked for once. */
    private enum Result {
        TENSOR,
        LIST,
        TUPLE,
        NONE
    }

    private final PtNDManager manager;
    private final PtSymbolBlock block;
    private final Map<String, Result> kinds = new ConcurrentHashMap<>();

    private TorchScriptModule(PtNDManager manager, PtSymbolBlock block) {
        this.manager = manager;
        this.block = block;
    }

    /** Gives the native module; it may fail with an {@link EngineException}. */
    @FunctionalInterface
    private interface Loading {
        PtSymbolBlock load(PtNDManager manager) throws IOException;
    }

    /**
     * Loads an archive.
     *
     * @param device where the weights go and the arguments must be
     * @throws NoSuchFileException if there is no such file
     * @throws InvalidInputException if PyTorch refuses the archive
     */
    public static TorchScriptModule load(Path archive, Device device) throws IOException {
        if (!Files.isRegularFile(archive)) {
            throw new NoSuchFileException(archive.toString(), null, "no TorchScript archive is there");
        }
        String[] noExtraFiles = {};
        return load(
                archive.toString(),
                device,
                manager -> JniUtils.loadModule(manager, archive, true, noExtraFiles, noExtraFiles, false));
    }

    /** Loads an archive from memory; {@link #load(Path, Device)} is for those with weights. */
    public static TorchScriptModule load(byte[] archive, Device device) throws IOException {
        return load(
                "archive in memory",
                device,
                manager -> JniUtils.loadModule(manager, new ByteArrayInputStream(archive), true, false));
    }

    private static TorchScriptModule load(String source, Device device, Loading loading) throws IOException {
        PtNDManager manager = (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(device);
        try {
            return new TorchScriptModule(manager, loading.load(manager));
        } catch (EngineException e) {
            manager.close();
            throw new InvalidInputException(
                    source + ": PyTorch refuses it as a TorchScript archive: " + firstLine(e.getMessage()), e);
        } catch (IOException | RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static String firstLine(String message) {
        return String.valueOf(message).strip().lines().findFirst().orElse("it gives no reason");
    }

    /**
     * Runs a method.
     *
     * @param results manager of the PyTorch engine that gets the results
     * @param arguments {@link NDArray} for Tensor; {@link TensorList}, or any collection of arrays such as an
     *     {@link NDList}, for {@code List[Tensor]}; Long or Integer for int; Double or Float for float; Boolean for bool
     * @return the Tensor, or those of the list or tuple in their order; nothing for None
     * @throws IllegalArgumentException if an argument is of another kind, or the method gives something else
     * @throws EngineException if the method fails, with PyTorch's words
     */
    public NDList run(String method, NDManager results, Object... arguments) {
        PtNDManager target = requireNative(results);
        try (IValue result = call(method, arguments)) {
            return switch (kinds.computeIfAbsent(method, name -> kind(name, result))) {
                case TENSOR -> new NDList(result.toTensor(target));
                case LIST -> new NDList(result.toTensorArray(target));
                case TUPLE -> tuple(result, target);
                case NONE -> new NDList();
            };
        }
    }

    /**
     * Runs a method that gives a {@code List[Tensor]}, and leaves the list where it is.
     *
     * @return to be closed by the caller
     */
    public TensorList runToList(String method, Object... arguments) {
        return TensorList.owning(call(method, arguments), method);
    }

    private IValue call(String method, Object... arguments) {
        IValue[] values = new IValue[arguments.length];
        try {
            for (int i = 0; i < arguments.length; i++) {
                values[i] = value(method, i, arguments[i]);
            }
            return IValueUtils.runMethod(block, method, values);
        } finally {
            for (int i = 0; i < arguments.length; i++) {
                if (values[i] != null && !(arguments[i] instanceof TensorList)) {
                    values[i].close();
                }
            }
        }
    }

    private static IValue value(String method, int position, Object argument) {
        if (argument instanceof NDArray array) {
            return IValue.from(requireNative(array));
        }
        if (argument instanceof TensorList list) {
            return list.value();
        }
        if (argument instanceof Collection<?> arrays && arrays.stream().allMatch(NDArray.class::isInstance)) {
            return TensorList.fromArrays(arrays.toArray(NDArray[]::new));
        }
        if (argument instanceof Long || argument instanceof Integer) {
            return IValue.from(((Number) argument).longValue());
        }
        if (argument instanceof Double || argument instanceof Float) {
            return IValue.from(((Number) argument).doubleValue());
        }
        if (argument instanceof Boolean truth) {
            return IValue.from(truth);
        }
        throw new IllegalArgumentException("argument " + position + " of " + method + " is "
                + (argument == null ? "null" : "a " + argument.getClass().getName())
                + "; arrays, lists of arrays, numbers and booleans can be given");
    }

    private static Result kind(String method, IValue result) {
        if (result.isTensor()) {
            return Result.TENSOR;
        }
        if (result.isTensorList()) {
            return Result.LIST;
        }
        if (result.isTuple()) {
            return Result.TUPLE;
        }
        String type = result.getType();
        if (type.equals("NoneType")) {
            return Result.NONE;
        }
        throw new IllegalArgumentException(method + " gives a " + type + ", not tensors");
    }

    private static NDList tuple(IValue result, PtNDManager target) {
        NDList arrays = new NDList();
        IValue[] members = result.toIValueTuple();
        try {
            for (IValue member : members) {
                if (!member.isTensor()) {
                    arrays.close();
                    throw new IllegalArgumentException("a tuple holds a " + member.getType() + ", not a tensor");
                }
                arrays.add(member.toTensor(target));
            }
        } finally {
            for (IValue member : members) {
                member.close();
            }
        }
        return arrays;
    }

    static PtNDArray requireNative(NDArray array) {
        if (array instanceof PtNDArray tensor) {
            return tensor;
        }
        throw new IllegalArgumentException(
                "an array is a " + array.getClass().getName() + ", not one of the PyTorch engine");
    }

    static PtNDManager requireNative(NDManager manager) {
        if (manager instanceof PtNDManager tensors) {
            return tensors;
        }
        throw new IllegalArgumentException(
                "a manager is of the engine " + manager.getEngine().getEngineName() + ", not of PyTorch");
    }

    /** Frees the module. No method may be running. */
    @Override
    public void close() {
        block.close();
        manager.close();
    }
}

package org.paperzoo.zoo.torchscript;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Methods of a module without tensors, called as functions of arrays through which gradients flow. DJL's only way to run
 * a method so takes tensors and lists of tensors alone, and reads which of them make a list, and the method's name, from
 * the arrays' names.
 */
public final class ScriptFunctions {

    private static final String METHOD_PREFIX = "module_method:";
    private static final String LIST = "list[]";

    private final PtNDManager manager;
    private final PtSymbolBlock block;
    /** For each method the array that names it; it holds nothing. */
    private final Map<String, NDArray> selectors = new ConcurrentHashMap<>();

    private ScriptFunctions(PtNDManager manager, PtSymbolBlock block) {
        this.manager = manager;
        this.block = block;
    }

    /** Loads the methods for as long as the engine lives. */
    public static ScriptFunctions load(TorchScriptArchive archive) {
        PtNDManager manager = (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        try {
            return new ScriptFunctions(
                    manager, JniUtils.loadModule(manager, new ByteArrayInputStream(archive.toBytes()), true, false));
        } catch (IOException e) {
            manager.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Calls a method that gives one Tensor.
     *
     * @param operands the first arguments, each a Tensor; the result hangs on the first one's manager
     * @param settings the remaining arguments
     */
    public NDArray call(String method, NDList operands, NDArray... settings) {
        return call(method, operands, null, settings);
    }

    /** Calls a method that gives one Tensor, and whose first argument is a {@code List[Tensor]} of all operands. */
    public NDArray callWithList(String method, NDList operands, NDArray... settings) {
        return call(method, operands, LIST, settings);
    }

    private NDArray call(String method, NDList operands, String name, NDArray... settings) {
        NDList arguments = new NDList();
        NDList views = new NDList();
        try {
            for (NDArray operand : operands) {
                TorchScriptModule.requireNative(operand);
                if (name == null && operand.getName() == null) {
                    arguments.add(operand);
                } else {
                    // A view, because an array's own name is its owner's, such as a parameter's dotted one.
                    NDArray view = operand.reshape(operand.getShape());
                    view.setName(name);
                    views.add(view);
                    arguments.add(view);
                }
            }
            arguments.addAll(new NDList(settings));
            arguments.add(selectors.computeIfAbsent(method, this::selector));
            return IValueUtils.forward(block, arguments, true).singletonOrThrow();
        } finally {
            views.close();
        }
    }

    private NDArray selector(String method) {
        NDArray selector = manager.create(0);
        NDScope.unregister(selector); // it outlives the scope of its first use
        selector.setName(METHOD_PREFIX + method);
        return selector;
    }
}

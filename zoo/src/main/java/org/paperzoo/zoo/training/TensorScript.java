package org.paperzoo.zoo.training;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.paperzoo.zoo.torchscript.TorchScriptArchive;

/** A few lines of TorchScript over lists of tensors: one native call where DJL would need one for each parameter. */
final class TensorScript implements AutoCloseable {

    private final Model model;

    /**
     * Compiles a script.
     *
     * @param signature parameters and result, as TorchScript writes them
     * @param body its lines
     */
    TensorScript(String signature, String body) {
        model = Model.newInstance("script", "PyTorch");
        try {
            model.load(new ByteArrayInputStream(
                    new TorchScriptArchive().method("forward", signature, body).toBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException("the training's own script was refused", e);
        }
    }

    /** Runs it and drops the result: what it does, it does in place. */
    void run(IValue... arguments) {
        try (IValue done = IValueUtils.runMethod((PtSymbolBlock) model.getBlock(), "forward", arguments)) {
            assert done.isTensor();
        }
    }

    @Override
    public void close() {
        model.close();
    }
}

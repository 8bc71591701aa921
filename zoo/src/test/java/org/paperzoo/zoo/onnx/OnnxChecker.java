package org.paperzoo.zoo.onnx;

import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.onnx.global.onnx;

/**
 * The checker of the ONNX project: whether a file keeps to the format, whether each node's operator exists with such
 * attributes, and whether types and shapes that operators imply agree with those declared.
 */
public final class OnnxChecker {

    private static final boolean THERE = load();

    private OnnxChecker() {}

    /**
     * Checks a model file and its data file. Does nothing where the checker has no library for the system.
     *
     * @throws AssertionError if the checker finds a fault
     */
    public static void check(Path model) {
        fault(model).ifPresent(fault -> {
            throw new AssertionError(model + ": " + fault);
        });
    }

    /** What the checker finds wrong with a file; nothing where it has no library for the system. */
    static Optional<String> fault(Path model) {
        if (!THERE) {
            return Optional.empty();
        }
        try {
            // Full: with shape inference. Not skipping operator versions. Nodes of other domains are let pass.
            onnx.check_model(model.toString(), true, false, false);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    static boolean isThere() {
        return THERE;
    }

    private static boolean load() {
        System.setProperty(
                "org.bytedeco.javacpp.cachedir",
                Path.of("target", "javacpp").toAbsolutePath().toString());
        try {
            Loader.load(onnx.class);
            return true;
        } catch (UnsatisfiedLinkError e) {
            System.err.println("ONNX's checker has no library for this system: model files go unchecked");
            return false;
        }
    }
}

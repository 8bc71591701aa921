package org.paperzoo.zoo.engine;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What runs a network. */
public enum EngineName {
    /** DJL's PyTorch engine, block by block. */
    PYTORCH("PyTorch"),
    /** DJL's PyTorch engine, over the graph recorded from the blocks. */
    TORCHSCRIPT("TorchScript"),
    /** ONNX Runtime, over the graph recorded from the blocks. */
    ONNX_RUNTIME("OnnxRuntime");

    private final String label;

    EngineName(String label) {
        this.label = label;
    }

    /** The name on the command line and in results. */
    public String label() {
        return label;
    }

    /** Whether it runs graphs. */
    public boolean runsGraphs() {
        return this != PYTORCH;
    }

    /**
     * Finds an engine by its name, in whatever case.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static EngineName named(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("no engine " + name + "; there are "
                        + Arrays.stream(values()).map(EngineName::label).collect(Collectors.joining(", "))));
    }

    private static Optional<EngineName> find(String name) {
        return Arrays.stream(values())
                .filter(engine -> engine.label.equalsIgnoreCase(name))
                .findFirst();
    }
}

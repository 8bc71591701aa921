package org.paperzoo.zoo.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.zoo.generation.EncoderDecoder;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.NamedBlock;

/**
 * One graph of a network as a method of a TorchScript module, whoever wrote it. A module does not say what its methods take
 * and give: inputs go in by order, and that they do not fit shows when it runs.
 */
public final class TorchScriptFileBackend implements Backend {

    private final GraphDefinition definition;
    private final Path file;
    private final TorchScriptBackend module;

    private TorchScriptFileBackend(GraphDefinition definition, Path file, TorchScriptBackend module) {
        this.definition = definition;
        this.file = file;
        this.module = module;
    }

    /**
     * Opens a module.
     *
     * @param definition the graph that the method of its name is
     * @throws IOException if the file is missing or broken
     */
    public static TorchScriptFileBackend open(NamedBlock network, GraphDefinition definition, Path file, Device device)
            throws IOException {
        return new TorchScriptFileBackend(
                definition,
                file,
                TorchScriptBackend.open(
                        network, List.of(definition), file, device, TorchScriptBackend.Kernels.PORTABLE));
    }

    @Override
    public EngineName engine() {
        return EngineName.TORCHSCRIPT;
    }

    @Override
    public NamedBlock network() {
        return module.network();
    }

    @Override
    public NDList run(String graph, NDList inputs) {
        try {
            return module.run(graph, inputs);
        } catch (EngineException e) {
            String reason =
                    String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("no reason");
            throw new IllegalArgumentException(
                    file + ": its method " + graph + " does not run on the inputs " + definition.inputs() + ": "
                            + reason,
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public EncoderDecoder generator() {
        throw new IllegalStateException(file + ": holds one graph; generation takes an encoder and a decoder");
    }

    @Override
    public void close() {
        module.close();
    }
}

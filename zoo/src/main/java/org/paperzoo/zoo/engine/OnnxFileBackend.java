package org.paperzoo.zoo.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.paperzoo.zoo.generation.EncoderDecoder;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.onnx.OnnxSession;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;

/** One graph of a network in one ONNX file, whoever wrote it: its inputs and outputs may have names of their own. */
public final class OnnxFileBackend implements Backend {

    private final NamedBlock network;
    private final GraphDefinition definition;
    private final Path file;
    private final OnnxSession session;
    private final OnnxNames names;

    private OnnxFileBackend(
            NamedBlock network, GraphDefinition definition, Path file, OnnxSession session, OnnxNames names) {
        this.network = network;
        this.definition = definition;
        this.file = file;
        this.session = session;
        this.names = names;
    }

    /**
     * Opens a file.
     *
     * @param definition the graph that the file is
     * @param inputs the file's names by the definition's, where somebody says so; else names that are equal are taken to
     *     mean the same, and where they are not, the order decides and types and numbers of axes are checked
     * @param outputs likewise
     * @throws org.paperzoo.zoo.InvalidInputException if the file is broken or does not fit the graph
     */
    public static OnnxFileBackend open(
            NamedBlock network,
            GraphDefinition definition,
            Path file,
            Map<String, String> inputs,
            Map<String, String> outputs,
            OnnxSessionOptions options)
            throws IOException {
        OnnxSession session = OnnxSession.open(file, options);
        try {
            return new OnnxFileBackend(
                    network, definition, file, session, OnnxNames.match(file, session, definition, inputs, outputs));
        } catch (IOException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public EngineName engine() {
        return EngineName.ONNX_RUNTIME;
    }

    @Override
    public NamedBlock network() {
        return network;
    }

    @Override
    public NDList run(String graph, NDList inputs) {
        if (!graph.equals(definition.name())) {
            throw new IllegalArgumentException(
                    file + ": holds the graph " + definition.name() + " alone; " + graph + " is asked for");
        }
        definition.requireInputs(inputs);
        Map<String, NDArray> given = new HashMap<>();
        definition.named(inputs).forEach((name, array) -> {
            if (names.inputs().containsKey(name)) {
                given.put(names.inputs().get(name), array);
            }
        });
        try {
            Map<String, NDArray> results =
                    new HashMap<>(session.run(inputs.head().getManager(), given));
            NDList ordered = new NDList();
            definition
                    .outputs()
                    .forEach(name -> ordered.add(results.remove(names.outputs().get(name))));
            results.values().forEach(NDArray::close);
            return ordered;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public EncoderDecoder generator() {
        throw new IllegalStateException(file + ": holds one graph; generation takes an encoder and a decoder");
    }

    @Override
    public void close() {
        session.close();
    }
}

package org.paperzoo.zoo.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.generation.EncoderDecoder;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.onnx.OnnxSession;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;
import org.paperzoo.zoo.onnx.OnnxType;
import org.paperzoo.zoo.onnx.OnnxValueInfo;

/** Graphs as sessions of ONNX Runtime, each opened when it is first run. */
public final class OnnxBackend implements Backend {

    private final NamedBlock network;
    private final List<GraphDefinition> definitions;
    private final Path folder;
    private final OnnxSessionOptions options;
    private final Map<String, OnnxSession> sessions = new LinkedHashMap<>();

    private OnnxBackend(
            NamedBlock network, List<GraphDefinition> definitions, Path folder, OnnxSessionOptions options) {
        this.network = network;
        this.definitions = definitions;
        this.folder = folder;
        this.options = options;
    }

    /**
     * A backend over the ONNX files of a folder, named as their graphs.
     *
     * @throws IOException if a graph that the network exports cannot be opened
     */
    public static OnnxBackend open(
            NamedBlock network, List<GraphDefinition> definitions, Path folder, OnnxSessionOptions options)
            throws IOException {
        OnnxBackend backend = new OnnxBackend(network, definitions, folder, options);
        try {
            for (GraphDefinition definition : definitions) {
                if (definition.exported()) {
                    backend.session(definition.name());
                }
            }
            return backend;
        } catch (IOException | RuntimeException e) {
            backend.close();
            throw e;
        }
    }

    /** The session of a graph. */
    synchronized OnnxSession session(String graph) throws IOException {
        OnnxSession session = sessions.get(graph);
        if (session == null) {
            session = OnnxSession.open(folder.resolve(graph + ".onnx"), options);
            sessions.put(graph, session);
        }
        return session;
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
        GraphDefinition definition = GraphDefinition.find(definitions, graph);
        definition.requireInputs(inputs);
        try {
            OnnxSession session = session(graph);
            NDManager manager = inputs.head().getManager();
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                Map<String, NDArray> outputs = session.run(manager, typed(session, definition.named(inputs)));
                NDList ordered = new NDList();
                definition.outputs().forEach(name -> ordered.add(wide(outputs.get(name))));
                NDScope.unregister(ordered);
                return ordered;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Inputs in the graph's own precision, which those in groups have. */
    private static Map<String, NDArray> typed(OnnxSession session, Map<String, NDArray> inputs) {
        Map<String, NDArray> typed = new LinkedHashMap<>(inputs);
        for (OnnxValueInfo input : session.inputs()) {
            if (input.type() == OnnxType.FLOAT16) {
                typed.computeIfPresent(input.name(), (name, array) -> array.toType(DataType.FLOAT16, false));
            }
        }
        return typed;
    }

    private static NDArray wide(NDArray output) {
        return output.getDataType() == DataType.FLOAT16 ? output.toType(DataType.FLOAT32, false) : output;
    }

    @Override
    public EncoderDecoder generator() {
        return OnnxGenerator.of(network, this);
    }

    @Override
    public synchronized void close() {
        sessions.values().forEach(OnnxSession::close);
        sessions.clear();
    }
}

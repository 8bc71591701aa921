package org.paperzoo.zoo.engine;

import ai.djl.ndarray.NDList;
import org.paperzoo.zoo.generation.EncoderDecoder;
import org.paperzoo.zoo.nn.NamedBlock;

/**
 * A network on an engine: its graphs by the names that its architecture gives them, run by blocks or by a runtime. What
 * an architecture does beyond its graphs (translators, search, post-processing) runs over a backend, and so on every
 * engine alike. Several threads may use it at the same time.
 */
public interface Backend extends AutoCloseable {

    /** The engine. */
    EngineName engine();

    /** The network as declared, for its configuration; on an engine that runs graphs it holds no weights. */
    NamedBlock network();

    /**
     * Runs a graph. Numbers that are no whole ones come and go as float32, in whatever precision the engine computes.
     *
     * @param graph the name of one of the architecture's graphs
     * @param inputs in the order of the graph's definition
     * @return in the order of the definition, attached to the manager of the first input; the caller closes them
     * @throws IllegalArgumentException if there is no such graph, or the inputs do not fit it
     */
    NDList run(String graph, NDList inputs);

    /**
     * The encoder and decoder that text generation drives.
     *
     * @throws IllegalStateException if the network does not generate
     */
    EncoderDecoder generator();

    @Override
    void close();
}

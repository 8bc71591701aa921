package org.paperzoo.zoo.timeseries;

import ai.djl.ndarray.NDList;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/**
 * Forecasts with an Informer on any engine: draws the keys that its attention samples, always the same ones for the same
 * lengths, and runs its graph.
 *
 * <p>As a DJL block: inputs and output as {@link Informer}.
 */
final class SamplingForecast extends NamedBlock {

    private final Backend backend;

    SamplingForecast(Backend backend) {
        this.backend = backend;
        child("network", backend.network());
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        Informer network = (Informer) backend.network();
        network.checkInputs(inputs);
        return backend.run(InformerGraphs.FORWARD, InformerGraphs.inputs(network, inputs, Informer.REPEATABLE));
    }
}

package org.paperzoo.zoo.timeseries;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.training.Learner;

/**
 * An Informer that learns to make the mean squared error of its forecast small (reference: {@code exp/exp_informer.py}). A
 * batch holds the network's four inputs and the target {@code [B, out_len, c_out]}.
 */
public record InformerLearner(Informer network) implements Learner {

    @Override
    public NDArray loss(Pass pass, NDList batch, long seed) {
        NDArray target = batch.get(4);
        return pass.scoped(() -> {
            NDArray forecast = network.forecast(pass, batch.subNDList(0, 4), KeySampler.seeded(seed));
            return forecast.sub(target).square().mean();
        });
    }
}

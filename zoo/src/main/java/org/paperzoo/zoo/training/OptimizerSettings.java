package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.paperzoo.zoo.nn.NamedBlock;

/** Which optimiser, and with what constants. */
public sealed interface OptimizerSettings {

    /** An optimiser of all trained parameters of an initialised network; its state hangs on a child of the manager. */
    Optimizer create(NamedBlock network, List<ParameterGroup> groups, NDManager manager);

    /**
     * Adam (Kingma and Ba 2015) as PyTorch computes it.
     *
     * @param beta1 decay of the mean of gradients, in [0, 1)
     * @param beta2 decay of the mean of their squares, in [0, 1)
     * @param epsilon added to the root, greater than 0
     * @param weightDecay at least 0
     * @param decoupled whether weights decay beside the step (AdamW, Loshchilov and Hutter 2019) or through the gradient
     */
    record Adam(double beta1, double beta2, double epsilon, double weightDecay, boolean decoupled)
            implements OptimizerSettings {

        public Adam {
            requireDecay("beta1", beta1);
            requireDecay("beta2", beta2);
            if (!(epsilon > 0 && epsilon < 1)) {
                throw new IllegalArgumentException("epsilon is in (0, 1), not " + epsilon);
            }
            requireWeightDecay(weightDecay);
        }

        /** PyTorch's defaults without weight decay. */
        public static Adam plain() {
            return new Adam(0.9, 0.999, 1e-8, 0, false);
        }

        /** PyTorch's defaults with decoupled weight decay. */
        public static Adam decoupled(double weightDecay) {
            return new Adam(0.9, 0.999, 1e-8, weightDecay, true);
        }

        @Override
        public Optimizer create(NamedBlock network, List<ParameterGroup> groups, NDManager manager) {
            return new FusedAdam(network, this, groups, manager);
        }
    }

    /**
     * Stochastic gradient descent as PyTorch computes it.
     *
     * @param momentum in [0, 1)
     * @param weightDecay at least 0, through the gradient
     * @param nesterov whether the step looks ahead; needs momentum
     */
    record Sgd(double momentum, double weightDecay, boolean nesterov) implements OptimizerSettings {

        public Sgd {
            requireDecay("momentum", momentum);
            requireWeightDecay(weightDecay);
            if (nesterov && momentum == 0) {
                throw new IllegalArgumentException("Nesterov's step needs a momentum greater than 0");
            }
        }

        @Override
        public Optimizer create(NamedBlock network, List<ParameterGroup> groups, NDManager manager) {
            return new FusedSgd(network, this, groups, manager);
        }
    }

    private static void requireDecay(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is in [0, 1), not " + value);
        }
    }

    private static void requireWeightDecay(double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException("weight decay is in [0, 1), not " + value);
        }
    }
}

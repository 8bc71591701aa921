package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.nn.NamedBlock;

/**
 * Stochastic gradient descent with momentum as PyTorch computes it. A velocity that starts at zero becomes the first
 * gradient in the first step, as PyTorch's, which has no damping.
 */
final class FusedSgd implements Optimizer {

    private static final String SIGNATURE = "(parameters: List[Tensor], gradients: List[Tensor],"
            + " velocities: List[Tensor], rate: float, momentum: float, decay: float, nesterov: bool, overflow: Tensor) -> Tensor";

    private static final String BODY = """
            torch._fused_sgd_(parameters, gradients, %s, weight_decay=decay, momentum=momentum, lr=rate, dampening=0., nesterov=nesterov, maximize=False, is_first_step=False, grad_scale=None, found_inf=overflow)
            torch._foreach_zero_(gradients)
            return parameters[0]
            """;

    private final OptimizerSettings.Sgd settings;
    private final NDManager manager;
    private final ParameterLists parameters;
    private final TensorScript script;
    private final GradientClipping clipping;
    private final Map<String, NDArray> state = new LinkedHashMap<>();

    FusedSgd(NamedBlock network, OptimizerSettings.Sgd settings, List<ParameterGroup> groups, NDManager manager) {
        this.settings = settings;
        this.manager = manager.newSubManager();
        parameters = new ParameterLists(network, settings.weightDecay(), groups, this.manager);
        parameters.zeros("velocity.", state);
        // The kernel takes no velocities where there is no momentum.
        String velocities = settings.momentum() == 0 ? "annotate(List[Tensor], [])" : "velocities";
        clipping = new GradientClipping();
        script = new TensorScript(SIGNATURE, BODY.formatted(velocities));
    }

    @Override
    public void step(double rate, double norm, LossScale scale) {
        parameters.findGradients();
        scale.unscale(parameters.allGradients());
        if (!Double.isInfinite(norm)) {
            clipping.apply(parameters.allGradients(), norm);
        }
        try (IValue momentum = IValue.from(settings.momentum());
                IValue nesterov = IValue.from(settings.nesterov())) {
            for (ParameterLists.Members members : parameters.lists()) {
                try (IValue own = IValue.from(rate * members.rate());
                        IValue decay = IValue.from(members.weightDecay())) {
                    script.run(
                            members.weights(),
                            members.gradients(),
                            members.state(0),
                            own,
                            momentum,
                            decay,
                            nesterov,
                            scale.overflowValue());
                }
            }
        }
        scale.update();
    }

    @Override
    public Map<String, NDArray> state() {
        return state;
    }

    @Override
    public void close() {
        parameters.close();
        clipping.close();
        script.close();
        manager.close();
    }
}

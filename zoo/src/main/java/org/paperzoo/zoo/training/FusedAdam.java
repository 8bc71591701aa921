package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.nn.NamedBlock;

/**
 * Adam and AdamW as PyTorch computes them: both averages are corrected for their start at zero, and epsilon is added after
 * the correction. (DJL's own corrects before.) PyTorch's fused kernel does all parameters of a list in one native call.
 */
final class FusedAdam implements Optimizer {

    private static final String SIGNATURE = "(parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor],"
            + " squares: List[Tensor], count: Tensor, rate: float, beta1: float, beta2: float, decay: float,"
            + " epsilon: float, overflow: Tensor) -> Tensor";

    private static final String BODY = """
            counts = annotate(List[Tensor], [])
            for i in range(torch.len(parameters)):
              torch.append(counts, count)
            torch.%s(parameters, gradients, means, squares, annotate(List[Tensor], []), counts, lr=rate, beta1=beta1, beta2=beta2, weight_decay=decay, eps=epsilon, amsgrad=False, maximize=False, grad_scale=None, found_inf=overflow)
            torch._foreach_zero_(gradients)
            return count
            """;

    private final OptimizerSettings.Adam settings;
    private final NDManager manager;
    private final ParameterLists parameters;
    private final TensorScript script;
    private final GradientClipping clipping;
    private final Map<String, NDArray> state = new LinkedHashMap<>();
    private final NDArray count;
    private final IValue countValue;

    FusedAdam(NamedBlock network, OptimizerSettings.Adam settings, List<ParameterGroup> groups, NDManager manager) {
        this.settings = settings;
        this.manager = manager.newSubManager();
        parameters = new ParameterLists(network, settings.weightDecay(), groups, this.manager);
        parameters.zeros("mean.", state);
        parameters.zeros("square.", state);
        count = this.manager.zeros(new Shape());
        state.put("count", count);
        countValue = IValue.from((PtNDArray) count);
        clipping = new GradientClipping();
        script = new TensorScript(SIGNATURE, BODY.formatted(settings.decoupled() ? "_fused_adamw_" : "_fused_adam_"));
    }

    @Override
    public void step(double rate, double norm, LossScale scale) {
        parameters.findGradients();
        scale.unscale(parameters.allGradients());
        if (!Double.isInfinite(norm)) {
            clipping.apply(parameters.allGradients(), norm);
        }
        count.addi(1).subi(scale.overflow());
        try (IValue beta1 = IValue.from(settings.beta1());
                IValue beta2 = IValue.from(settings.beta2());
                IValue epsilon = IValue.from(settings.epsilon())) {
            for (ParameterLists.Members members : parameters.lists()) {
                try (IValue own = IValue.from(rate * members.rate());
                        IValue decay = IValue.from(members.weightDecay())) {
                    script.run(
                            members.weights(),
                            members.gradients(),
                            members.state(0),
                            members.state(1),
                            countValue,
                            own,
                            beta1,
                            beta2,
                            decay,
                            epsilon,
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
        countValue.close();
        clipping.close();
        script.close();
        manager.close();
    }
}

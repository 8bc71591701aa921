package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The factor of a mixed-precision training's loss, by which small gradients stay within float16's range (Micikevicius et al.
 * 2018, section 3.2), as PyTorch's {@code GradScaler} moves it: halved after a step whose gradients overflowed, which is
 * then not made, and doubled after 2,000 steps without one. It never leaves the device.
 */
public final class LossScale implements AutoCloseable {

    private static final float FIRST = 65536;

    private final boolean moving;
    private final NDManager manager;
    private final NDArray factor;
    private final NDArray stepsSince;
    private final NDArray overflow;
    private final IValue factorValue;
    private final IValue stepsSinceValue;
    private final IValue overflowValue;
    private final TensorScript unscale;
    private final TensorScript update;

    private LossScale(boolean moving, NDManager manager) {
        this.moving = moving;
        this.manager = manager.newSubManager();
        factor = this.manager.full(new Shape(), moving ? FIRST : 1);
        stepsSince = this.manager.zeros(new Shape());
        overflow = this.manager.zeros(new Shape());
        factorValue = IValue.from((PtNDArray) factor);
        stepsSinceValue = IValue.from((PtNDArray) stepsSince);
        overflowValue = IValue.from((PtNDArray) overflow);
        unscale = new TensorScript("(gradients: List[Tensor], overflow: Tensor, factor: Tensor) -> Tensor", """
                        cleared = torch.zero_(overflow)
                        torch._amp_foreach_non_finite_check_and_unscale_(gradients, overflow, torch.reciprocal(factor))
                        return overflow
                        """);
        update = new TensorScript("(factor: Tensor, steps: Tensor, overflow: Tensor) -> Tensor", """
                        kept = torch.rsub(overflow, 1)
                        counted = torch.mul_(torch.add_(steps, 1), kept)
                        grown = torch.to(torch.ge(steps, 2000), 6)
                        moved = torch.mul_(factor, torch.mul(torch.add(torch.mul(kept, 0.5), 0.5), torch.add(grown, 1)))
                        return torch.mul_(steps, torch.rsub(grown, 1))
                        """);
    }

    /** Always 1: nothing is scaled, and no step is left out. */
    public static LossScale none(NDManager manager) {
        return new LossScale(false, manager);
    }

    /** Moves as gradients overflow or do not. */
    public static LossScale moving(NDManager manager) {
        return new LossScale(true, manager);
    }

    /** A loss, scaled. */
    NDArray of(NDArray loss) {
        return moving ? loss.mul(factor) : loss;
    }

    /** Takes the factor off gradients, in place, and looks for overflow. */
    void unscale(IValue gradients) {
        if (moving) {
            unscale.run(gradients, overflowValue, factorValue);
        }
    }

    /** A scalar: 1 if the gradients overflowed and their step is not made, else 0. */
    NDArray overflow() {
        return overflow;
    }

    /** {@link #overflow} as TorchScript takes it. */
    IValue overflowValue() {
        return overflowValue;
    }

    /** Moves the factor after a step. */
    void update() {
        if (moving) {
            update.run(factorValue, stepsSinceValue, overflowValue);
        }
    }

    /** What a resumption fills in place. */
    Map<String, NDArray> state() {
        Map<String, NDArray> state = new LinkedHashMap<>();
        if (moving) {
            state.put("factor", factor);
            state.put("steps", stepsSince);
        }
        return state;
    }

    @Override
    public void close() {
        factorValue.close();
        stepsSinceValue.close();
        overflowValue.close();
        unscale.close();
        update.close();
        manager.close();
    }
}

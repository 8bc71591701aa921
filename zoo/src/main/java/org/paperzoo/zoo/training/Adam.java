package org.paperzoo.zoo.training;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.util.Pair;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.torchscript.TorchScriptArchive;

/**
 * Adam (Kingma and Ba 2015) as PyTorch computes it, without weight decay: both averages are corrected for their start at
 * zero, and epsilon is added after the correction. (DJL's own corrects before.) PyTorch's fused kernel does all parameters
 * in one native call.
 */
public final class Adam implements Optimizer {

    private static final String SIGNATURE = "(parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor],"
            + " squares: List[Tensor], count: Tensor, rate: float, beta1: float, beta2: float, epsilon: float) -> Tensor";

    private static final String SCRIPT = """
            counts = annotate(List[Tensor], [])
            torch.add_(count, 1)
            for i in range(torch.len(parameters)):
              torch.append(counts, count)
            torch._fused_adam_(parameters, gradients, means, squares, annotate(List[Tensor], []), counts, lr=rate, beta1=beta1, beta2=beta2, weight_decay=0., eps=epsilon, amsgrad=False, maximize=False)
            torch._foreach_zero_(gradients)
            return count
            """;

    private final double beta1;
    private final double beta2;
    private final double epsilon;
    private final NDManager manager;
    private final Model script;
    private final List<Parameter> parameters = new ArrayList<>();
    private final Map<String, NDArray> state = new LinkedHashMap<>();
    private final NDArray count;
    private IValue weightList;
    private IValue gradientList;
    private final IValue meanList;
    private final IValue squareList;
    private final IValue countValue;

    /** With PyTorch's defaults: betas 0.9 and 0.999, epsilon 1e-8. */
    public Adam(NamedBlock network, NDManager manager) {
        this(network, manager, 0.9, 0.999, 1e-8);
    }

    /**
     * An optimiser of all trained parameters of an initialised network.
     *
     * @param manager of the PyTorch engine; the averages hang on a child of it until this is closed
     */
    public Adam(NamedBlock network, NDManager manager, double beta1, double beta2, double epsilon) {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
        this.manager = manager.newSubManager();
        List<PtNDArray> means = new ArrayList<>();
        List<PtNDArray> squares = new ArrayList<>();
        for (Pair<String, Parameter> pair : network.getParameters()) {
            Parameter parameter = pair.getValue();
            if (parameter.requiresGradient()) {
                parameters.add(parameter);
                means.add(average("mean." + pair.getKey(), parameter));
                squares.add(average("square." + pair.getKey(), parameter));
            }
        }
        count = this.manager.zeros(new Shape());
        state.put("count", count);
        meanList = IValue.listFrom(means.toArray(PtNDArray[]::new));
        squareList = IValue.listFrom(squares.toArray(PtNDArray[]::new));
        countValue = IValue.from((PtNDArray) count);
        script = Model.newInstance("adam", "PyTorch");
        try {
            script.load(new ByteArrayInputStream(new TorchScriptArchive()
                    .method("forward", SIGNATURE, SCRIPT)
                    .toBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (MalformedModelException e) {
            throw new IllegalStateException("the optimiser's own script was refused", e);
        }
    }

    private PtNDArray average(String name, Parameter parameter) {
        NDArray zeros = manager.zeros(parameter.getShape());
        state.put(name, zeros);
        return (PtNDArray) zeros;
    }

    @Override
    public void step(double rate) {
        if (gradientList == null) {
            // Gradients exist from the first backward pass on, and later ones add to the same arrays.
            gradientList = list(parameter -> {
                NDArray gradient = parameter.getArray().getGradient();
                gradient.attach(manager);
                return gradient;
            });
            weightList = list(Parameter::getArray);
        }
        try (IValue rateValue = IValue.from(rate);
                IValue beta1Value = IValue.from(beta1);
                IValue beta2Value = IValue.from(beta2);
                IValue epsilonValue = IValue.from(epsilon);
                IValue done = IValueUtils.runMethod(
                        (PtSymbolBlock) script.getBlock(),
                        "forward",
                        weightList,
                        gradientList,
                        meanList,
                        squareList,
                        countValue,
                        rateValue,
                        beta1Value,
                        beta2Value,
                        epsilonValue)) {
            assert done.isTensor();
        }
    }

    private IValue list(Function<Parameter, NDArray> part) {
        return IValue.listFrom(
                parameters.stream().map(part).map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }

    @Override
    public Map<String, NDArray> state() {
        return state;
    }

    @Override
    public void close() {
        for (IValue value : new IValue[] {weightList, gradientList, meanList, squareList, countValue}) {
            if (value != null) {
                value.close();
            }
        }
        script.close();
        manager.close();
    }
}

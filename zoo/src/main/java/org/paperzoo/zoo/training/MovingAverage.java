package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.IValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.nn.NamedBlock;

/**
 * An exponential moving average of a network's weights, which validates better than the weights of a single step. Of the
 * first steps it is the plain average (a decay of {@code (1 + t) / (10 + t)} at most), so that initial values are soon
 * forgotten.
 */
final class MovingAverage implements AutoCloseable {

    private final double decay;
    private final NDManager manager;
    private final Map<String, NDArray> averages = new LinkedHashMap<>();
    private final IValue averageList;
    private final IValue weightList;
    private final TensorScript update =
            new TensorScript("(averages: List[Tensor], weights: List[Tensor], part: float) -> Tensor", """
                    watched = annotate(List[Tensor], [])
                    for i in range(torch.len(weights)):
                      torch.append(watched, torch.detach(weights[i]))
                    torch._foreach_lerp_(averages, watched, part)
                    return averages[0]
                    """);
    private final TensorScript exchange =
            new TensorScript("(averages: List[Tensor], weights: List[Tensor]) -> Tensor", """
                    for i in range(torch.len(averages)):
                      kept = torch.clone(averages[i])
                      copied = torch.copy_(averages[i], weights[i])
                      back = torch.copy_(weights[i], kept)
                    return averages[0]
                    """);

    /** An average that starts at the weights as they are. */
    MovingAverage(NamedBlock network, double decay, NDManager manager) {
        this.decay = decay;
        this.manager = manager.newSubManager();
        Map<String, NDArray> weights = new LinkedHashMap<>();
        network.getParameters().forEach(pair -> {
            Parameter parameter = pair.getValue();
            if (parameter.requiresGradient()) {
                try (NDArray watched = parameter.getArray().stopGradient()) {
                    NDArray average = watched.duplicate();
                    average.attach(this.manager);
                    averages.put(pair.getKey(), average);
                }
                weights.put(pair.getKey(), parameter.getArray());
            }
        });
        averageList = ParameterLists.list(List.copyOf(averages.values()));
        weightList = ParameterLists.list(List.copyOf(weights.values()));
    }

    /** Takes in the weights after a step, counted from 1. */
    void update(long step) {
        try (IValue part = IValue.from(1 - Math.min(decay, (1 + step) / (10.0 + step)))) {
            update.run(averageList, weightList, part);
        }
    }

    /** Exchanges weights and averages, of a network that is frozen. */
    void exchange() {
        exchange.run(averageList, weightList);
    }

    Map<String, NDArray> state() {
        return averages;
    }

    @Override
    public void close() {
        averageList.close();
        weightList.close();
        update.close();
        exchange.close();
        manager.close();
    }
}

package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.paperzoo.zoo.nn.NamedBlock;

/** The trained parameters of a network, in lists that are trained alike, as TorchScript takes them. */
final class ParameterLists implements AutoCloseable {

    private final NDManager manager;
    private final List<Members> lists = new ArrayList<>();
    private IValue allGradients;

    /** Parameters that are trained alike. */
    static final class Members implements AutoCloseable {

        private final double rate;
        private final double weightDecay;
        private final Map<String, Parameter> parameters = new LinkedHashMap<>();
        private final List<IValue> states = new ArrayList<>();
        private IValue weights;
        private IValue gradients;

        private Members(double rate, double weightDecay) {
            this.rate = rate;
            this.weightDecay = weightDecay;
        }

        double rate() {
            return rate;
        }

        double weightDecay() {
            return weightDecay;
        }

        IValue weights() {
            return weights;
        }

        IValue gradients() {
            return gradients;
        }

        /** One of the lists that {@link ParameterLists#zeros} made, in the order of making. */
        IValue state(int index) {
            return states.get(index);
        }

        @Override
        public void close() {
            states.forEach(IValue::close);
            if (weights != null) {
                weights.close();
                gradients.close();
            }
        }
    }

    /**
     * Sorts a network's trained parameters.
     *
     * @param weightDecay of those in no group that says otherwise
     * @param manager owns what is made for the parameters
     * @throws IllegalArgumentException if a group fits no parameter; the message names it
     */
    ParameterLists(NamedBlock network, double weightDecay, List<ParameterGroup> groups, NDManager manager) {
        this.manager = manager;
        for (ParameterGroup group : groups) {
            if (network.getParameters().keys().stream().noneMatch(group::has)) {
                throw new IllegalArgumentException("no parameter's name contains \"" + group.containing() + "\"");
            }
        }
        Map<List<Double>, Members> alike = new LinkedHashMap<>();
        for (Pair<String, Parameter> pair : network.getParameters()) {
            if (!pair.getValue().requiresGradient()) {
                continue;
            }
            ParameterGroup group = groups.stream()
                    .filter(candidate -> candidate.has(pair.getKey()))
                    .findFirst()
                    .orElse(null);
            double rate = group == null ? 1 : group.rate();
            double decay = group == null ? weightDecay : Objects.requireNonNullElse(group.weightDecay(), weightDecay);
            alike.computeIfAbsent(List.of(rate, decay), key -> new Members(rate, decay))
                    .parameters
                    .put(pair.getKey(), pair.getValue());
        }
        lists.addAll(alike.values());
    }

    List<Members> lists() {
        return lists;
    }

    /** Makes an array of zeros for each parameter, and enters it into a state under the parameter's name with a prefix. */
    void zeros(String prefix, Map<String, NDArray> state) {
        for (Members members : lists) {
            members.states.add(list(members.parameters.entrySet().stream()
                    .map(entry -> {
                        NDArray zeros = manager.zeros(entry.getValue().getShape());
                        state.put(prefix + entry.getKey(), zeros);
                        return zeros;
                    })
                    .toList()));
        }
    }

    /** Finds the gradients, which exist from the first backward pass on; later ones add to the same arrays. */
    void findGradients() {
        if (allGradients != null) {
            return;
        }
        List<NDArray> all = new ArrayList<>();
        for (Members members : lists) {
            List<NDArray> gradients = members.parameters.values().stream()
                    .map(parameter -> {
                        NDArray gradient = parameter.getArray().getGradient();
                        gradient.attach(manager);
                        return gradient;
                    })
                    .toList();
            all.addAll(gradients);
            members.gradients = list(gradients);
            members.weights = list(members.parameters.values().stream()
                    .map(Parameter::getArray)
                    .toList());
        }
        allGradients = list(all);
    }

    /** The gradients of all lists; null before they were found. */
    IValue allGradients() {
        return allGradients;
    }

    static IValue list(List<NDArray> arrays) {
        return IValue.listFrom(arrays.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }

    @Override
    public void close() {
        lists.forEach(Members::close);
        if (allGradients != null) {
            allGradients.close();
        }
    }
}

package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.paperzoo.zoo.nn.Pass;

/**
 * A forward of a network that can be recorded as a graph: its inputs and outputs by name, which sizes are free, example
 * inputs for any choice of them, and the forward itself. Axes of inputs whose length follows the free sizes become
 * dynamic, all others fixed.
 *
 * @param name such as {@code forward}, {@code encoder} or {@code decoder}; unique in its network
 * @param exported whether the graph is written when the network is exported; others serve reference cases
 * @param sizes the free sizes by name
 * @param derivedSizes names of lengths that follow from the free sizes, such as rows from batch and beams
 * @param inputs names of the inputs
 * @param outputs names of the outputs
 * @param groups inputs that belong together, by the name of the group; a graph may take them as one list
 * @param states groups of outputs that take the place of a group of inputs in the next run
 * @param example makes inputs of given sizes
 * @param body the forward: inputs in the order of their names to outputs in the order of theirs
 */
public record GraphDefinition(
        String name,
        boolean exported,
        Map<String, FreeSize> sizes,
        Map<String, ToLongFunction<Map<String, Integer>>> derivedSizes,
        List<String> inputs,
        List<String> outputs,
        Map<String, List<String>> groups,
        Map<String, String> states,
        Example example,
        Body body) {

    public GraphDefinition {
        sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
        derivedSizes = Collections.unmodifiableMap(new LinkedHashMap<>(derivedSizes));
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        states = Map.copyOf(states);
    }

    /**
     * What values a size may have.
     *
     * @param least the least that makes sense
     * @param recorded recordings run at several times this
     */
    public record FreeSize(int least, int recorded) {}

    /** Makes inputs. */
    @FunctionalInterface
    public interface Example {

        /**
         * Makes inputs whose values differ where the network's behaviour could depend on them.
         *
         * @param manager owns the arrays
         * @param sizes a value for each free size
         */
        NDList of(NDManager manager, Map<String, Integer> sizes);
    }

    /** Runs a network. */
    @FunctionalInterface
    public interface Body {
        NDList forward(Pass pass, NDList inputs);
    }

    /** Starts a definition. */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Example inputs of given sizes; each must be at least the least. */
    public NDList example(NDManager manager, Map<String, Integer> given) {
        sizes.forEach((size, free) -> {
            Integer value = given.get(size);
            if (value == null || value < free.least()) {
                throw new IllegalArgumentException(
                        "graph " + name + ": size " + size + " is " + value + "; expected at least " + free.least());
            }
        });
        NDList arrays = example.of(manager, given);
        if (arrays.size() != inputs.size()) {
            throw new IllegalStateException(
                    "graph " + name + " has " + inputs.size() + " inputs; its example makes " + arrays.size());
        }
        return arrays;
    }

    /** Gathers a definition. */
    public static final class Builder {

        private final String name;
        private final Map<String, FreeSize> sizes = new LinkedHashMap<>();
        private final Map<String, ToLongFunction<Map<String, Integer>>> derivedSizes = new LinkedHashMap<>();
        private final List<String> inputs = new ArrayList<>();
        private final List<String> outputs = new ArrayList<>();
        private final Map<String, List<String>> groups = new LinkedHashMap<>();
        private final Map<String, String> states = new LinkedHashMap<>();
        private boolean exported = true;
        private Example example;

        private Builder(String name) {
            this.name = name;
        }

        /** A graph that is recorded for reference cases and not written when the network is exported. */
        public Builder forReference() {
            exported = false;
            return this;
        }

        /** A free size, with the least value that makes sense; recordings run at several times it. */
        public Builder size(String size, int least) {
            return size(size, least, Math.max(1, least));
        }

        /** A free size that is recorded at several times another value than its least. */
        public Builder size(String size, int least, int recorded) {
            sizes.put(size, new FreeSize(least, recorded));
            return this;
        }

        /** Names a length that follows from the free sizes. */
        public Builder derived(String size, ToLongFunction<Map<String, Integer>> length) {
            derivedSizes.put(size, length);
            return this;
        }

        public Builder inputs(String... names) {
            inputs.addAll(List.of(names));
            return this;
        }

        /** Inputs {@code group.0}, {@code group.1} … that belong together. */
        public Builder inputGroup(String group, int count) {
            List<String> names = members(group, count);
            inputs.addAll(names);
            groups.put(group, names);
            return this;
        }

        public Builder outputs(String... names) {
            outputs.addAll(List.of(names));
            return this;
        }

        /** Outputs {@code group.0}, {@code group.1} … that the next run takes in place of a group of inputs. */
        public Builder state(String group, String inputGroup) {
            List<String> names = members(group, groups.get(inputGroup).size());
            outputs.addAll(names);
            states.put(group, inputGroup);
            return this;
        }

        public Builder example(Example makes) {
            example = makes;
            return this;
        }

        public GraphDefinition body(Body body) {
            return new GraphDefinition(
                    name, exported, sizes, derivedSizes, inputs, outputs, groups, states, example, body);
        }

        private static List<String> members(String group, int count) {
            return IntStream.range(0, count).mapToObj(i -> group + "." + i).toList();
        }
    }

    /** The inputs of a list by name. */
    public Map<String, NDArray> named(NDList arrays) {
        Map<String, NDArray> byName = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            byName.put(inputs.get(i), arrays.get(i));
        }
        return byName;
    }

    /**
     * The definition of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static GraphDefinition find(List<GraphDefinition> definitions, String name) {
        return definitions.stream()
                .filter(definition -> definition.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no graph " + name + "; there are "
                        + definitions.stream().map(GraphDefinition::name).toList()));
    }

    /**
     * Checks that inputs are as many as the graph takes.
     *
     * @throws IllegalArgumentException if they are not
     */
    public void requireInputs(NDList arrays) {
        if (arrays.size() != inputs.size()) {
            throw new IllegalArgumentException(
                    "graph " + name + " takes " + inputs + ", not " + arrays.size() + " arrays");
        }
    }

    /** The group of an input, or null where it stands alone. */
    public String groupOf(String input) {
        return groups.entrySet().stream()
                .filter(group -> group.getValue().contains(input))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** The group of outputs that a state's output belongs to, or null where it is none. */
    public String stateOf(String output) {
        return states.keySet().stream()
                .filter(group -> output.matches(Pattern.quote(group) + "\\.\\d+"))
                .findFirst()
                .orElse(null);
    }
}

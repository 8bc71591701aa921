package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.nn.Pass;

/**
 * Records a forward as a graph. It runs at several sizes; what differs between the runs follows their sizes, and must
 * follow them by a formula. A forward that takes another way at another size is refused.
 */
public final class Tracer {

    /** Two formulas that agree by chance at so many sizes are unlikely, and found out when the graph is checked. */
    private static final int RECORDINGS = 6;

    /** Multiples of a size's recorded value at which recordings run. */
    private static final int[] MULTIPLES = {2, 3, 5, 7, 4, 6};

    private Tracer() {}

    /**
     * Records a forward.
     *
     * @param network has its weights, and keeps owning them: the graph refers to them
     * @param manager on the device and engine of the weights; it will own the constants that the graph computes from them
     * @throws UntraceableException if the forward cannot be written as a graph; the message says why
     */
    public static Graph trace(NamedBlock network, GraphDefinition definition, NDManager manager) {
        Map<Parameter, String> names = names(network);
        try (NDManager own = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            Graph graph = Folding.fold(builder(definition, names, own).build());
            graph.constants().values().forEach(array -> keep(array, names.keySet(), manager));
            return graph;
        }
    }

    /** Records a forward to count its work; nothing of the network is kept. */
    static WorkCount count(NamedBlock network, GraphDefinition definition, NDManager manager) {
        try (NDManager own = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            GraphBuilder builder = builder(definition, names(network), own);
            Graph graph = Folding.fold(builder.build());
            return new WorkCount(graph, builder.origins());
        }
    }

    private static GraphBuilder builder(GraphDefinition definition, Map<Parameter, String> names, NDManager manager) {
        List<Run> runs = new ArrayList<>();
        List<Map<String, Integer>> choices = sizes(definition);
        for (Map<String, Integer> sizes : choices) {
            runs.add(run(definition, names, manager, sizes));
        }
        return new GraphBuilder(definition, choices, runs);
    }

    private static Map<Parameter, String> names(NamedBlock network) {
        Map<Parameter, String> names = new IdentityHashMap<>();
        for (Pair<String, Parameter> pair : network.getParameters()) {
            names.putIfAbsent(pair.getValue(), pair.getKey());
        }
        return names;
    }

    /**
     * How many operations a forward calls, one native call each at least, where blocks run it.
     *
     * @param network has its weights
     * @param manager on the device and engine of the weights
     * @param sizes a value for each free size; a recording runs at them
     */
    public static int operations(
            NamedBlock network, GraphDefinition definition, NDManager manager, Map<String, Integer> sizes) {
        try (NDManager own = manager.newSubManager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return run(definition, names(network), own, sizes)
                    .recording()
                    .steps()
                    .size();
        }
    }

    /** One recording with its outputs. */
    record Run(Recording recording, List<Recording.Entry> inputs, List<Recording.Entry> outputs) {}

    private static Run run(
            GraphDefinition definition, Map<Parameter, String> names, NDManager manager, Map<String, Integer> sizes) {
        Recording recording = new Recording(manager, names::get);
        Pass pass = Pass.recording(recording::parameter);
        NDList inputs = new NDList();
        List<Recording.Entry> entries = new ArrayList<>();
        NDList example = definition.example(manager, sizes);
        for (int i = 0; i < example.size(); i++) {
            NDArray input = recording.input(definition.inputs().get(i), example.get(i));
            inputs.add(input);
            entries.add(recording.entryOf(input));
        }
        NDList outputs;
        try {
            outputs = definition.body().forward(pass, inputs);
        } catch (UntraceableException e) {
            throw new UntraceableException(
                    "graph " + definition.name() + ", after " + where(recording) + ": " + e.getMessage());
        }
        if (outputs.size() != definition.outputs().size()) {
            throw new IllegalStateException("graph " + definition.name() + " names "
                    + definition.outputs().size() + " outputs; its forward gives " + outputs.size());
        }
        return new Run(
                recording, entries, outputs.stream().map(recording::entryOf).toList());
    }

    /** The parameter used last, which says where in the network a complaint arises. */
    private static String where(Recording recording) {
        String last = "the inputs";
        for (Recording.Entry entry : recording.entries()) {
            last = entry.origin() == Recording.Origin.PARAMETER ? entry.name() : last;
        }
        return last;
    }

    private static void keep(NDArray array, Set<Parameter> parameters, NDManager manager) {
        if (parameters.stream().noneMatch(parameter -> parameter.getArray() == array)) {
            NDScope.unregister(array);
            array.attach(manager);
        }
    }

    /** Sizes for each recording, unrelated to each other: each size runs through multiples of its recorded value in another order. */
    static List<Map<String, Integer>> sizes(GraphDefinition definition) {
        List<Map<String, Integer>> choices = new ArrayList<>();
        for (int i = 0; i < RECORDINGS; i++) {
            choices.add(new LinkedHashMap<>());
        }
        Random random = new Random(definition.sizes().size());
        List<int[]> taken = new ArrayList<>();
        definition.sizes().forEach((name, size) -> {
            int[] values;
            do {
                values = new int[RECORDINGS];
                List<Integer> multiples = new ArrayList<>();
                for (int multiple : MULTIPLES) {
                    multiples.add(multiple);
                }
                Collections.shuffle(multiples, random);
                for (int i = 0; i < RECORDINGS; i++) {
                    // Small sizes are widened a little at random, so that there are more orders than sizes.
                    values[i] = size.recorded() * multiples.get(i) + random.nextInt(Math.max(size.recorded(), 4));
                }
            } while (!isVaried(values) || !isUnlike(values, taken));
            taken.add(values);
            for (int i = 0; i < RECORDINGS; i++) {
                choices.get(i).put(name, values[i]);
            }
        });
        return choices;
    }

    /**
     * No two lengths are equal, and they leave all remainders when they are halved twice: what rounds down at one halving
     * and up at another must not come out the same in all recordings. Nor must it at a later halving, up to the fifth: maps
     * of pictures are halved so often.
     */
    private static boolean isVaried(int[] values) {
        return Arrays.stream(values).distinct().count() == values.length
                && Arrays.stream(values).map(value -> value % 4).distinct().count() == 4
                && Arrays.stream(values).map(value -> value % 8).distinct().count() >= 5
                && isRoundedAtEachHalving(values);
    }

    private static boolean isRoundedAtEachHalving(int[] values) {
        int least = Arrays.stream(values).min().orElseThrow();
        for (int part = 1; part <= 16 && 2 * part <= least; part *= 2) {
            int halved = part;
            long odd = Arrays.stream(values)
                    .filter(value -> (value + halved - 1) / halved % 2 == 1)
                    .count();
            if (odd == 0 || odd == values.length) {
                return false;
            }
        }
        return true;
    }

    /** No size follows from an earlier one by a factor and an offset. */
    private static boolean isUnlike(int[] values, List<int[]> others) {
        for (int[] other : others) {
            long ratio = (long) (values[1] - values[0]) * (other[2] - other[0]);
            if (ratio == (long) (values[2] - values[0]) * (other[1] - other[0])) {
                return false;
            }
        }
        return true;
    }
}

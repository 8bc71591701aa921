package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.paperzoo.zoo.graph.Recording.Entry;
import org.paperzoo.zoo.graph.Recording.Origin;
import org.paperzoo.zoo.graph.Recording.Step;

/** Makes one graph of several recordings of the same forward at different sizes. */
final class GraphBuilder {

    private final GraphDefinition definition;
    private final List<Map<String, Integer>> sizes;
    private final List<Tracer.Run> runs;
    private final SizeFormulas formulas = new SizeFormulas();
    private final Map<Integer, Value> values = new HashMap<>();
    private final Map<Value, NDArray> constants = new LinkedHashMap<>();
    private final Set<Value> fixed = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private String module = "";

    GraphBuilder(GraphDefinition definition, List<Map<String, Integer>> sizes, List<Tracer.Run> runs) {
        this.definition = definition;
        this.sizes = sizes;
        this.runs = runs;
    }

    Graph build() {
        List<Value> inputs = new ArrayList<>();
        Tracer.Run first = runs.get(0);
        for (Entry input : first.inputs()) {
            inputs.add(declare(input, input.name()));
        }
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < first.recording().steps().size(); i++) {
            nodes.add(node(i));
        }
        for (Tracer.Run run : runs) {
            if (run.recording().steps().size() != nodes.size()) {
                throw otherWay(
                        nodes.size() - 1,
                        "it takes " + nodes.size() + " operations at " + sizes.get(0) + " and "
                                + run.recording().steps().size() + " at " + sizes.get(runs.indexOf(run)));
            }
        }
        for (Tracer.Run run : runs) {
            if (!indices(run.outputs()).equals(indices(first.outputs()))) {
                throw otherWay(
                        nodes.size(),
                        "it gives other arrays at " + sizes.get(runs.indexOf(run)) + " than at " + sizes.get(0));
            }
        }
        Map<String, Value> outputs = new LinkedHashMap<>();
        for (int i = 0; i < definition.outputs().size(); i++) {
            outputs.put(definition.outputs().get(i), value(first.outputs().get(i)));
        }
        Map<String, List<Value>> groups = new LinkedHashMap<>();
        definition
                .groups()
                .forEach((group, members) -> groups.put(
                        group,
                        members.stream()
                                .map(name -> inputs.get(definition.inputs().indexOf(name)))
                                .toList()));
        return new Graph(
                definition.name(), inputs, constants, nodes, outputs, groups, definition.states(), sizeNames());
    }

    /** As {@link SizeFormulas#origins}, once the graph is built. */
    Map<Size.Axis, Size> origins() {
        return formulas.origins();
    }

    private Map<Size, String> sizeNames() {
        Map<Size, String> names = new HashMap<>();
        for (String name : definition.sizes().keySet()) {
            long[] chosen = sizes.stream().mapToLong(choice -> choice.get(name)).toArray();
            formulas.find(chosen).ifPresent(size -> names.putIfAbsent(size, name));
        }
        definition.derivedSizes().forEach((name, length) -> {
            long[] lengths = sizes.stream().mapToLong(length::applyAsLong).toArray();
            formulas.find(lengths).ifPresent(size -> names.putIfAbsent(size, name));
        });
        return names;
    }

    private Node node(int index) {
        Step step = runs.get(0).recording().steps().get(index);
        List<Step> all = new ArrayList<>();
        for (Tracer.Run run : runs) {
            List<Step> steps = run.recording().steps();
            Step other = index < steps.size() ? steps.get(index) : null;
            if (other == null || !sameWiring(step, other)) {
                throw otherWay(
                        index,
                        "there it computes "
                                + (other == null ? "nothing" : other.operation() + " of other arrays") + " at "
                                + sizes.get(runs.indexOf(run)) + " and " + step.operation() + " at " + sizes.get(0));
            }
            all.add(other);
        }
        List<Value> inputs = new ArrayList<>();
        for (Entry input : step.inputs()) {
            inputs.add(input == null ? null : value(input));
            if (input != null && input.origin() == Origin.PARAMETER) {
                module = input.name().substring(0, Math.max(0, input.name().lastIndexOf('.')));
            }
        }
        // What parameters alone give is computed once: it is named as a part of the module, not as its output.
        boolean ofModule = inputs.stream().anyMatch(constants::containsKey)
                && inputs.stream().anyMatch(input -> input != null && !fixed.contains(input));
        String name = unique(ofModule ? module : module + (module.isEmpty() ? "" : "/") + step.operation());
        Map<String, Object> attributes = new LinkedHashMap<>();
        step.attributes()
                .values()
                .keySet()
                .forEach(attribute -> attributes.put(attribute, attribute(attribute, all, name)));
        List<Value> outputs = new ArrayList<>();
        for (int i = 0; i < step.outputs().size(); i++) {
            outputs.add(declare(step.outputs().get(i), i == 0 ? name : unique(name + "." + i)));
        }
        if (!inputs.isEmpty() && fixed.containsAll(inputs)) {
            fixed.addAll(outputs);
        }
        return new Node(name, step.operation(), inputs, attributes, outputs);
    }

    private static boolean sameWiring(Step step, Step other) {
        return step.operation() == other.operation()
                && indices(step.inputs()).equals(indices(other.inputs()))
                && step.attributes()
                        .values()
                        .keySet()
                        .equals(other.attributes().values().keySet());
    }

    private static List<Integer> indices(List<Entry> entries) {
        List<Integer> indices = new ArrayList<>();
        entries.forEach(entry -> indices.add(entry == null ? null : entry.index()));
        return indices;
    }

    private UntraceableException otherWay(int step, String difference) {
        String before = step <= 0
                ? "its first operation"
                : "the operation after "
                        + runs.get(0).recording().steps().get(step - 1).operation();
        return new UntraceableException("graph " + definition.name() + " takes another way at other sizes: at " + before
                + (module.isEmpty() ? "" : ", after " + module) + ", " + difference);
    }

    private Object attribute(String attribute, List<Step> steps, String node) {
        AttributeKind kind = steps.get(0).operation().attributes().get(attribute);
        Object first = steps.get(0).attributes().values().get(attribute);
        return switch (kind) {
            case SIZE -> size(numbers(steps, attribute), node, attribute);
            case SIZES -> {
                int count = ((long[]) first).length;
                List<Size> all = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    all.add(size(elements(steps, attribute, i, count, node), node, attribute));
                }
                yield all;
            }
            case NUMBER -> number(steps, attribute, node);
            case INTEGER, FLAG, TYPE, TEXT, INTEGERS -> {
                for (Step step : steps) {
                    if (!Arrays.deepEquals(
                            new Object[] {first},
                            new Object[] {step.attributes().values().get(attribute)})) {
                        throw new UntraceableException("graph " + definition.name() + ", " + node + ": attribute "
                                + attribute + " is not the same at all sizes");
                    }
                }
                yield first;
            }
        };
    }

    private static long[] numbers(List<Step> steps, String attribute) {
        return steps.stream()
                .mapToLong(step -> step.attributes().integer(attribute))
                .toArray();
    }

    private long[] elements(List<Step> steps, String attribute, int index, int count, String node) {
        return steps.stream()
                .mapToLong(step -> {
                    long[] all = step.attributes().integers(attribute);
                    if (all.length != count) {
                        throw new UntraceableException("graph " + definition.name() + ", " + node + ": attribute "
                                + attribute + " has another number of elements at other sizes");
                    }
                    return all[index];
                })
                .toArray();
    }

    /** A number is fixed, or it is a size. */
    private Object number(List<Step> steps, String attribute, String node) {
        double[] all = steps.stream()
                .mapToDouble(step -> step.attributes().number(attribute))
                .toArray();
        if (Arrays.stream(all).allMatch(value -> Double.compare(value, all[0]) == 0)) {
            return all[0];
        }
        if (Arrays.stream(all).anyMatch(value -> value != Math.rint(value))) {
            throw new UntraceableException("graph " + definition.name() + ", " + node + ": the number "
                    + Arrays.toString(all) + " changes with the sizes and is none of them: compute it with arrays");
        }
        return size(Arrays.stream(all).mapToLong(value -> (long) value).toArray(), node, attribute);
    }

    private Size size(long[] shown, String node, String attribute) {
        return formulas.find(shown)
                .orElseThrow(() -> new UntraceableException("graph " + definition.name() + ", " + node + ": "
                        + attribute + " is " + Arrays.toString(shown) + " at the sizes " + sizes
                        + ", and no formula over the sizes of arrays gives that: compute it with arrays, or give it"
                        + " as an input"));
    }

    /** The array behind an entry; parameters and constants are declared when they are first used. */
    private Value value(Entry entry) {
        Value known = values.get(entry.index());
        if (known != null) {
            return known;
        }
        String name = entry.origin() == Origin.PARAMETER
                ? unique(entry.name())
                : unique((module.isEmpty() ? "" : module + "/") + entry.name());
        Value declared = declare(entry, name);
        for (Tracer.Run run : runs) {
            NDArray other = run.recording().entries().get(entry.index()).array();
            if (other != entry.array()
                    && !(other.getShape().equals(entry.shape()) && other.contentEquals(entry.array()))) {
                throw new UntraceableException("graph " + definition.name() + ", after " + module
                        + ": an array is made in Java from values that change with the sizes: make it with arange,"
                        + " comparisons and the like, or give it as an input");
            }
        }
        constants.put(declared, entry.array());
        fixed.add(declared);
        return declared;
    }

    private Value declare(Entry entry, String name) {
        Value value = new Value(name, entry.array().getDataType(), entry.shape().dimension(), (array, axis) -> {
            long[] lengths = runs.stream()
                    .mapToLong(run ->
                            run.recording().entries().get(entry.index()).shape().get(axis))
                    .toArray();
            formulas.learn(array, axis, lengths);
            return formulas.find(lengths).orElseThrow();
        });
        names.add(name);
        values.put(entry.index(), value);
        return value;
    }

    private String unique(String wanted) {
        String base = wanted.isEmpty() ? definition.name() : wanted;
        String name = base;
        for (int i = 2; !names.add(name); i++) {
            name = base + "_" + i;
        }
        return name;
    }
}

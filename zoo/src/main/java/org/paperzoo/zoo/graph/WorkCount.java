package org.paperzoo.zoo.graph;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.paperzoo.zoo.graph.operations.Shaping;
import org.paperzoo.zoo.nn.NamedBlock;

/**
 * The work of a graph at any sizes of its inputs, counted from its operations without running them.
 *
 * <p>Operations are those that the graph's declarations count: a multiplication and an addition are two; what only moves
 * elements is none; what depends on the weights alone is computed once and for all, and so none either.
 *
 * <p>Bytes are what a run must read and write at the very least, at the types of the recording (float32): every constant
 * once, of a table only the rows that are looked up; every input; every output, of a state only what it grew by. What
 * operations hand to each other is not counted: a machine with large caches, or fused operations, may keep it there.
 */
public final class WorkCount {

    private final String name;
    private final List<Value> inputs;
    private final Set<Value> constants;
    private final List<Node> nodes;
    private final Map<String, Value> outputs;
    private final Map<String, String> states;
    private final Map<Size.Axis, Size> origins;

    /** The work of a graph; of its constants only the shapes are kept. */
    WorkCount(Graph graph, Map<Size.Axis, Size> origins) {
        name = graph.name();
        inputs = graph.inputs();
        constants = Set.copyOf(graph.constants().keySet());
        nodes = graph.nodes();
        outputs = graph.outputs();
        states = graph.states();
        this.origins = Map.copyOf(origins);
    }

    /**
     * Records a forward and counts its work.
     *
     * @param network has its weights, of which nothing is kept
     * @param manager on the device and engine of the weights
     * @throws UntraceableException if the forward cannot be written as a graph
     */
    public static WorkCount of(NamedBlock network, GraphDefinition definition, NDManager manager) {
        return Tracer.count(network, definition, manager);
    }

    /**
     * What a run takes.
     *
     * @param flops floating-point operations
     * @param bytes bytes read and written at least
     * @param outputs shapes of the outputs by name, in order
     */
    public record Counted(long flops, long bytes, Map<String, Shape> outputs) {
        public Counted {
            outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        }
    }

    /**
     * Counts a run.
     *
     * @param given shapes of the inputs in their order
     * @throws IllegalArgumentException if they are not as many as the graph's inputs, or of another number of axes
     * @throws IllegalStateException if a size follows from values, so that only a run can tell
     */
    public Counted at(List<Shape> given) {
        Lengths lengths = new Lengths(given);
        long flops = 0;
        Map<Value, Long> read = new HashMap<>();
        for (Node node : nodes) {
            List<Shape> taken = new ArrayList<>();
            node.inputs().forEach(input -> taken.add(input == null ? null : lengths.shape(input)));
            if (node.operation() == Shaping.RESHAPE) {
                lengths.reshape(node.output(), taken.get(0).size());
            }
            List<Shape> made = node.outputs().stream().map(lengths::shape).toList();
            long operations = node.operation().cost().operations(taken, made);
            flops += operations;
            // What only moves elements, a lookup say, reads no more of a table than it gives.
            long most = operations == 0 ? bytes(node.outputs(), lengths) : Long.MAX_VALUE;
            node.inputs().stream()
                    .filter(Objects::nonNull)
                    .filter(constants::contains)
                    .forEach(constant -> read.merge(
                            constant,
                            Math.min(most, lengths.bytes(constant)),
                            (one, other) -> Math.min(one + other, lengths.bytes(constant))));
        }
        long bytes = read.values().stream().mapToLong(Long::longValue).sum()
                + bytes(inputs, lengths)
                + bytes(Set.copyOf(outputs.values()), lengths)
                - carried(lengths);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        outputs.forEach((output, value) -> shapes.put(output, lengths.shape(value)));
        return new Counted(flops, bytes, shapes);
    }

    /** Bytes of states that were inputs already: where they grow in place, these are not written again. */
    private long carried(Lengths lengths) {
        long carried = 0;
        for (Map.Entry<String, String> state : states.entrySet()) {
            for (Value input : inputs) {
                String prefix = state.getValue() + ".";
                if (input.name().startsWith(prefix)) {
                    Value after =
                            outputs.get(state.getKey() + "." + input.name().substring(prefix.length()));
                    carried += Math.min(lengths.bytes(input), lengths.bytes(after));
                }
            }
        }
        return carried;
    }

    private static long bytes(Collection<Value> values, Lengths lengths) {
        return values.stream().mapToLong(lengths::bytes).sum();
    }

    /** The sizes of all arrays, once those of the inputs are known. */
    private final class Lengths {

        private final Map<Value, Shape> shapes = new HashMap<>();

        Lengths(List<Shape> given) {
            if (given.size() != inputs.size()) {
                throw new IllegalArgumentException(
                        "graph " + name + " has " + inputs.size() + " inputs, not " + given.size());
            }
            for (int i = 0; i < given.size(); i++) {
                Value input = inputs.get(i);
                if (given.get(i).dimension() != input.rank()) {
                    throw new IllegalArgumentException("graph " + name + ": input " + input.name() + " has "
                            + input.rank() + " axes, not " + given.get(i));
                }
                shapes.put(input, given.get(i));
            }
        }

        Shape shape(Value value) {
            Shape known = shapes.get(value);
            if (known != null) {
                return known;
            }
            long[] axes = new long[value.rank()];
            for (int axis = 0; axis < axes.length; axis++) {
                axes[axis] = length(value, axis);
            }
            Shape shape = new Shape(axes);
            shapes.put(value, shape);
            return shape;
        }

        /** Another shape for as many elements: one of its axes may follow from the others alone. */
        void reshape(Value value, long elements) {
            long[] axes = new long[value.rank()];
            int open = -1;
            long others = 1;
            for (int axis = 0; axis < axes.length; axis++) {
                if (formula(value, axis) == null && open < 0) {
                    open = axis;
                } else {
                    axes[axis] = length(value, axis);
                    others *= axes[axis];
                }
            }
            if (open >= 0 && others > 0) {
                axes[open] = elements / others;
                shapes.put(value, new Shape(axes));
            }
        }

        /** The formula of an axis over those declared before it, or null where it has none. */
        private Size formula(Value value, int axis) {
            Size size = value.shape().get(axis);
            Size.Axis itself = new Size.Axis(value, axis);
            return size.equals(itself) ? origins.get(itself) : size;
        }

        long bytes(Value value) {
            return shape(value).size() * value.type().getNumOfBytes();
        }

        private long length(Value value, int axis) {
            Shape known = shapes.get(value);
            if (known != null) {
                return known.get(axis);
            }
            Size formula = formula(value, axis);
            if (formula == null) {
                throw new IllegalStateException("graph " + name + ": the length of axis " + axis + " of " + value.name()
                        + " follows from values, and not from the sizes of the inputs");
            }
            return length(formula);
        }

        private long length(Size size) {
            if (size instanceof Size.Fixed fixed) {
                return fixed.value();
            }
            if (size instanceof Size.Axis axis) {
                return length(axis.array(), axis.axis());
            }
            if (size instanceof Size.Sum sum) {
                return length(sum.left()) + length(sum.right());
            }
            if (size instanceof Size.Product product) {
                return length(product.left()) * length(product.right());
            }
            Size.Quotient quotient = (Size.Quotient) size;
            return Math.floorDiv(length(quotient.dividend()), quotient.divisor());
        }
    }
}

package org.paperzoo.zoo.export;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.graph.UnrecordedSizes;

/**
 * Runs graphs beside the blocks that they were recorded from, at sizes that no recording had, and measures how far apart
 * they are. At full precision it counts how large an output's largest difference is, as a share of the output's largest
 * magnitude; at others the root mean square of the differences, as a share of that of the output.
 *
 * <p>Where a network chooses (the largest of some scores, say), rounding alone may turn a choice over. That does not come
 * again with other inputs, and a wrong graph's difference does: what differs is tried with other inputs before it counts.
 */
public final class GraphCheck {

    private static final int DRAWS = 3;

    /** Where there is nothing to measure. */
    private static final Distance BEYOND = new Distance(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    private final Runs blocks;
    private final Runs graphs;
    private final Precision precision;

    private GraphCheck(Runs blocks, Runs graphs, Precision precision) {
        this.blocks = blocks;
        this.graphs = graphs;
        this.precision = precision;
    }

    /** Runs graphs by their names. */
    @FunctionalInterface
    public interface Runs {

        /** As {@code org.paperzoo.zoo.engine.Backend#run}: the caller closes the outputs. */
        NDList run(String graph, NDList inputs);
    }

    /**
     * A graph beside its blocks at one choice of sizes.
     *
     * @param graph the graph's name
     * @param sizes the free sizes
     * @param output the output that differs most
     * @param difference its largest difference as a share of its largest magnitude; infinite where shapes or NaN differ;
     *     null where nothing was compared
     * @param typical the root mean square of the differences as a share of the output's; null where nothing was compared
     * @param bound what the difference may be at full precision, what the typical one may be at others
     * @param note why nothing was compared, or what else there is to know
     */
    public record Comparison(
            String graph,
            Map<String, Integer> sizes,
            String output,
            Double difference,
            Double typical,
            double bound,
            boolean passed,
            String note) {

        /** Whether the blocks gave something to compare with. */
        public boolean compared() {
            return difference != null;
        }

        private double counted(Precision precision) {
            return precision.isFull() ? difference : typical;
        }

        private Comparison noting(String what) {
            return new Comparison(graph, sizes, output, difference, typical, bound, passed, what);
        }
    }

    /**
     * A check of graphs of some precision.
     *
     * @param blocks runs the blocks, in full precision
     * @param graphs runs what was written
     */
    public static GraphCheck of(Runs blocks, Runs graphs, Precision precision) {
        return new GraphCheck(blocks, graphs, precision);
    }

    /** Whether all is right: something was compared of each graph, and nothing is further apart than it may be. */
    public static boolean passed(List<Comparison> comparisons) {
        return comparisons.stream().allMatch(Comparison::passed)
                && comparisons.stream()
                        .map(Comparison::graph)
                        .distinct()
                        .allMatch(graph -> comparisons.stream()
                                .anyMatch(comparison -> comparison.graph().equals(graph) && comparison.compared()));
    }

    /**
     * Compares a graph with its blocks at all choices of sizes.
     *
     * @param manager of the PyTorch engine; it owns nothing afterwards
     */
    public List<Comparison> run(GraphDefinition definition, NDManager manager) {
        List<Comparison> comparisons = new ArrayList<>();
        for (Map<String, Integer> sizes : UnrecordedSizes.of(definition)) {
            comparisons.add(compare(definition, sizes, manager));
        }
        return comparisons;
    }

    private Comparison compare(GraphDefinition definition, Map<String, Integer> sizes, NDManager manager) {
        Comparison first = compareOnce(definition, sizes, manager, 0);
        for (int draw = 1; draw < DRAWS && !first.passed(); draw++) {
            Comparison again = compareOnce(definition, sizes, manager, draw);
            if (again.passed()) {
                return again.noting("a choice turns over with other inputs (%s: %.1e)"
                        .formatted(first.output(), first.difference()));
            }
        }
        return first;
    }

    private Comparison compareOnce(
            GraphDefinition definition, Map<String, Integer> sizes, NDManager manager, int seed) {
        try (NDManager own = manager.newSubManager()) {
            // The same inputs whenever the check runs: what it finds can be found again.
            own.getEngine().setRandomSeed(seed);
            NDList inputs;
            List<double[]> wanted;
            NDList expected;
            try {
                inputs = definition.example(own, sizes);
                expected = blocks.run(definition.name(), inputs);
                wanted = expected.stream().map(this::values).toList();
            } catch (IllegalArgumentException | EngineException e) {
                return new Comparison(
                        definition.name(),
                        sizes,
                        "",
                        null,
                        null,
                        precision.allowedDifference(),
                        true,
                        "the blocks refuse these sizes: " + firstLine(e));
            }
            try (expected;
                    NDList given = graphs.run(definition.name(), inputs)) {
                return worst(definition, sizes, expected, wanted, given);
            } catch (IllegalArgumentException | EngineException | UncheckedIOException e) {
                return comparison(
                        definition, sizes, "", BEYOND, "the graph fails where the blocks do not: " + firstLine(e));
            }
        }
    }

    private Comparison worst(
            GraphDefinition definition,
            Map<String, Integer> sizes,
            NDList expected,
            List<double[]> wanted,
            NDList given) {
        Comparison worst = null;
        for (int i = 0; i < expected.size(); i++) {
            Shape shape = expected.get(i).getShape();
            Shape other = given.get(i).getShape();
            Comparison comparison = shape.equals(other)
                    ? comparison(
                            definition,
                            sizes,
                            definition.outputs().get(i),
                            Distance.between(wanted.get(i), values(given.get(i))),
                            "")
                    : comparison(
                            definition,
                            sizes,
                            definition.outputs().get(i),
                            BEYOND,
                            "shape " + other + ", the blocks' is " + shape);
            if (worst == null || comparison.counted(precision) > worst.counted(precision)) {
                worst = comparison;
            }
        }
        return worst;
    }

    private Comparison comparison(
            GraphDefinition definition, Map<String, Integer> sizes, String output, Distance distance, String note) {
        double bound = precision.allowedDifference();
        double counted = precision.isFull() ? distance.largest() : distance.typical();
        return new Comparison(
                definition.name(),
                sizes,
                output,
                distance.largest(),
                distance.typical(),
                bound,
                counted <= bound,
                note);
    }

    /** Elements; those beyond the graph's precision, such as a mask's, as its largest. */
    private double[] values(NDArray array) {
        try (NDArray converted = array.toType(DataType.FLOAT64, true)) {
            double[] values = converted.toDoubleArray();
            double largest = precision.largest();
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.max(-largest, Math.min(largest, values[i]));
            }
            return values;
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .strip()
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}

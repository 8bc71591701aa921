package org.paperzoo.evaluation.metric.classification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.Resampler;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * What follows from how often each label was predicted for each: accuracy, precision, recall and F1 by label and averaged,
 * Matthews' correlation, Cohen's kappa, as scikit-learn 1.2.1 defines them. A prediction and its reference are labels of
 * zero or more.
 *
 * <p>Averages run over the labels that occur in either, or over all of a given number of classes. Values: those of
 * {@link ConfusionFigure}; by label {@code labels precision recall f1 support}, and {@code confusion_matrix}, row by row
 * with a row for each true label, where there are at most 32 labels. The state is the counts of pairs that occurred.
 */
public final class ConfusionMetric implements Metric<Integer, Integer> {

    /** Takes the labels that occur as the labels there are. */
    private static final int AS_THEY_OCCUR = 0;

    private final ConfusionFigure figure;
    private final int classes;
    private final MetricDefinition definition;

    private ConfusionMetric(ConfusionFigure figure, int classes) {
        this.figure = figure;
        this.classes = classes;
        String suffix = classes == AS_THEY_OCCUR ? "" : "-" + classes + "-classes";
        definition = new MetricDefinition(
                figure.id() + suffix,
                figure.title(),
                "fraction",
                figure.minimum(),
                1,
                true,
                "scikit-learn 1.2.1" + (classes == AS_THEY_OCCUR ? "" : " with labels=range(" + classes + ")"));
    }

    /** The metric over the labels that occur in predictions or references, as scikit-learn does by default. */
    public static ConfusionMetric of(ConfusionFigure figure) {
        return new ConfusionMetric(figure, AS_THEY_OCCUR);
    }

    /** The metric over the labels from 0 to {@code classes - 1}, whether they occur or not. */
    public static ConfusionMetric of(ConfusionFigure figure, int classes) {
        if (classes < 2 || figure.isBinary()) {
            throw new IllegalArgumentException(
                    figure.isBinary() ? figure.id() + " has two classes" : "needs at least 2 classes, not " + classes);
        }
        return new ConfusionMetric(figure, classes);
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public Accumulator<Integer, Integer> newAccumulator() {
        return new Counts();
    }

    @Override
    public Accumulator<Integer, Integer> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        long[] cells = reader.integers("cells");
        if (cells.length % 3 != 0) {
            throw reader.wrong("cells", "must hold three numbers for each cell");
        }
        Counts restored = new Counts();
        for (int i = 0; i < cells.length; i += 3) {
            if (!isLabel(cells[i]) || !isLabel(cells[i + 1]) || cells[i + 2] < 1) {
                throw reader.wrong("cells", "hold a label or a count that cannot be, at " + i);
            }
            restored.add(PairCounts.pair((int) cells[i], (int) cells[i + 1]), cells[i + 2]);
        }
        return restored;
    }

    private boolean isLabel(long label) {
        long most = figure.isBinary() ? 1 : classes == AS_THEY_OCCUR ? Integer.MAX_VALUE : classes - 1;
        return label >= 0 && label <= most;
    }

    private void check(String what, Integer label) {
        if (label == null || !isLabel(label)) {
            throw new IllegalArgumentException(what + " " + label + " is not a label: "
                    + (figure.isBinary()
                            ? "0 and 1 are"
                            : "those are integers from 0" + (classes == AS_THEY_OCCUR ? "" : " to " + (classes - 1))));
        }
    }

    private MetricResult resultOf(long[] pairs, long[] counts) {
        int[] labels = classes != AS_THEY_OCCUR
                ? IntStream.range(0, classes).toArray()
                : LongStream.of(pairs)
                        .mapToObj(pair -> IntStream.of(PairCounts.actual(pair), PairCounts.predicted(pair)))
                        .flatMapToInt(both -> both)
                        .sorted()
                        .distinct()
                        .toArray();
        Map<String, Object> values = new ConfusionSummary(labels, pairs, counts).values();
        return new MetricResult(definition.id(), (Double) values.get(figure.part()), values);
    }

    private Counts countsOf(Accumulator<Integer, Integer> accumulator) {
        if (accumulator instanceof Counts counts && counts.metricId().equals(definition.id())) {
            return counts;
        }
        throw new IllegalArgumentException("not an accumulator of " + definition.id());
    }

    /** Counts the cells of each unit as often as it is drawn. */
    @Override
    public Resampler resampler(List<? extends Accumulator<Integer, Integer>> units) {
        PairCounts all = new PairCounts();
        units.forEach(unit -> all.addAll(countsOf(unit).pairs));
        long[] pairs = all.sortedPairs();
        int[][] cells = new int[units.size()][];
        long[][] counts = new long[units.size()][];
        for (int unit = 0; unit < cells.length; unit++) {
            PairCounts own = countsOf(units.get(unit)).pairs;
            long[] ownPairs = own.sortedPairs();
            cells[unit] = LongStream.of(ownPairs)
                    .mapToInt(pair -> Arrays.binarySearch(pairs, pair))
                    .toArray();
            counts[unit] = LongStream.of(ownPairs).map(own::count).toArray();
        }
        return new Resampler() {
            @Override
            public int size() {
                return cells.length;
            }

            @Override
            public MetricResult result(int[] multiplicities) {
                long[] drawn = new long[pairs.length];
                for (int unit = 0; unit < cells.length; unit++) {
                    for (int i = 0; i < cells[unit].length; i++) {
                        drawn[cells[unit][i]] += multiplicities[unit] * counts[unit][i];
                    }
                }
                int[] present = IntStream.range(0, drawn.length)
                        .filter(i -> drawn[i] > 0)
                        .toArray();
                return resultOf(
                        IntStream.of(present).mapToLong(i -> pairs[i]).toArray(),
                        IntStream.of(present).mapToLong(i -> drawn[i]).toArray());
            }
        };
    }

    private final class Counts implements Accumulator<Integer, Integer> {

        private final PairCounts pairs = new PairCounts();
        private long size;

        String metricId() {
            return definition.id();
        }

        void add(long pair, long times) {
            pairs.add(pair, times);
            size += times;
        }

        @Override
        public void update(Integer prediction, Integer reference) {
            check("the prediction", prediction);
            check("the reference", reference);
            add(PairCounts.pair(reference, prediction), 1);
        }

        @Override
        public void merge(Accumulator<Integer, Integer> other) {
            Counts others = countsOf(other);
            pairs.addAll(others.pairs);
            size += others.size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public MetricResult result() {
            if (size == 0) {
                throw new IllegalStateException(definition.id() + " has seen no example");
            }
            long[] sorted = pairs.sortedPairs();
            return resultOf(sorted, LongStream.of(sorted).map(pairs::count).toArray());
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            ArrayNode cells = state.putArray("cells");
            for (long pair : pairs.sortedPairs()) {
                cells.add((long) PairCounts.actual(pair));
                cells.add((long) PairCounts.predicted(pair));
                cells.add(pairs.count(pair));
            }
            return state;
        }
    }
}

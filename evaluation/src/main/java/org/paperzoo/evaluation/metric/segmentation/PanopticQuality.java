package org.paperzoo.evaluation.metric.segmentation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.AdditiveMetric;
import org.paperzoo.evaluation.metric.ExactSum;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Panoptic quality as panopticapi computes it (Kirillov et al. 2019), 0 to 1.
 *
 * <p>Values: {@code pq sq rq n} over all categories, the same of things and stuff ({@code pq_things}, …); by category
 * {@code categories}, {@code pq_by_category}, {@code sq_by_category}, {@code rq_by_category} and the counts {@code iou_sum
 * tp fp fn}. A category that neither side has is left out of the means, and 0 in the lists. The state is counts and exact
 * sums of overlaps; the reference adds these in double precision, which may differ in the last digit.
 */
public final class PanopticQuality implements AdditiveMetric<PanopticSegments, PanopticSegments> {

    private static final MetricDefinition DEFINITION = new MetricDefinition(
            "pq-panopticapi", "PQ", "fraction", 0, 1, true, "cocodataset/panopticapi 7bb4655, evaluation.py");

    /**
     * A category.
     *
     * @param id its number in the data set
     * @param thing whether its objects are counted, else it is stuff
     */
    public record Category(int id, boolean thing) {}

    private final List<Category> categories;

    /** @param categories all categories, in the order in which they are listed; each once */
    public PanopticQuality(List<Category> categories) {
        this.categories = List.copyOf(categories);
        if (categories.isEmpty()
                || categories.stream().mapToInt(Category::id).distinct().count() != categories.size()) {
            throw new IllegalArgumentException("needs one or more categories, each once");
        }
    }

    @Override
    public MetricDefinition definition() {
        return DEFINITION;
    }

    @Override
    public Accumulator<PanopticSegments, PanopticSegments> newAccumulator() {
        return new Matches();
    }

    @Override
    public Accumulator<PanopticSegments, PanopticSegments> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(DEFINITION, state);
        if (!Arrays.equals(reader.integers("categories"), ids())) {
            throw reader.wrong("categories", "are not " + Arrays.toString(ids()));
        }
        Matches matches = new Matches();
        matches.images = reader.count("images");
        System.arraycopy(reader.counts("counts", matches.counts.length), 0, matches.counts, 0, matches.counts.length);
        List<StateReader> overlaps = reader.objects("overlaps");
        if (overlaps.size() != categories.size()) {
            throw reader.wrong("overlaps", "must be a list of " + categories.size());
        }
        for (int i = 0; i < overlaps.size(); i++) {
            matches.overlaps[i] = ExactSum.fromJson(overlaps.get(i));
        }
        return matches;
    }

    private long[] ids() {
        return categories.stream().mapToLong(Category::id).toArray();
    }

    /** By category: the sum of overlaps, then the matches, the wrong and the missed segments. */
    @Override
    public double[] statistics(Accumulator<PanopticSegments, PanopticSegments> accumulator) {
        Matches matches = matchesOf(accumulator);
        double[] statistics = new double[4 * categories.size()];
        for (int i = 0; i < categories.size(); i++) {
            statistics[4 * i] = matches.overlaps[i].doubleValue();
            for (int part = 0; part < 3; part++) {
                statistics[4 * i + 1 + part] = matches.counts[3 * i + part];
            }
        }
        return statistics;
    }

    @Override
    public MetricResult resultOf(double[] statistics) {
        int size = categories.size();
        double[][] qualities = new double[3][size];
        boolean[] present = new boolean[size];
        for (int i = 0; i < size; i++) {
            double overlap = statistics[4 * i];
            double matched = statistics[4 * i + 1];
            double wrong = statistics[4 * i + 2];
            double missed = statistics[4 * i + 3];
            present[i] = matched + wrong + missed > 0;
            if (present[i]) {
                double segments = matched + 0.5 * wrong + 0.5 * missed;
                qualities[0][i] = overlap / segments;
                qualities[1][i] = matched == 0 ? 0 : overlap / matched;
                qualities[2][i] = matched / segments;
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (Boolean things : Arrays.asList(null, true, false)) {
            putMeans(values, qualities, present, things);
        }
        values.put("categories", MetricResult.list(ids()));
        values.put("pq_by_category", MetricResult.list(qualities[0]));
        values.put("sq_by_category", MetricResult.list(qualities[1]));
        values.put("rq_by_category", MetricResult.list(qualities[2]));
        String[] parts = {"iou_sum", "tp", "fp", "fn"};
        for (int part = 0; part < parts.length; part++) {
            double[] column = new double[size];
            for (int i = 0; i < size; i++) {
                column[i] = statistics[4 * i + part];
            }
            values.put(
                    parts[part],
                    part == 0
                            ? MetricResult.list(column)
                            : MetricResult.list(Arrays.stream(column)
                                    .mapToLong(count -> (long) count)
                                    .toArray()));
        }
        return new MetricResult(DEFINITION.id(), (Double) values.get("pq"), values);
    }

    private void putMeans(Map<String, Object> values, double[][] qualities, boolean[] present, Boolean things) {
        String suffix = things == null ? "" : things ? "_things" : "_stuff";
        double[] sums = new double[3];
        long count = 0;
        for (int i = 0; i < present.length; i++) {
            if (present[i] && (things == null || things == categories.get(i).thing())) {
                for (int quality = 0; quality < 3; quality++) {
                    sums[quality] += qualities[quality][i];
                }
                count++;
            }
        }
        values.put("pq" + suffix, sums[0] / count);
        values.put("sq" + suffix, sums[1] / count);
        values.put("rq" + suffix, sums[2] / count);
        values.put("n" + suffix, count);
    }

    private Matches matchesOf(Accumulator<PanopticSegments, PanopticSegments> accumulator) {
        if (accumulator instanceof Matches matches && matches.categories().equals(categories)) {
            return matches;
        }
        throw new IllegalArgumentException("not an accumulator of " + DEFINITION.id() + " over these categories");
    }

    private final class Matches implements Accumulator<PanopticSegments, PanopticSegments> {

        private long images;
        /** By category: matches, wrong and missed segments. */
        private final long[] counts = new long[3 * PanopticQuality.this.categories.size()];

        private final ExactSum[] overlaps = new ExactSum[PanopticQuality.this.categories.size()];
        private final PanopticMatcher matcher = new PanopticMatcher(ids());

        Matches() {
            Arrays.setAll(overlaps, i -> new ExactSum());
        }

        List<Category> categories() {
            return categories;
        }

        @Override
        public void update(PanopticSegments prediction, PanopticSegments reference) {
            PanopticMatcher.Outcome outcome = matcher.match(prediction, reference);
            for (int i = 0; i < outcome.matchedCategories().length; i++) {
                int category = outcome.matchedCategories()[i];
                overlaps[category].add(outcome.overlaps()[i]);
                counts[3 * category]++;
            }
            for (int category : outcome.wrong()) {
                counts[3 * category + 1]++;
            }
            for (int category : outcome.missed()) {
                counts[3 * category + 2]++;
            }
            images++;
        }

        @Override
        public void merge(Accumulator<PanopticSegments, PanopticSegments> other) {
            Matches matches = matchesOf(other);
            for (int i = 0; i < counts.length; i++) {
                counts[i] += matches.counts[i];
            }
            for (int i = 0; i < overlaps.length; i++) {
                overlaps[i].add(matches.overlaps[i]);
            }
            images += matches.images;
        }

        @Override
        public long size() {
            return images;
        }

        @Override
        public MetricResult result() {
            if (images == 0) {
                throw new IllegalStateException(DEFINITION.id() + " has seen no image");
            }
            return resultOf(statistics(this));
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", DEFINITION.id());
            LongStream.of(ids()).forEach(state.putArray("categories")::add);
            state.put("images", images);
            LongStream.of(counts).forEach(state.putArray("counts")::add);
            for (ExactSum overlap : overlaps) {
                state.withArray("overlaps").add(overlap.toJson());
            }
            return state;
        }
    }
}

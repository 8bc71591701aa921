package org.paperzoo.evaluation.metric.detection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.PairwiseSum;
import org.paperzoo.evaluation.metric.Resampler;
import org.paperzoo.evaluation.metric.StateReader;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Mean average precision of boxes as Pascal VOC measures it, 0 to 1; NaN where a category has detections and nothing to be
 * found, as in the reference.
 *
 * <p>Values: {@code mAP}; {@code categories}, their {@code category_names} where given, and by category {@code
 * AP_by_category}, {@code recall_by_category} and {@code precision_by_category} after the last detection, and
 * {@code detections_by_category}. Detections of equal score go by picture and then as given; the reference leaves their
 * order open. The state is a record of matches for each picture.
 */
public final class VocAveragePrecision implements Metric<VocPrediction, VocReference> {

    private static final String REFERENCE = "voc_eval.py (rbgirshick/py-faster-rcnn 781a917)";
    private static final int RESAMPLES = 200;

    private final MetricDefinition definition;
    private final boolean elevenPoint;
    private final VocMatcher matcher;
    private final int[] categories;
    private final Map<Integer, String> names;

    private VocAveragePrecision(
            MetricDefinition definition,
            boolean elevenPoint,
            VocMatcher matcher,
            int[] categories,
            Map<Integer, String> names) {
        this.definition = definition;
        this.elevenPoint = elevenPoint;
        this.matcher = matcher;
        this.categories = categories;
        this.names = names;
    }

    /** AP as VOC 2010 and later report it: the area under the curve. */
    public static VocAveragePrecision ofArea(double threshold) {
        return of("voc-ap-area", false, threshold);
    }

    /** AP as VOC 2007 reports it: the mean of precision at eleven recalls. */
    public static VocAveragePrecision ofElevenPoints(double threshold) {
        return of("voc-ap-11-point", true, threshold);
    }

    private static VocAveragePrecision of(String name, boolean elevenPoint, double threshold) {
        if (!(threshold >= 0 && threshold < 1)) {
            throw new IllegalArgumentException(
                    "the threshold of overlap must be from 0 to less than 1, not " + threshold);
        }
        String id = name
                + (threshold == 0.5 ? "" : "-iou" + Double.toString(threshold).toLowerCase(Locale.ROOT));
        return new VocAveragePrecision(
                new MetricDefinition(id, "mAP", "fraction", 0, 1, true, REFERENCE),
                elevenPoint,
                new VocMatcher(threshold),
                new int[0],
                Map.of());
    }

    /**
     * The same over these categories, whether or not they occur; others are passed over.
     *
     * @param only categories with their names
     */
    public VocAveragePrecision withCategories(Map<Integer, String> only) {
        if (only.isEmpty()) {
            throw new IllegalArgumentException("needs at least one category");
        }
        int[] sorted =
                only.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        return new VocAveragePrecision(definition, elevenPoint, matcher, sorted, new TreeMap<>(only));
    }

    @Override
    public MetricDefinition definition() {
        return definition;
    }

    @Override
    public int defaultResamples() {
        return RESAMPLES;
    }

    @Override
    public Accumulator<VocPrediction, VocReference> newAccumulator() {
        return new Matches(new MatchedImages());
    }

    @Override
    public Accumulator<VocPrediction, VocReference> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        if (!Arrays.equals(
                reader.integers("categories"),
                IntStream.of(categories).asLongStream().toArray())) {
            throw reader.wrong("categories", "are not " + Arrays.toString(categories));
        }
        return new Matches(MatchedImages.read(reader, 1));
    }

    /** Counts each picture's detections as often as the picture is drawn, next to each other. */
    @Override
    public Resampler resampler(List<? extends Accumulator<VocPrediction, VocReference>> units) {
        record Member(int unit, ImageMatches image) {}
        List<Member> members = new ArrayList<>();
        for (int unit = 0; unit < units.size(); unit++) {
            for (ImageMatches image : matchesOf(units.get(unit)).images.all()) {
                members.add(new Member(unit, image));
            }
        }
        members.sort(Comparator.comparingLong(member -> member.image().imageId()));
        VocTable table =
                new VocTable(elevenPoint, members.stream().map(Member::image).toList(), categories);
        int size = units.size();
        return new Resampler() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public MetricResult result(int[] multiplicities) {
                int[] byImage = members.stream()
                        .mapToInt(member -> multiplicities[member.unit()])
                        .toArray();
                double mean = mean(table.curves(byImage));
                return new MetricResult(definition.id(), mean, Map.of("mAP", mean));
            }
        };
    }

    private static double mean(List<VocTable.Curve> curves) {
        double[] numbers =
                curves.stream().mapToDouble(VocTable.Curve::averagePrecision).toArray();
        return PairwiseSum.of(numbers, numbers.length) / numbers.length;
    }

    private Matches matchesOf(Accumulator<VocPrediction, VocReference> accumulator) {
        if (accumulator instanceof Matches matches && matches.settings().equals(settings())) {
            return matches;
        }
        throw new IllegalArgumentException("not an accumulator of " + settings());
    }

    private String settings() {
        return definition.id() + (categories.length == 0 ? "" : " over the categories " + Arrays.toString(categories));
    }

    private final class Matches implements Accumulator<VocPrediction, VocReference> {

        private final MatchedImages images;

        Matches(MatchedImages images) {
            this.images = images;
        }

        String settings() {
            return VocAveragePrecision.this.settings();
        }

        @Override
        public void update(VocPrediction prediction, VocReference reference) {
            images.checkNew(reference.imageId());
            images.add(matcher.match(prediction, reference, categories));
        }

        @Override
        public void merge(Accumulator<VocPrediction, VocReference> other) {
            images.addAll(matchesOf(other).images);
        }

        @Override
        public long size() {
            return images.size();
        }

        @Override
        public MetricResult result() {
            if (images.size() == 0) {
                throw new IllegalStateException(definition.id() + " has seen no image");
            }
            int[] once = new int[images.size()];
            Arrays.fill(once, 1);
            List<VocTable.Curve> curves = new VocTable(elevenPoint, List.copyOf(images.all()), categories).curves(once);
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("mAP", mean(curves));
            values.put(
                    "categories",
                    curves.stream().map(curve -> (long) curve.category()).toList());
            if (!names.isEmpty()) {
                values.put(
                        "category_names",
                        curves.stream()
                                .map(curve -> names.get(curve.category()))
                                .toList());
            }
            values.put(
                    "AP_by_category",
                    curves.stream().map(VocTable.Curve::averagePrecision).toList());
            values.put(
                    "recall_by_category",
                    curves.stream().map(VocTable.Curve::recall).toList());
            values.put(
                    "precision_by_category",
                    curves.stream().map(VocTable.Curve::precision).toList());
            values.put(
                    "detections_by_category",
                    curves.stream().map(VocTable.Curve::detections).toList());
            return new MetricResult(definition.id(), (Double) values.get("mAP"), values);
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            IntStream.of(categories).forEach(state.putArray("categories")::add);
            images.writeTo(state);
            return state;
        }
    }
}

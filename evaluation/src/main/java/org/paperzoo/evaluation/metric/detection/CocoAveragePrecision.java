package org.paperzoo.evaluation.metric.detection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
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
 * Average precision and recall as pycocotools computes them, 0 to 1, or -1 where there is no annotation to be found.
 *
 * <p>Values of boxes: {@code AP AP50 AP75 APs APm APl AR1 AR10 AR100 ARs ARm ARl}; {@code categories}, and each of the
 * twelve by category; {@code thresholds}, and {@code AP_by_threshold}. The state is a record of matches for each picture,
 * some bytes for each detection that counts; pictures may come in any order.
 *
 * @param <P> the detections of a picture
 * @param <R> the annotations of a picture
 */
public final class CocoAveragePrecision<P extends ScoredObjects, R extends AnnotatedObjects> implements Metric<P, R> {

    /** A resample costs milliseconds. */
    private static final int RESAMPLES = 200;

    private static final String REFERENCE = "pycocotools (ppwwyyxx/cocoapi ac87f50)";

    private final MetricDefinition definition;
    private final CocoProtocol protocol;
    private final Similarity<? super P, ? super R> similarity;
    private final boolean byCategory;
    private final int[] categories;

    private CocoAveragePrecision(
            MetricDefinition definition,
            CocoProtocol protocol,
            Similarity<? super P, ? super R> similarity,
            boolean byCategory,
            int[] categories) {
        this.definition = definition;
        this.protocol = protocol;
        this.similarity = similarity;
        this.byCategory = byCategory;
        this.categories = categories;
    }

    /** AP of boxes as papers report it: every category that is annotated, at most 100 detections. */
    public static CocoAveragePrecision<BoxPrediction, BoxReference> ofBoxes() {
        return ofBoxes(true, 1, 10, 100);
    }

    /**
     * AP of boxes by other rules.
     *
     * @param byCategory whether a detection only matches annotations of its own category; if not, the data set's
     *     categories must be given by {@link #withCategories} for detections of others to be left out
     * @param maximumDetections three numbers of detections for each picture and category, ascending; {@code AP} is -1 if
     *     100 is not among them, as in the reference
     */
    public static CocoAveragePrecision<BoxPrediction, BoxReference> ofBoxes(
            boolean byCategory, int... maximumDetections) {
        CocoProtocol protocol = CocoProtocol.ofBoxes(maximumDetections);
        String id = "coco-box-ap"
                + (byCategory ? "" : "-agnostic")
                + (Arrays.equals(maximumDetections, new int[] {1, 10, 100})
                        ? ""
                        : IntStream.of(maximumDetections)
                                .mapToObj(Integer::toString)
                                .reduce("-detections", (left, right) -> left + "-" + right));
        MetricDefinition definition = new MetricDefinition(id, "AP", "fraction", -1, 1, true, REFERENCE);
        return new CocoAveragePrecision<>(definition, protocol, Boxes::intersectionOverUnion, byCategory, new int[0]);
    }

    /** The same over some categories only; those without annotations are listed with -1. */
    public CocoAveragePrecision<P, R> withCategories(int... only) {
        if (only.length == 0) {
            throw new IllegalArgumentException("needs at least one category");
        }
        int[] sorted = IntStream.of(only).distinct().sorted().toArray();
        return new CocoAveragePrecision<>(definition, protocol, similarity, byCategory, sorted);
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
    public Accumulator<P, R> newAccumulator() {
        return new Matches();
    }

    @Override
    public Accumulator<P, R> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        if (!Arrays.equals(reader.integers("categories"), categoriesAsLongs())) {
            throw reader.wrong("categories", "are not " + Arrays.toString(categories));
        }
        Matches restored = new Matches();
        for (StateReader image : reader.objects("images")) {
            long id = image.integer("image", Long.MIN_VALUE, Long.MAX_VALUE);
            List<CategoryMatches> found = new ArrayList<>();
            for (StateReader category : image.objects("categories")) {
                found.add(categoryMatches(category));
            }
            found.sort(Comparator.comparingInt(CategoryMatches::category));
            if (restored.images.put(id, new ImageMatches(id, found)) != null) {
                throw image.wrong("image", "is " + id + ", which was there before");
            }
        }
        return restored;
    }

    private CategoryMatches categoryMatches(StateReader reader) throws InvalidInputException {
        long[] positives = reader.counts("positives", protocol.areas().size());
        long[] matched = reader.integers("matched");
        long[] ignored = reader.integers("ignored");
        double[] scores = reader.numbers("scores", matched.length);
        if (ignored.length != matched.length) {
            throw reader.wrong("ignored", "must be a list of " + matched.length);
        }
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[i - 1]) {
                throw reader.wrong("scores", "must descend");
            }
        }
        if (LongStream.of(positives).anyMatch(count -> count > Integer.MAX_VALUE)) {
            throw reader.wrong("positives", "must be less than 2^31");
        }
        return new CategoryMatches(
                (int) reader.integer("category", Integer.MIN_VALUE, Integer.MAX_VALUE),
                LongStream.of(positives).mapToInt(count -> (int) count).toArray(),
                scores,
                matched,
                ignored);
    }

    private long[] categoriesAsLongs() {
        return IntStream.of(categories).asLongStream().toArray();
    }

    /**
     * Counts each picture's detections as often as the picture is drawn, next to each other; only the order of equal scores
     * within a picture could tell this from copies of the picture.
     */
    @Override
    public Resampler resampler(List<? extends Accumulator<P, R>> units) {
        record Member(int unit, ImageMatches image) {}
        List<Member> members = new ArrayList<>();
        for (int unit = 0; unit < units.size(); unit++) {
            for (ImageMatches image : matchesOf(units.get(unit)).images.values()) {
                members.add(new Member(unit, image));
            }
        }
        members.sort(Comparator.comparingLong(member -> member.image().imageId()));
        CocoSummary summary = new CocoSummary(
                protocol,
                new CocoTable(protocol, members.stream().map(Member::image).toList(), reported()));
        int[] unitOfImage = members.stream().mapToInt(Member::unit).toArray();
        int size = units.size();
        return new Resampler() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public MetricResult result(int[] multiplicities) {
                int[] byImage = new int[unitOfImage.length];
                Arrays.setAll(byImage, image -> multiplicities[unitOfImage[image]]);
                return summary.resampled(definition.id(), byImage);
            }
        };
    }

    /** Without categories, all objects stand under category 0. */
    private int[] reported() {
        return byCategory ? categories : new int[0];
    }

    private Matches matchesOf(Accumulator<P, R> accumulator) {
        if (accumulator instanceof CocoAveragePrecision<?, ?>.Matches) {
            @SuppressWarnings("unchecked") // Of this class and type of prediction, it is of these parameters.
            Matches matches = (Matches) accumulator;
            if (matches.settings().equals(settings())) {
                return matches;
            }
        }
        throw new IllegalArgumentException("not an accumulator of " + settings());
    }

    private String settings() {
        return definition.id() + (categories.length == 0 ? "" : " over the categories " + Arrays.toString(categories));
    }

    private final class Matches implements Accumulator<P, R> {

        private final TreeMap<Long, ImageMatches> images = new TreeMap<>();
        private final DetectionMatcher<P, R> matcher =
                new DetectionMatcher<>(protocol, similarity, byCategory, categories);

        String settings() {
            return CocoAveragePrecision.this.settings();
        }

        @Override
        public void update(P prediction, R reference) {
            if (images.containsKey(reference.imageId())) {
                throw new IllegalArgumentException("image " + reference.imageId() + " was there before");
            }
            images.put(reference.imageId(), matcher.match(prediction, reference));
        }

        @Override
        public void merge(Accumulator<P, R> other) {
            TreeMap<Long, ImageMatches> others = matchesOf(other).images;
            for (Long image : others.keySet()) {
                if (images.containsKey(image)) {
                    throw new IllegalArgumentException("image " + image + " is in both of two parts");
                }
            }
            images.putAll(others);
        }

        @Override
        public long size() {
            return images.size();
        }

        @Override
        public MetricResult result() {
            if (images.isEmpty()) {
                throw new IllegalStateException(definition.id() + " has seen no image");
            }
            return new CocoSummary(protocol, new CocoTable(protocol, images.values(), reported()))
                    .result(definition.id());
        }

        @Override
        public JsonNode state() {
            ObjectNode state = JsonNodeFactory.instance.objectNode();
            state.put("metric", definition.id());
            IntStream.of(categories).forEach(state.putArray("categories")::add);
            ArrayNode list = state.putArray("images");
            for (ImageMatches image : images.values()) {
                ObjectNode entry = list.addObject();
                entry.put("image", image.imageId());
                ArrayNode found = entry.putArray("categories");
                for (CategoryMatches category : image.categories()) {
                    ObjectNode part = found.addObject();
                    part.put("category", category.category());
                    IntStream.of(category.positives()).forEach(part.putArray("positives")::add);
                    DoubleStream.of(category.scores()).forEach(part.putArray("scores")::add);
                    LongStream.of(category.matched()).forEach(part.putArray("matched")::add);
                    LongStream.of(category.ignored()).forEach(part.putArray("ignored")::add);
                }
            }
            return state;
        }
    }
}

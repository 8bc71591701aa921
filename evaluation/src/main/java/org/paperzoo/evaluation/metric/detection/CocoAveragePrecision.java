package org.paperzoo.evaluation.metric.detection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
 * <p>Values of boxes and masks: {@code AP AP50 AP75 APs APm APl AR1 AR10 AR100 ARs ARm ARl}; of keypoints:
 * {@code AP AP50 AP75 APm APl AR AR50 AR75 ARm ARl}. Then {@code categories} with {@code category_names}, where given, and
 * each of the figures by category; {@code thresholds}, and {@code AP_by_threshold}. The state is a record of matches for
 * each picture, some bytes for each detection that counts; pictures may come in any order.
 *
 * @param <P> the detections of a picture
 * @param <R> the annotations of a picture
 */
public final class CocoAveragePrecision<P extends ScoredObjects, R extends AnnotatedObjects> implements Metric<P, R> {

    /** A resample costs milliseconds. */
    private static final int RESAMPLES = 200;

    private static final String REFERENCE = "pycocotools (ppwwyyxx/cocoapi ac87f50)";
    private static final int[] DETECTIONS = {1, 10, 100};

    /** How far annotators differ on each of COCO's 17 points, nose to ankles, as a share of the object's size. */
    private static final double[] SIGMAS = IntStream.of(
                    26, 25, 25, 35, 35, 79, 79, 72, 72, 62, 62, 107, 107, 87, 87, 89, 89)
            .mapToDouble(sigma -> sigma / 100.0 / 10.0)
            .toArray();

    private final MetricDefinition definition;
    private final CocoProtocol protocol;
    private final Similarity<? super P, ? super R> similarity;
    private final boolean byCategory;
    private final int[] categories;
    private final Map<Integer, String> names;

    CocoAveragePrecision(
            MetricDefinition definition,
            CocoProtocol protocol,
            Similarity<? super P, ? super R> similarity,
            boolean byCategory,
            int[] categories,
            Map<Integer, String> names) {
        this.definition = definition;
        this.protocol = protocol;
        this.similarity = similarity;
        this.byCategory = byCategory;
        this.categories = categories;
        this.names = names;
    }

    /** AP of boxes as papers report it: every category that is annotated, at most 100 detections. */
    public static CocoAveragePrecision<BoxPrediction, BoxReference> ofBoxes() {
        return ofBoxes(true, DETECTIONS);
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
        String id = "coco-box-ap"
                + (byCategory ? "" : "-agnostic")
                + (Arrays.equals(maximumDetections, DETECTIONS)
                        ? ""
                        : IntStream.of(maximumDetections)
                                .mapToObj(Integer::toString)
                                .reduce("-detections", (left, right) -> left + "-" + right));
        return of(id, CocoProtocol.ofBoxes(maximumDetections), Boxes::intersectionOverUnion, byCategory);
    }

    /** AP of masks as papers report it: every category that is annotated, at most 100 detections. */
    public static CocoAveragePrecision<MaskPrediction, MaskReference> ofMasks() {
        return of("coco-mask-ap", CocoProtocol.ofBoxes(DETECTIONS), new MaskSimilarity(), true);
    }

    /** AP of the 17 points of COCO's persons. */
    public static CocoAveragePrecision<KeypointPrediction, KeypointReference> ofKeypoints() {
        return of("coco-keypoint-ap", CocoProtocol.ofKeypoints(), new ObjectKeypointSimilarity(SIGMAS), true);
    }

    private static <P extends ScoredObjects, R extends AnnotatedObjects> CocoAveragePrecision<P, R> of(
            String id, CocoProtocol protocol, Similarity<P, R> similarity, boolean byCategory) {
        MetricDefinition definition = new MetricDefinition(id, "AP", "fraction", -1, 1, true, REFERENCE);
        return new CocoAveragePrecision<>(definition, protocol, similarity, byCategory, new int[0], Map.of());
    }

    /** The same over some categories only; those without annotations are listed with -1. */
    public CocoAveragePrecision<P, R> withCategories(int... only) {
        Map<Integer, String> unnamed = new TreeMap<>();
        for (int category : only) {
            unnamed.put(category, names.getOrDefault(category, ""));
        }
        return withCategories(unnamed);
    }

    /**
     * The same over some categories only; those without annotations are listed with -1.
     *
     * @param only categories with their names; empty for no name
     */
    public CocoAveragePrecision<P, R> withCategories(Map<Integer, String> only) {
        if (only.isEmpty()) {
            throw new IllegalArgumentException("needs at least one category");
        }
        int[] sorted =
                only.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        Map<Integer, String> named = new TreeMap<>(only);
        named.values().removeIf(String::isEmpty);
        return new CocoAveragePrecision<>(definition, protocol, similarity, byCategory, sorted, named);
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
        return new Matches(new MatchedImages());
    }

    @Override
    public Accumulator<P, R> restore(JsonNode state) throws InvalidInputException {
        StateReader reader = StateReader.open(definition, state);
        if (!Arrays.equals(reader.integers("categories"), categoriesAsLongs())) {
            throw reader.wrong("categories", "are not " + Arrays.toString(categories));
        }
        return new Matches(MatchedImages.read(reader, protocol.areas().size()));
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
            for (ImageMatches image : matchesOf(units.get(unit)).images.all()) {
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

        private final MatchedImages images;
        private final DetectionMatcher<P, R> matcher =
                new DetectionMatcher<>(protocol, similarity, byCategory, categories);

        Matches(MatchedImages images) {
            this.images = images;
        }

        String settings() {
            return CocoAveragePrecision.this.settings();
        }

        @Override
        public void update(P prediction, R reference) {
            images.checkNew(reference.imageId());
            images.add(matcher.match(prediction, reference));
        }

        @Override
        public void merge(Accumulator<P, R> other) {
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
            return new CocoSummary(protocol, new CocoTable(protocol, images.all(), reported()))
                    .result(definition.id(), names);
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

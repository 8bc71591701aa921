package org.paperzoo.evaluation.metric.detection;

import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;

/**
 * Average precision as LVIS measures it: COCO's, over pictures that are annotated for some categories each. Detections of a
 * category that a picture is not judged for are passed over; of one that is not annotated exhaustively, they are right or
 * nothing; and a picture's best 300 detections count, whatever their categories.
 *
 * <p>Values: {@code AP AP50 AP75 APs APm APl APr APc APf AR@300 ARs@300 ARm@300 ARl@300}, then as {@link
 * CocoAveragePrecision}.
 */
public final class LvisAveragePrecision {

    /** How many detections of a picture count in LVIS. */
    public static final int DETECTIONS = 300;

    private static final String REFERENCE = "lvis-api 7d7f07d";

    private LvisAveragePrecision() {}

    /**
     * AP of boxes.
     *
     * @param mostOfImage how many detections of a picture count, over all categories
     * @param frequencies all categories of the data set, and how often each occurs in training
     */
    public static CocoAveragePrecision<BoxPrediction, FederatedReference<BoxReference>> ofBoxes(
            int mostOfImage, Map<Integer, LvisFrequency> frequencies) {
        return of("lvis-box-ap", Boxes::intersectionOverUnion, mostOfImage, frequencies);
    }

    /**
     * AP of masks.
     *
     * @param mostOfImage how many detections of a picture count, over all categories
     * @param frequencies all categories of the data set, and how often each occurs in training
     */
    public static CocoAveragePrecision<MaskPrediction, FederatedReference<MaskReference>> ofMasks(
            int mostOfImage, Map<Integer, LvisFrequency> frequencies) {
        return of("lvis-mask-ap", new MaskSimilarity(), mostOfImage, frequencies);
    }

    private static <P extends ScoredObjects, R extends AnnotatedObjects>
            CocoAveragePrecision<P, FederatedReference<R>> of(
                    String name,
                    Similarity<P, R> similarity,
                    int mostOfImage,
                    Map<Integer, LvisFrequency> frequencies) {
        if (mostOfImage < 1) {
            throw new IllegalArgumentException("needs at least one detection of a picture, not " + mostOfImage);
        }
        String id = name
                + (mostOfImage == DETECTIONS
                        ? ""
                        : mostOfImage == Integer.MAX_VALUE ? "-unlimited" : "-detections-" + mostOfImage);
        return new CocoAveragePrecision<>(
                new MetricDefinition(id, "AP", "fraction", -1, 1, true, REFERENCE),
                CocoProtocol.ofLvis(mostOfImage, frequencies),
                new WithinFederation<>(similarity),
                true,
                frequencies.keySet().stream()
                        .mapToInt(Integer::intValue)
                        .sorted()
                        .toArray(),
                Map.of());
    }

    /** The similarity of the objects within. */
    private record WithinFederation<P extends ScoredObjects, R extends AnnotatedObjects>(Similarity<P, R> objects)
            implements Similarity<P, FederatedReference<R>> {

        @Override
        public void check(P detections, FederatedReference<R> annotations) {
            objects.check(detections, annotations.objects());
        }

        @Override
        public double between(P detections, int detection, FederatedReference<R> annotations, int annotation) {
            return objects.between(detections, detection, annotations.objects(), annotation);
        }
    }
}

package org.paperzoo.evaluation.metric.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Matches detections with annotations picture by picture, as voc_eval does: detections in descending order of score each
 * look at the annotation that they overlap most, free or not, and of equal ones the first.
 *
 * @param threshold overlap above which the two match
 */
record VocMatcher(double threshold) {

    /** @param only the categories that count, ascending; empty for all */
    ImageMatches match(VocPrediction found, VocReference annotated, int[] only) {
        int[] categories = IntStream.concat(IntStream.of(found.categories()), IntStream.of(annotated.categories()))
                .distinct()
                .sorted()
                .filter(category -> only.length == 0 || Arrays.binarySearch(only, category) >= 0)
                .toArray();
        List<CategoryMatches> matches = new ArrayList<>(categories.length);
        for (int category : categories) {
            matches.add(match(category, found, annotated));
        }
        return new ImageMatches(annotated.imageId(), matches);
    }

    private CategoryMatches match(int category, VocPrediction found, VocReference annotated) {
        int[] detections = places(found.categories(), category);
        int[] annotations = places(annotated.categories(), category);
        int[] order = StableOrder.descending(
                IntStream.of(detections).mapToDouble(i -> found.scores()[i]).toArray());
        double[] scores = new double[order.length];
        long[] matched = new long[order.length];
        long[] ignored = new long[order.length];
        boolean[] taken = new boolean[annotations.length];
        for (int d = 0; d < order.length; d++) {
            int detection = detections[order[d]];
            scores[d] = found.scores()[detection];
            double greatest = Double.NEGATIVE_INFINITY;
            int best = -1;
            for (int g = 0; g < annotations.length; g++) {
                double overlap = CornerBoxes.intersectionOverUnion(
                        found.corners(), 4 * detection, annotated.corners(), 4 * annotations[g]);
                if (overlap > greatest) {
                    greatest = overlap;
                    best = g;
                }
            }
            if (!(greatest > threshold)) {
                continue;
            }
            if (annotated.difficult()[annotations[best]]) {
                ignored[d] = 1;
            } else if (!taken[best]) {
                taken[best] = true;
                matched[d] = 1;
            }
        }
        int positives = (int)
                IntStream.of(annotations).filter(i -> !annotated.difficult()[i]).count();
        return new CategoryMatches(category, new int[] {positives}, scores, matched, ignored);
    }

    private static int[] places(int[] categories, int category) {
        return IntStream.range(0, categories.length)
                .filter(i -> categories[i] == category)
                .toArray();
    }
}

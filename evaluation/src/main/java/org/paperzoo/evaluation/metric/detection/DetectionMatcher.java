package org.paperzoo.evaluation.metric.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Matches detections with annotations picture by picture, as COCOeval.evaluateImg does: detections in descending order of
 * score each take the most similar annotation that is still free.
 */
final class DetectionMatcher<P extends ScoredObjects, R extends AnnotatedObjects> {

    private final CocoProtocol protocol;
    private final Similarity<? super P, ? super R> similarity;
    private final boolean byCategory;
    private final int[] categories;
    /** Similarities from which on detections match, ascending. */
    private final double[] least;

    private final double[] minimalAreas;
    private final double[] maximalAreas;

    /**
     * @param byCategory whether only objects of one category match each other
     * @param categories the categories that count, ascending; empty for all
     */
    DetectionMatcher(
            CocoProtocol protocol, Similarity<? super P, ? super R> similarity, boolean byCategory, int[] categories) {
        this.protocol = protocol;
        this.similarity = similarity;
        this.byCategory = byCategory;
        this.categories = categories;
        this.least = DoubleStream.of(protocol.thresholds())
                .map(threshold -> Math.min(threshold, 1 - 1e-10))
                .toArray();
        this.minimalAreas = protocol.areas().stream()
                .mapToDouble(CocoProtocol.AreaRange::minimum)
                .toArray();
        this.maximalAreas = protocol.areas().stream()
                .mapToDouble(CocoProtocol.AreaRange::maximum)
                .toArray();
    }

    ImageMatches match(P detections, R annotations) {
        similarity.check(detections, annotations);
        long[] found = counted(detections, annotations);
        long[] annotated = new long[annotations.size()];
        for (int i = 0; i < annotated.length; i++) {
            annotated[i] = key(annotations.category(i), i);
        }
        // By category, and in the order given within one.
        Arrays.sort(found);
        Arrays.sort(annotated);
        List<CategoryMatches> matches = new ArrayList<>();
        if (!byCategory) {
            int[] foundHere = indices(found, 0, found.length);
            int[] annotatedHere = indices(annotated, 0, annotated.length);
            if (foundHere.length + annotatedHere.length > 0) {
                matches.add(match(0, detections, foundHere, annotations, annotatedHere));
            }
            return new ImageMatches(annotations.imageId(), matches);
        }
        int foundFrom = 0;
        int annotatedFrom = 0;
        while (foundFrom < found.length || annotatedFrom < annotated.length) {
            int category = Math.min(
                    foundFrom < found.length ? category(found[foundFrom]) : Integer.MAX_VALUE,
                    annotatedFrom < annotated.length ? category(annotated[annotatedFrom]) : Integer.MAX_VALUE);
            int foundTo = endOf(found, foundFrom, category);
            int annotatedTo = endOf(annotated, annotatedFrom, category);
            if (counts(category)) {
                matches.add(match(
                        category,
                        detections,
                        indices(found, foundFrom, foundTo),
                        annotations,
                        indices(annotated, annotatedFrom, annotatedTo)));
            }
            foundFrom = foundTo;
            annotatedFrom = annotatedTo;
        }
        return new ImageMatches(annotations.imageId(), List.copyOf(matches));
    }

    /** Keys of the picture's best detections, those of categories that nothing is said about left out. */
    private long[] counted(P detections, R annotations) {
        int size = detections.size();
        int[] best = null;
        if (size > protocol.mostOfImage()) {
            double[] scores = new double[size];
            for (int i = 0; i < size; i++) {
                scores[i] = detections.score(i);
            }
            best = StableOrder.descending(scores);
            size = protocol.mostOfImage();
        }
        long[] found = new long[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            int detection = best == null ? i : best[i];
            if (annotations.judged(detections.category(detection))) {
                found[count++] = key(detections.category(detection), detection);
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static long key(int category, int index) {
        return (long) category << 32 | index;
    }

    private static int category(long key) {
        return (int) (key >> 32);
    }

    private static int endOf(long[] keys, int from, int category) {
        int end = from;
        while (end < keys.length && category(keys[end]) == category) {
            end++;
        }
        return end;
    }

    private boolean counts(int category) {
        return categories.length == 0 || Arrays.binarySearch(categories, category) >= 0;
    }

    private int[] indices(long[] keys, int from, int to) {
        int[] indices = new int[to - from];
        int size = 0;
        for (int i = from; i < to; i++) {
            if (byCategory || counts(category(keys[i]))) {
                indices[size++] = (int) keys[i];
            }
        }
        return size == indices.length ? indices : Arrays.copyOf(indices, size);
    }

    private CategoryMatches match(int category, P detections, int[] found, R annotations, int[] annotated) {
        double[] allScores = new double[found.length];
        for (int i = 0; i < found.length; i++) {
            allScores[i] = detections.score(found[i]);
        }
        int[] order = StableOrder.descending(allScores);
        int count = Math.min(found.length, protocol.mostDetections());
        double[] scores = new double[count];
        for (int d = 0; d < count; d++) {
            scores[d] = allScores[order[d]];
        }
        CategoryMatches matches =
                new CategoryMatches(category, new int[minimalAreas.length], scores, new long[count], new long[count]);
        if (annotated.length > 0) {
            matchAll(matches, detections, found, order, annotations, annotated);
        }
        boolean exhaustive = annotations.exhaustive(category);
        for (int d = 0; d < count; d++) {
            ignoreUnmatched(matches, d, detections.area(found[order[d]]), exhaustive);
        }
        return matches;
    }

    private void matchAll(
            CategoryMatches matches, P detections, int[] found, int[] order, R annotations, int[] annotated) {
        int count = matches.scores().length;
        double[] similarities = new double[count * annotated.length]; // [detection, annotation]
        double[] greatest = new double[count];
        double greatestOfAll = 0;
        for (int d = 0; d < count; d++) {
            for (int g = 0; g < annotated.length; g++) {
                double similar = similarity.between(detections, found[order[d]], annotations, annotated[g]);
                similarities[d * annotated.length + g] = similar;
                greatest[d] = Math.max(greatest[d], similar);
            }
            greatestOfAll = Math.max(greatestOfAll, greatest[d]);
        }
        int[] sorted = new int[annotated.length];
        for (int area = 0; area < minimalAreas.length; area++) {
            int regular = sort(annotations, annotated, area, sorted);
            matches.positives()[area] = regular;
            // Thresholds ascend: where nothing is alike enough, nothing is at the later ones.
            for (int threshold = 0; threshold < least.length && greatestOfAll >= least[threshold]; threshold++) {
                long bit = 1L << protocol.bit(area, threshold);
                match(matches, least[threshold], bit, similarities, greatest, sorted, regular, annotations, annotated);
            }
        }
    }

    /** Lists annotations to be found first, ignored ones after them; gives the number of the former. */
    private int sort(AnnotatedObjects annotations, int[] annotated, int area, int[] sorted) {
        int regular = 0;
        int ignored = annotated.length;
        for (int g = annotated.length - 1; g >= 0; g--) {
            if (ignored(annotations, annotated[g], area)) {
                sorted[--ignored] = g;
            }
        }
        for (int g = 0; regular < ignored; g++) {
            if (!ignored(annotations, annotated[g], area)) {
                sorted[regular++] = g;
            }
        }
        return regular;
    }

    private boolean ignored(AnnotatedObjects annotations, int object, int area) {
        return annotations.ignored(object) || outside(annotations.area(object), area);
    }

    private boolean outside(double size, int area) {
        return size < minimalAreas[area] || size > maximalAreas[area];
    }

    private void match(
            CategoryMatches matches,
            double least,
            long bit,
            double[] similarities,
            double[] greatest,
            int[] sorted,
            int regular,
            R annotations,
            int[] annotated) {
        boolean[] taken = null;
        for (int d = 0; d < greatest.length; d++) {
            // Most detections are like nothing: there is no need to look at each annotation again.
            if (greatest[d] < least) {
                continue;
            }
            if (taken == null) {
                taken = new boolean[sorted.length];
            }
            double best = least;
            int match = -1;
            for (int s = 0; s < sorted.length; s++) {
                if (taken[s] && !annotations.crowd(annotated[sorted[s]])) {
                    continue;
                }
                // A match with an annotation to be found is not given up for an ignored one.
                if (match >= 0 && match < regular && s >= regular) {
                    break;
                }
                double similar = similarities[d * sorted.length + sorted[s]];
                // Of equally similar annotations the last one wins.
                if (similar < best) {
                    continue;
                }
                best = similar;
                match = s;
            }
            if (match >= 0) {
                taken[match] = true;
                if (match >= regular) {
                    matches.ignored()[d] |= bit;
                }
                // The reference notes the annotation's ID, and takes 0 for "none".
                if (annotations.id(annotated[sorted[match]]) != 0) {
                    matches.matched()[d] |= bit;
                }
            }
        }
    }

    /** What matches nothing is ignored where it is of another size, and everywhere if more could be annotated. */
    private void ignoreUnmatched(CategoryMatches matches, int detection, double size, boolean exhaustive) {
        long all = -1L >>> (Long.SIZE - least.length);
        long ignored = 0;
        for (int area = 0; area < minimalAreas.length; area++) {
            if (!exhaustive || outside(size, area)) {
                ignored |= all << protocol.bit(area, 0);
            }
        }
        matches.ignored()[detection] |= ignored & ~matches.matched()[detection];
    }
}

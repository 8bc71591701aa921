package org.paperzoo.evaluation.metric.segmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Matches predicted segments to annotated ones of their category that they overlap by more than a half. */
final class PanopticMatcher {

    private final Map<Integer, Integer> indexOfCategory = new HashMap<>();

    PanopticMatcher(long[] categories) {
        for (int i = 0; i < categories.length; i++) {
            indexOfCategory.put((int) categories[i], i);
        }
    }

    /**
     * What a picture counts, by index of category.
     *
     * @param matchedCategories the category of each match
     * @param overlaps its intersection over union
     * @param wrong the category of each segment that is predicted only
     * @param missed the category of each segment that is annotated only
     */
    record Outcome(int[] matchedCategories, double[] overlaps, int[] wrong, int[] missed) {}

    Outcome match(PanopticSegments prediction, PanopticSegments reference) {
        SegmentTable predicted = new SegmentTable(prediction.segments());
        SegmentTable annotated = new SegmentTable(reference.segments());
        // Row and column 0 are void; annotated pixels of no listed segment are in the last row, which matches nothing.
        PairCounts shared = shared(prediction.ids(), reference.ids(), predicted, annotated);
        long[] area = new long[predicted.size() + 1];
        shared.forEach((row, column, count) -> area[column] += count);
        check(predicted, annotated, area);

        Matches matches = new Matches(predicted.size(), annotated.size());
        shared.forEach((row, column, intersection) -> {
            if (row == 0 || row > annotated.size() || column == 0) {
                return;
            }
            PanopticSegments.Segment segment = annotated.segment(row);
            if (!segment.crowd()
                    && segment.category() == predicted.segment(column).category()) {
                long union = area[column] + segment.area() - intersection - shared.get(0, column);
                double overlap = (double) intersection / union;
                if (overlap > 0.5) {
                    matches.add(row, column, indexOfCategory.get(segment.category()), overlap);
                }
            }
        });
        int[] missed = IntStream.rangeClosed(1, annotated.size())
                .filter(row ->
                        !matches.annotated[row] && !annotated.segment(row).crowd())
                .map(row -> indexOfCategory.get(annotated.segment(row).category()))
                .toArray();
        int[] crowds = crowds(annotated);
        int[] wrong = IntStream.rangeClosed(1, predicted.size())
                .filter(column -> !matches.predicted[column])
                .filter(column -> {
                    int crowd =
                            crowds[indexOfCategory.get(predicted.segment(column).category())];
                    long ignored = shared.get(0, column) + (crowd == 0 ? 0 : shared.get(crowd, column));
                    return !((double) ignored / area[column] > 0.5);
                })
                .map(column -> indexOfCategory.get(predicted.segment(column).category()))
                .toArray();
        return new Outcome(
                matches.categories.stream().mapToInt(Integer::intValue).toArray(),
                matches.overlaps.stream().mapToDouble(Double::doubleValue).toArray(),
                wrong,
                missed);
    }

    /**
     * Matches found so far. An annotation whose area is not that of its pixels may be matched more than once, as in the
     * reference.
     */
    private static final class Matches {

        final List<Integer> categories = new ArrayList<>();
        final List<Double> overlaps = new ArrayList<>();
        final boolean[] predicted;
        final boolean[] annotated;

        Matches(int predictedSize, int annotatedSize) {
            predicted = new boolean[predictedSize + 1];
            annotated = new boolean[annotatedSize + 1];
        }

        void add(int row, int column, int category, double overlap) {
            categories.add(category);
            overlaps.add(overlap);
            annotated[row] = true;
            predicted[column] = true;
        }
    }

    /** Numbers of pixels by annotated row and predicted column. */
    private static PairCounts shared(
            LabelMap predictedIds, LabelMap ids, SegmentTable predicted, SegmentTable annotated) {
        if (ids.width() != predictedIds.width() || ids.height() != predictedIds.height()) {
            throw new IllegalArgumentException("the prediction has " + predictedIds.width() + " x "
                    + predictedIds.height() + " pixels, the reference " + ids.width() + " x " + ids.height());
        }
        PairCounts shared = new PairCounts();
        int pixel = 0;
        while (pixel < ids.size()) {
            int annotatedId = ids.label(pixel);
            int predictedId = predictedIds.label(pixel);
            int run = pixel + 1;
            while (run < ids.size() && ids.label(run) == annotatedId && predictedIds.label(run) == predictedId) {
                run++;
            }
            int row = annotated.indexOf(annotatedId);
            int column = predicted.indexOf(predictedId);
            if (column < 0) {
                throw new IllegalArgumentException(
                        "segment " + predictedId + " is in the predicted picture, and not among its segments");
            }
            shared.add(row < 0 ? annotated.size() + 1 : row, column, run - pixel);
            pixel = run;
        }
        return shared;
    }

    private void check(SegmentTable predicted, SegmentTable annotated, long[] area) {
        for (int column = 1; column <= predicted.size(); column++) {
            PanopticSegments.Segment segment = predicted.segment(column);
            if (area[column] == 0) {
                throw new IllegalArgumentException(
                        "segment " + segment.id() + " is predicted, and not in the predicted picture");
            }
            checkCategory(segment, "predicted");
        }
        for (int row = 1; row <= annotated.size(); row++) {
            checkCategory(annotated.segment(row), "annotated");
        }
    }

    private void checkCategory(PanopticSegments.Segment segment, String kind) {
        if (!indexOfCategory.containsKey(segment.category())) {
            throw new IllegalArgumentException(
                    kind + " segment " + segment.id() + " has the unknown category " + segment.category());
        }
    }

    /** By index of category: the row of its last crowd, which is the one that the reference takes; 0 if there is none. */
    private int[] crowds(SegmentTable annotated) {
        int[] crowds = new int[indexOfCategory.size()];
        for (int row = 1; row <= annotated.size(); row++) {
            if (annotated.segment(row).crowd()) {
                crowds[indexOfCategory.get(annotated.segment(row).category())] = row;
            }
        }
        return crowds;
    }

    /** Segments by their index from 1 on, and by ID. */
    private static final class SegmentTable {

        private final List<PanopticSegments.Segment> segments;
        private final int[] sortedIds;
        private final int[] indices;

        SegmentTable(List<PanopticSegments.Segment> segments) {
            this.segments = segments;
            indices = IntStream.rangeClosed(1, segments.size())
                    .boxed()
                    .sorted((left, right) -> Integer.compare(
                            segments.get(left - 1).id(), segments.get(right - 1).id()))
                    .mapToInt(Integer::intValue)
                    .toArray();
            sortedIds = IntStream.of(indices)
                    .map(index -> segments.get(index - 1).id())
                    .toArray();
        }

        int size() {
            return segments.size();
        }

        PanopticSegments.Segment segment(int index) {
            return segments.get(index - 1);
        }

        /** The index of an ID; 0 for void, -1 if there is none such. */
        int indexOf(int id) {
            if (id == 0) {
                return 0;
            }
            int found = Arrays.binarySearch(sortedIds, id);
            return found < 0 ? -1 : indices[found];
        }
    }
}

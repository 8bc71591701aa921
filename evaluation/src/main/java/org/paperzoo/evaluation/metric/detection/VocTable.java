package org.paperzoo.evaluation.metric.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.paperzoo.evaluation.metric.PairwiseSum;

/**
 * The matches of all pictures, category by category in descending order of score, from which VOC's average precision is
 * read, with each picture counted as often as asked. Immutable.
 */
final class VocTable {

    /** The least denominator of a precision, numpy's eps. */
    private static final double LEAST = Math.ulp(1.0);

    private final boolean elevenPoint;
    private final List<Column> columns = new ArrayList<>();

    private record Column(int category, int[] images, long[] matched, long[] ignored, int[] positives) {}

    /**
     * What is known of one category.
     *
     * @param averagePrecision NaN where the reference gives it: detections, but nothing to be found
     * @param recall after the last detection; 0 if there is none
     * @param precision after the last detection; 0 if there is none
     * @param detections number of detections
     */
    record Curve(int category, double averagePrecision, double recall, double precision, long detections) {}

    /**
     * @param images the pictures in ascending order of ID
     * @param categories the categories to report, ascending; empty for all that occur
     */
    VocTable(boolean elevenPoint, List<ImageMatches> images, int[] categories) {
        this.elevenPoint = elevenPoint;
        Map<Integer, List<int[]>> places = new TreeMap<>();
        IntStream.of(categories).forEach(category -> places.put(category, new ArrayList<>()));
        for (int image = 0; image < images.size(); image++) {
            List<CategoryMatches> found = images.get(image).categories();
            for (int i = 0; i < found.size(); i++) {
                places.computeIfAbsent(found.get(i).category(), category -> new ArrayList<>())
                        .add(new int[] {image, i});
            }
        }
        places.forEach((category, its) -> columns.add(column(category, its, images)));
    }

    private static Column column(int category, List<int[]> places, List<ImageMatches> images) {
        int size = 0;
        int[] positives = new int[images.size()];
        for (int[] place : places) {
            CategoryMatches matches = images.get(place[0]).categories().get(place[1]);
            positives[place[0]] = matches.positives()[0];
            size += matches.scores().length;
        }
        double[] scores = new double[size];
        int[] holders = new int[size];
        long[] matched = new long[size];
        long[] ignored = new long[size];
        int next = 0;
        for (int[] place : places) {
            CategoryMatches matches = images.get(place[0]).categories().get(place[1]);
            int count = matches.scores().length;
            System.arraycopy(matches.scores(), 0, scores, next, count);
            System.arraycopy(matches.matched(), 0, matched, next, count);
            System.arraycopy(matches.ignored(), 0, ignored, next, count);
            Arrays.fill(holders, next, next + count, place[0]);
            next += count;
        }
        int[] order = StableOrder.descending(scores);
        return new Column(
                category,
                IntStream.of(order).map(i -> holders[i]).toArray(),
                IntStream.of(order).mapToLong(i -> matched[i]).toArray(),
                IntStream.of(order).mapToLong(i -> ignored[i]).toArray(),
                positives);
    }

    /** @param multiplicities how often each picture counts */
    List<Curve> curves(int[] multiplicities) {
        return columns.stream().map(column -> curve(column, multiplicities)).toList();
    }

    private Curve curve(Column column, int[] multiplicities) {
        long positives = 0;
        for (int image = 0; image < column.positives.length; image++) {
            positives += (long) multiplicities[image] * column.positives[image];
        }
        int size = 0;
        for (int image : column.images) {
            size = Math.addExact(size, multiplicities[image]);
        }
        double[] recalls = new double[size];
        double[] precisions = new double[size];
        long right = 0;
        long wrong = 0;
        int next = 0;
        for (int i = 0; i < column.images.length; i++) {
            for (int copy = 0; copy < multiplicities[column.images[i]]; copy++) {
                right += column.matched[i];
                wrong += 1 - column.matched[i] - column.ignored[i];
                recalls[next] = right / (double) positives;
                precisions[next++] = right / Math.max(right + wrong, LEAST);
            }
        }
        double averagePrecision = elevenPoint ? elevenPoint(recalls, precisions) : underCurve(recalls, precisions);
        return new Curve(
                column.category,
                averagePrecision,
                size == 0 ? 0 : recalls[size - 1],
                size == 0 ? 0 : precisions[size - 1],
                size);
    }

    /** The mean of the greatest precision at recalls of 0, 0.1, … 1 or more. */
    private static double elevenPoint(double[] recalls, double[] precisions) {
        double sum = 0;
        for (int point = 0; point <= 10; point++) {
            double greatest = 0;
            for (int i = recalls.length - 1; i >= 0 && recalls[i] >= point * 0.1; i--) {
                greatest = Math.max(greatest, precisions[i]);
            }
            sum += greatest / 11;
        }
        return sum;
    }

    /** The area under the greatest precision at or after each recall. */
    private static double underCurve(double[] recalls, double[] precisions) {
        int size = recalls.length;
        double[] envelope = precisions.clone();
        for (int i = size - 1; i > 0; i--) {
            envelope[i - 1] = Math.max(envelope[i - 1], envelope[i]);
        }
        double[] areas = new double[size + 1];
        int count = 0;
        for (int i = 0; i < size; i++) {
            double before = i == 0 ? 0 : recalls[i - 1];
            if (recalls[i] != before) {
                areas[count++] = (recalls[i] - before) * envelope[i];
            }
        }
        // The reference goes on to a recall of 1 at a precision of 0, which counts where sums are grouped.
        if (size == 0 || recalls[size - 1] != 1) {
            count++;
        }
        return PairwiseSum.of(areas, count);
    }
}

package org.paperzoo.evaluation.metric.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The matches of all pictures, category by category in descending order of score: what precision and recall are read off,
 * with each picture counted as often as asked. Immutable.
 */
final class CocoTable {

    /** What the reference adds to a denominator: the distance from 1 to the next double. */
    private static final double EPSILON = Math.ulp(1.0);

    /** The value of what has no annotation to be found. */
    static final double UNDEFINED = -1;

    private final CocoProtocol protocol;
    private final List<Column> columns;

    /** One category: its detections in descending order of score, and the annotations to be found by picture. */
    private record Column(
            int category,
            double[] scores,
            int[] images,
            int[] ranks,
            long[] matched,
            long[] ignored,
            int[] holders,
            int[][] positives) {}

    /**
     * @param images the pictures in ascending order of ID, by which detections of equal score are ordered
     * @param categories the categories to report, ascending; empty for all that occur
     */
    CocoTable(CocoProtocol protocol, Collection<ImageMatches> images, int[] categories) {
        this.protocol = protocol;
        Map<Integer, List<CategoryMatches>> matches = new TreeMap<>();
        Map<Integer, List<Integer>> holders = new TreeMap<>();
        for (int category : categories) {
            matches.put(category, new ArrayList<>());
            holders.put(category, new ArrayList<>());
        }
        int image = 0;
        for (ImageMatches imageMatches : images) {
            for (CategoryMatches found : imageMatches.categories()) {
                matches.computeIfAbsent(found.category(), category -> new ArrayList<>())
                        .add(found);
                holders.computeIfAbsent(found.category(), category -> new ArrayList<>())
                        .add(image);
            }
            image++;
        }
        columns = new ArrayList<>(matches.size());
        matches.forEach((category, found) -> columns.add(column(category, found, holders.get(category))));
    }

    private static Column column(int category, List<CategoryMatches> matches, List<Integer> holders) {
        int size = 0;
        for (CategoryMatches found : matches) {
            size += found.scores().length;
        }
        double[] scores = new double[size];
        int[] sources = new int[size];
        int[] ranks = new int[size];
        int next = 0;
        for (int source = 0; source < matches.size(); source++) {
            double[] found = matches.get(source).scores();
            for (int rank = 0; rank < found.length; rank++) {
                scores[next] = found[rank];
                sources[next] = source;
                ranks[next++] = rank;
            }
        }
        int[] order = StableOrder.descending(scores);
        Column column = new Column(
                category,
                new double[size],
                new int[size],
                new int[size],
                new long[size],
                new long[size],
                holders.stream().mapToInt(Integer::intValue).toArray(),
                matches.stream().map(CategoryMatches::positives).toArray(int[][]::new));
        for (int i = 0; i < size; i++) {
            int source = sources[order[i]];
            int rank = ranks[order[i]];
            column.scores[i] = scores[order[i]];
            column.images[i] = holders.get(source);
            column.ranks[i] = rank;
            column.matched[i] = matches.get(source).matched()[rank];
            column.ignored[i] = matches.get(source).ignored()[rank];
        }
        return column;
    }

    /** The categories, ascending. */
    long[] categories() {
        return columns.stream().mapToLong(Column::category).toArray();
    }

    /**
     * For each threshold and category, precision at each recall of {@link CocoProtocol#RECALLS}, or the final recall alone;
     * empty where there is nothing to be found.
     *
     * @param precision whether precisions are asked for, else recalls
     * @param area index of the range of area
     * @param detections index of the number of detections, or -1 for none that is defined
     * @param multiplicities how often each picture counts; null for once
     */
    double[][][] curves(boolean precision, int area, int detections, int[] multiplicities) {
        double[][][] curves = new double[protocol.thresholds().length][columns.size()][];
        double[] scratch = new double[16];
        for (int c = 0; c < columns.size(); c++) {
            Column column = columns.get(c);
            long positives = positives(column, area, multiplicities);
            for (int threshold = 0; threshold < curves.length; threshold++) {
                if (positives == 0 || detections < 0) {
                    curves[threshold][c] = new double[0];
                    continue;
                }
                int most = protocol.maximumDetections()[detections];
                int bit = protocol.bit(area, threshold);
                if (precision) {
                    scratch = precisionsAtMatches(column, bit, most, multiplicities, scratch);
                    curves[threshold][c] = precisionsAtRecalls(scratch, (int) scratch[0], positives);
                } else {
                    curves[threshold][c] =
                            new double[] {matches(column, bit, most, multiplicities) / (double) positives};
                }
            }
        }
        return curves;
    }

    private static long positives(Column column, int area, int[] multiplicities) {
        long sum = 0;
        for (int i = 0; i < column.holders.length; i++) {
            sum += (long) column.positives[i][area] * (multiplicities == null ? 1 : multiplicities[column.holders[i]]);
        }
        return sum;
    }

    private static long matches(Column column, int bit, int most, int[] multiplicities) {
        long matches = 0;
        for (int i = 0; i < column.ranks.length; i++) {
            if (column.ranks[i] < most && ((column.matched[i] & ~column.ignored[i]) >>> bit & 1) != 0) {
                matches += multiplicities == null ? 1 : multiplicities[column.images[i]];
            }
        }
        return matches;
    }

    /**
     * Precision at each right detection, from index 1; their number is at index 0. Only right detections raise recall, and
     * the greatest precision at or after any point is that at one of them.
     */
    private static double[] precisionsAtMatches(
            Column column, int bit, int most, int[] multiplicities, double[] scratch) {
        double[] precisions = scratch;
        int right = 0;
        int wrong = 0;
        for (int i = 0; i < column.ranks.length; i++) {
            if ((column.ignored[i] >>> bit & 1) != 0 || column.ranks[i] >= most) {
                continue;
            }
            int times = multiplicities == null ? 1 : multiplicities[column.images[i]];
            if ((column.matched[i] >>> bit & 1) == 0) {
                wrong += times;
                continue;
            }
            if (right + times >= precisions.length) {
                precisions = Arrays.copyOf(precisions, 2 * (right + times + 1));
            }
            for (int copy = 0; copy < times; copy++) {
                right++;
                precisions[right] = right / (wrong + right + EPSILON);
            }
        }
        precisions[0] = right;
        return precisions;
    }

    private static double[] precisionsAtRecalls(double[] precisions, int right, long positives) {
        for (int i = right; i > 1; i--) {
            if (precisions[i] > precisions[i - 1]) {
                precisions[i - 1] = precisions[i];
            }
        }
        double[] curve = new double[CocoProtocol.RECALLS.length];
        int match = 1;
        for (int i = 0; i < curve.length; i++) {
            while (match <= right && match / (double) positives < CocoProtocol.RECALLS[i]) {
                match++;
            }
            if (match > right) {
                break;
            }
            curve[i] = precisions[match];
        }
        return curve;
    }
}

package org.paperzoo.evaluation.metric.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

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
        List<ImageMatches> pictures = List.copyOf(images);
        int[] reported = categories.length > 0 ? categories : occurring(pictures);
        List<List<CategoryMatches>> matches = new ArrayList<>(reported.length);
        int[][] holders = new int[reported.length][8];
        for (int i = 0; i < reported.length; i++) {
            matches.add(new ArrayList<>());
        }
        for (int image = 0; image < pictures.size(); image++) {
            for (CategoryMatches found : pictures.get(image).categories()) {
                int place = Arrays.binarySearch(reported, found.category());
                if (place >= 0) {
                    List<CategoryMatches> its = matches.get(place);
                    if (its.size() == holders[place].length) {
                        holders[place] = Arrays.copyOf(holders[place], 2 * its.size());
                    }
                    holders[place][its.size()] = image;
                    its.add(found);
                }
            }
        }
        columns = new ArrayList<>(reported.length);
        for (int i = 0; i < reported.length; i++) {
            List<CategoryMatches> its = matches.get(i);
            columns.add(column(reported[i], its, Arrays.copyOf(holders[i], its.size())));
        }
    }

    private static int[] occurring(List<ImageMatches> pictures) {
        int[] found = new int[16];
        int count = 0;
        for (ImageMatches picture : pictures) {
            for (CategoryMatches matches : picture.categories()) {
                int place = Arrays.binarySearch(found, 0, count, matches.category());
                if (place < 0) {
                    if (count == found.length) {
                        found = Arrays.copyOf(found, 2 * count);
                    }
                    System.arraycopy(found, -place - 1, found, -place, count + place + 1);
                    found[-place - 1] = matches.category();
                    count++;
                }
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static Column column(int category, List<CategoryMatches> matches, int[] holders) {
        int size = 0;
        int[][] positives = new int[holders.length][];
        for (int source = 0; source < holders.length; source++) {
            size += matches.get(source).scores().length;
            positives[source] = matches.get(source).positives();
        }
        double[] scores = new double[size];
        int[] images = new int[size];
        int[] ranks = new int[size];
        long[] matched = new long[size];
        long[] ignored = new long[size];
        int next = 0;
        for (int source = 0; source < holders.length; source++) {
            CategoryMatches found = matches.get(source);
            int count = found.scores().length;
            System.arraycopy(found.scores(), 0, scores, next, count);
            System.arraycopy(found.matched(), 0, matched, next, count);
            System.arraycopy(found.ignored(), 0, ignored, next, count);
            for (int rank = 0; rank < count; rank++) {
                images[next] = holders[source];
                ranks[next++] = rank;
            }
        }
        int[] order = StableOrder.descending(scores);
        Column column =
                new Column(category, new int[size], new int[size], new long[size], new long[size], holders, positives);
        for (int i = 0; i < size; i++) {
            column.images[i] = images[order[i]];
            column.ranks[i] = ranks[order[i]];
            column.matched[i] = matched[order[i]];
            column.ignored[i] = ignored[order[i]];
        }
        return column;
    }

    /** The categories, ascending. */
    long[] categories() {
        return columns.stream().mapToLong(Column::category).toArray();
    }

    /**
     * For each threshold and category, precision at each recall of {@link CocoProtocol#RECALLS}, or the final recall alone.
     *
     * @param precision whether precisions are asked for, else recalls
     * @param area index of the range of area
     * @param detections index of the number of detections, or -1 for none that is defined
     * @param multiplicities how often each picture counts; null for once
     */
    CocoCurves curves(boolean precision, int area, int detections, int[] multiplicities) {
        int thresholds = protocol.thresholds().length;
        int points = precision ? CocoProtocol.RECALLS.length : 1;
        long[] positives = new long[columns.size()];
        int[] defined = new int[columns.size()];
        int count = 0;
        for (int c = 0; c < positives.length; c++) {
            positives[c] = positives(columns.get(c), area, multiplicities);
            if (positives[c] > 0 && detections >= 0) {
                defined[count++] = c;
            }
        }
        CocoCurves curves = new CocoCurves(thresholds, points, Arrays.copyOf(defined, count));
        for (int i = 0; i < count; i++) {
            Column column = columns.get(defined[i]);
            int most = protocol.maximumDetections()[detections];
            if (precision) {
                double[][] precisions = precisionsAtMatches(column, area, most, multiplicities);
                for (int threshold = 0; threshold < thresholds; threshold++) {
                    setPrecisions(curves, threshold, i, precisions[threshold], positives[defined[i]]);
                }
            } else {
                long[] matches = matches(column, area, most, multiplicities);
                for (int threshold = 0; threshold < thresholds; threshold++) {
                    curves.set(threshold, 0, i, matches[threshold] / (double) positives[defined[i]]);
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

    /** For each threshold, the number of right detections. */
    private long[] matches(Column column, int area, int most, int[] multiplicities) {
        long[] matches = new long[protocol.thresholds().length];
        int shift = protocol.bit(area, 0);
        long all = -1L >>> (Long.SIZE - matches.length);
        for (int i = 0; i < column.ranks.length; i++) {
            long right = (column.matched[i] & ~column.ignored[i]) >>> shift & all;
            if (right != 0 && column.ranks[i] < most) {
                int times = multiplicities == null ? 1 : multiplicities[column.images[i]];
                for (; right != 0; right &= right - 1) {
                    matches[Long.numberOfTrailingZeros(right)] += times;
                }
            }
        }
        return matches;
    }

    /**
     * For each threshold, precision at each right detection, from index 1; their number is at index 0. Only right
     * detections raise recall, and the greatest precision at or after any point is that at one of them. Most detections are
     * wrong at all thresholds: these are counted together.
     */
    private double[][] precisionsAtMatches(Column column, int area, int most, int[] multiplicities) {
        int thresholds = protocol.thresholds().length;
        double[][] precisions = new double[thresholds][16];
        int[] right = new int[thresholds];
        long[] wrong = new long[thresholds];
        long wrongAtAll = 0;
        int shift = protocol.bit(area, 0);
        long all = -1L >>> (Long.SIZE - thresholds);
        for (int i = 0; i < column.ranks.length; i++) {
            long counted = ~column.ignored[i] >>> shift & all;
            if (counted == 0 || column.ranks[i] >= most) {
                continue;
            }
            int times = multiplicities == null ? 1 : multiplicities[column.images[i]];
            long matched = column.matched[i] >>> shift & counted;
            if (matched == 0 && counted == all) {
                wrongAtAll += times;
                continue;
            }
            for (; counted != 0; counted &= counted - 1) {
                int threshold = Long.numberOfTrailingZeros(counted);
                if ((matched >>> threshold & 1) == 0) {
                    wrong[threshold] += times;
                    continue;
                }
                if (right[threshold] + times >= precisions[threshold].length) {
                    precisions[threshold] = Arrays.copyOf(precisions[threshold], 2 * (right[threshold] + times + 1));
                }
                for (int copy = 0; copy < times; copy++) {
                    int rank = ++right[threshold];
                    precisions[threshold][rank] = rank / (wrongAtAll + wrong[threshold] + rank + EPSILON);
                }
            }
        }
        for (int threshold = 0; threshold < thresholds; threshold++) {
            precisions[threshold][0] = right[threshold];
        }
        return precisions;
    }

    private static void setPrecisions(
            CocoCurves curves, int threshold, int column, double[] precisions, long positives) {
        int right = (int) precisions[0];
        for (int i = right; i > 1; i--) {
            if (precisions[i] > precisions[i - 1]) {
                precisions[i - 1] = precisions[i];
            }
        }
        int match = 1;
        for (int i = 0; i < CocoProtocol.RECALLS.length; i++) {
            while (match <= right && match / (double) positives < CocoProtocol.RECALLS[i]) {
                match++;
            }
            if (match > right) {
                break;
            }
            curves.set(threshold, i, column, precisions[match]);
        }
    }
}

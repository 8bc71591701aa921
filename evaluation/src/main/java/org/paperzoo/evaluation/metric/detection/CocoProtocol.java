package org.paperzoo.evaluation.metric.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What COCO's evaluation of a kind of detection counts and reports.
 *
 * @param thresholds similarities from which on a detection may match, ascending
 * @param areas ranges of area; at most 64 pairs of threshold and range
 * @param maximumDetections how many detections of a picture and category count, ascending
 * @param mostOfImage how many detections of a picture count, over all categories
 * @param figures the figures to report, the headline first
 */
record CocoProtocol(
        double[] thresholds, List<AreaRange> areas, int[] maximumDetections, int mostOfImage, List<Figure> figures) {

    /** The AP figure over all areas asks for this many detections whatever the protocol says, as the reference does. */
    private static final int HEADLINE_DETECTIONS = 100;

    /** A range of area in pixels, ends included. */
    record AreaRange(double minimum, double maximum) {}

    private static final AreaRange ALL = new AreaRange(0, 1e10);
    private static final AreaRange SMALL = new AreaRange(0, 32 * 32);
    private static final AreaRange MEDIUM = new AreaRange(32 * 32, 96 * 96);
    private static final AreaRange LARGE = new AreaRange(96 * 96, 1e10);
    private static final List<AreaRange> AREAS = List.of(ALL, SMALL, MEDIUM, LARGE);

    /** Indices of the thresholds 0.5 and 0.75. */
    private static final int AT_50 = 0;

    private static final int AT_75 = 5;

    /**
     * A figure to report.
     *
     * @param name its name
     * @param precision whether it is average precision, else recall
     * @param threshold index of the threshold, or -1 for the mean over all
     * @param area index of the range of area
     * @param detections index into the numbers of detections, or -1 if it is not among them: the figure is then -1
     * @param only the categories that it is about; null for all
     */
    record Figure(String name, boolean precision, int threshold, int area, int detections, Set<Integer> only) {

        Figure(String name, boolean precision, int threshold, int area, int detections) {
            this(name, precision, threshold, area, detections, null);
        }
    }

    CocoProtocol {
        if (thresholds.length * areas.size() > Long.SIZE) {
            throw new IllegalArgumentException("at most 64 pairs of threshold and range of area");
        }
        for (int i = 0; i < maximumDetections.length; i++) {
            if (maximumDetections[i] < 1 || (i > 0 && maximumDetections[i] <= maximumDetections[i - 1])) {
                throw new IllegalArgumentException("numbers of detections must be positive and ascend");
            }
        }
        figures = List.copyOf(figures);
    }

    /**
     * Of boxes and masks.
     *
     * @param maximumDetections three numbers; COCO has 1, 10, 100
     */
    static CocoProtocol ofBoxes(int... maximumDetections) {
        if (maximumDetections.length != 3) {
            throw new IllegalArgumentException("needs three numbers of detections, not " + maximumDetections.length);
        }
        int headline = IntStream.range(0, 3)
                .filter(i -> maximumDetections[i] == HEADLINE_DETECTIONS)
                .findFirst()
                .orElse(-1);
        List<Figure> figures = List.of(
                new Figure("AP", true, -1, 0, headline),
                new Figure("AP50", true, AT_50, 0, 2),
                new Figure("AP75", true, AT_75, 0, 2),
                new Figure("APs", true, -1, 1, 2),
                new Figure("APm", true, -1, 2, 2),
                new Figure("APl", true, -1, 3, 2),
                new Figure("AR" + maximumDetections[0], false, -1, 0, 0),
                new Figure("AR" + maximumDetections[1], false, -1, 0, 1),
                new Figure("AR" + maximumDetections[2], false, -1, 0, 2),
                new Figure("ARs", false, -1, 1, 2),
                new Figure("ARm", false, -1, 2, 2),
                new Figure("ARl", false, -1, 3, 2));
        return new CocoProtocol(cocoThresholds(), AREAS, maximumDetections.clone(), Integer.MAX_VALUE, figures);
    }

    /** Of points of a body: objects of small area have none, and at most 20 detections count. */
    static CocoProtocol ofKeypoints() {
        List<Figure> figures = List.of(
                new Figure("AP", true, -1, 0, 0),
                new Figure("AP50", true, AT_50, 0, 0),
                new Figure("AP75", true, AT_75, 0, 0),
                new Figure("APm", true, -1, 1, 0),
                new Figure("APl", true, -1, 2, 0),
                new Figure("AR", false, -1, 0, 0),
                new Figure("AR50", false, AT_50, 0, 0),
                new Figure("AR75", false, AT_75, 0, 0),
                new Figure("ARm", false, -1, 1, 0),
                new Figure("ARl", false, -1, 2, 0));
        return new CocoProtocol(
                cocoThresholds(), List.of(ALL, MEDIUM, LARGE), new int[] {20}, Integer.MAX_VALUE, figures);
    }

    /**
     * Of LVIS: detections are counted by picture, and categories grouped by how often they occur in training.
     *
     * @param mostOfImage how many detections of a picture count; LVIS has 300
     * @param frequencies the frequency of each category
     */
    static CocoProtocol ofLvis(int mostOfImage, Map<Integer, LvisFrequency> frequencies) {
        List<Figure> figures = new ArrayList<>(List.of(
                new Figure("AP", true, -1, 0, 0),
                new Figure("AP50", true, AT_50, 0, 0),
                new Figure("AP75", true, AT_75, 0, 0),
                new Figure("APs", true, -1, 1, 0),
                new Figure("APm", true, -1, 2, 0),
                new Figure("APl", true, -1, 3, 0)));
        for (LvisFrequency frequency : LvisFrequency.values()) {
            Set<Integer> only = new TreeSet<>();
            frequencies.forEach((category, its) -> {
                if (its == frequency) {
                    only.add(category);
                }
            });
            figures.add(new Figure("AP" + frequency.letter(), true, -1, 0, 0, only));
        }
        // The reference names them by its default even where the number is another.
        figures.add(new Figure("AR@300", false, -1, 0, 0));
        figures.add(new Figure("ARs@300", false, -1, 1, 0));
        figures.add(new Figure("ARm@300", false, -1, 2, 0));
        figures.add(new Figure("ARl@300", false, -1, 3, 0));
        return new CocoProtocol(cocoThresholds(), AREAS, new int[] {Integer.MAX_VALUE}, mostOfImage, figures);
    }

    /** numpy's linspace: equal to 0.5 + 0.05 i only up to rounding. */
    private static double[] cocoThresholds() {
        double step = (0.95 - 0.5) / 9;
        return IntStream.range(0, 10)
                .mapToDouble(i -> i == 9 ? 0.95 : i * step + 0.5)
                .toArray();
    }

    /** The recalls at which precision is read: numpy's linspace(0, 1, 101). */
    static final double[] RECALLS = DoubleStream.concat(
                    IntStream.range(0, 100).mapToDouble(i -> i * 0.01), DoubleStream.of(1))
            .toArray();

    /** The most detections of a picture and category that any figure counts. */
    int mostDetections() {
        return maximumDetections[maximumDetections.length - 1];
    }

    /** The bit that stands for a threshold and a range of area in {@link CategoryMatches}. */
    int bit(int area, int threshold) {
        return area * thresholds.length + threshold;
    }
}

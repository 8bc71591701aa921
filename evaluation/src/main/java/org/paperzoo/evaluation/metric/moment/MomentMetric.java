package org.paperzoo.evaluation.metric.moment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.record.Means;
import org.paperzoo.evaluation.metric.record.RecordMetric;

/**
 * Moment retrieval and highlight detection as QVHighlights (Lei et al. 2021) evaluates them, 0 to 100: the moment_detr
 * repository's standalone_eval.
 *
 * <p>Values by the names of its {@code brief} report, for all thresholds of intersection over union and all ranges of
 * window length: {@code MR-<full|short|middle|long>-mAP}, {@code …-mAP@0.5} to {@code @0.95}, {@code …-R1@0.5} to {@code
 * @0.95}; {@code HL-min-<Fair|Good|VeryGood>-mAP} and {@code …-Hit1}. Predictions without windows or without saliency
 * scores give the other values only. A range that no query has windows in gives NaN.
 */
public final class MomentMetric extends RecordMetric<MomentPrediction, MomentReference> {

    /** Which value is the headline. */
    public enum Figure {
        /** Average precision of windows of any length, over all thresholds. */
        MOMENT_MAP("qvhighlights-mr-map", "MR-full-mAP"),
        /** Share of queries whose first window meets one by half. */
        MOMENT_R1_HALF("qvhighlights-mr-r1-at-0.5", "MR-full-R1@0.5"),
        /** Share of queries whose first window meets one by seven tenths. */
        MOMENT_R1_STRICT("qvhighlights-mr-r1-at-0.7", "MR-full-R1@0.7"),
        /** Average precision of clips that annotators find very good. */
        HIGHLIGHT_MAP("qvhighlights-hl-map", "HL-min-VeryGood-mAP"),
        /** Share of queries whose best clip an annotator finds very good. */
        HIGHLIGHT_HIT("qvhighlights-hl-hit1", "HL-min-VeryGood-Hit1");

        private final String id;
        private final String part;

        Figure(String id, String part) {
            this.id = id;
            this.part = part;
        }

        boolean isOfMoments() {
            return part.startsWith("MR");
        }
    }

    private static final String[] RANGES = {"full", "short", "middle", "long"};
    /** Windows count in a range if they are longer than the first and not longer than the second; all in the full one. */
    private static final double[][] LENGTHS = {
        {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}, {0, 10}, {10, 30}, {30, 150}
    };

    private static final double[] THRESHOLDS = {0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95};
    private static final String[] LEVELS = {"Fair", "Good", "VeryGood"};
    private static final int[] LEAST_SCORES = {2, 3, 4};

    // A record: for each range whether it counts, the average precisions and the first window's overlap; then for each
    // level the average precisions by annotator and the hit.
    private static final int RANGE_WIDTH = 2 + THRESHOLDS.length;
    private static final int MOMENT_WIDTH = RANGES.length * RANGE_WIDTH;
    private static final int LEVEL_WIDTH = MomentReference.ANNOTATORS + 1;
    private static final int HIGHLIGHT_WIDTH = LEVELS.length * LEVEL_WIDTH;

    private final boolean ofMoments;
    private final boolean rounded;

    /** @param rounded whether values are rounded to two decimals, as standalone_eval prints them */
    public MomentMetric(Figure figure, boolean rounded) {
        super(
                new MetricDefinition(
                        figure.id + (rounded ? "-rounded" : ""),
                        figure.part,
                        "0-100",
                        0,
                        100,
                        true,
                        "moment_detr b7e553a, standalone_eval" + (rounded ? "" : " without its rounding")),
                figure.part);
        ofMoments = figure.isOfMoments();
        this.rounded = rounded;
    }

    @Override
    protected double[] recordOf(MomentPrediction prediction, MomentReference reference) {
        if (!prediction.query().equals(reference.query())) {
            throw new IllegalArgumentException(
                    "the prediction for query " + prediction.query() + " beside query " + reference.query());
        }
        if (ofMoments ? prediction.windows() == null : prediction.saliency() == null) {
            throw new IllegalArgumentException("query " + prediction.query() + " has no "
                    + (ofMoments ? "predicted windows" : "saliency scores") + ", which "
                    + definition().id() + " measures");
        }
        double[] moments = prediction.windows() == null ? new double[0] : moments(prediction, reference);
        double[] highlights = prediction.saliency() == null ? new double[0] : highlights(prediction, reference);
        double[] numbers = Arrays.copyOf(moments, moments.length + highlights.length);
        System.arraycopy(highlights, 0, numbers, moments.length, highlights.length);
        return numbers;
    }

    private static double[] moments(MomentPrediction prediction, MomentReference reference) {
        double[] numbers = new double[MOMENT_WIDTH];
        for (int range = 0; range < RANGES.length; range++) {
            double[] lengths = LENGTHS[range];
            double[][] relevant = Arrays.stream(reference.windows())
                    .filter(window -> lengths[0] < window[1] - window[0] && window[1] - window[0] <= lengths[1])
                    .toArray(double[][]::new);
            if (relevant.length > 0) {
                int at = range * RANGE_WIDTH;
                numbers[at] = 1;
                double[] precisions = WindowMatching.averagePrecisions(prediction.windows(), relevant, THRESHOLDS);
                System.arraycopy(precisions, 0, numbers, at + 1, THRESHOLDS.length);
                numbers[at + 1 + THRESHOLDS.length] = WindowMatching.firstOverlap(prediction.windows(), relevant);
            }
        }
        return numbers;
    }

    private static double[] highlights(MomentPrediction prediction, MomentReference reference) {
        double[] numbers = new double[HIGHLIGHT_WIDTH];
        for (int level = 0; level < LEVELS.length; level++) {
            boolean[][] salient = new boolean[MomentReference.ANNOTATORS][];
            for (int annotator = 0; annotator < salient.length; annotator++) {
                salient[annotator] = reference.salient(annotator, LEAST_SCORES[level]);
                numbers[level * LEVEL_WIDTH + annotator] =
                        HighlightRanking.averagePrecision(prediction.saliency(), salient[annotator]);
            }
            numbers[level * LEVEL_WIDTH + salient.length] =
                    HighlightRanking.isBestSalient(prediction.saliency(), salient) ? 1 : 0;
        }
        return numbers;
    }

    @Override
    protected boolean isRecord(double[] numbers) {
        int width = numbers.length;
        return width == MOMENT_WIDTH + HIGHLIGHT_WIDTH || width == (ofMoments ? MOMENT_WIDTH : HIGHLIGHT_WIDTH);
    }

    @Override
    protected Map<String, Object> valuesOf(double[][] records) {
        Map<String, Object> values = new LinkedHashMap<>();
        boolean hasMoments = records[0].length != HIGHLIGHT_WIDTH;
        if (hasMoments) {
            for (int range = 0; range < RANGES.length; range++) {
                addRange(range, records, values);
            }
        }
        if (records[0].length != MOMENT_WIDTH) {
            for (int level = 0; level < LEVELS.length; level++) {
                int at = (hasMoments ? MOMENT_WIDTH : 0) + level * LEVEL_WIDTH;
                double[] precisions = Means.ofColumns(records, at, MomentReference.ANNOTATORS);
                values.put("HL-min-" + LEVELS[level] + "-mAP", percent(mean(precisions)));
                values.put(
                        "HL-min-" + LEVELS[level] + "-Hit1",
                        percent(Means.ofColumn(records, at + MomentReference.ANNOTATORS)));
            }
        }
        return values;
    }

    private void addRange(int range, double[][] records, Map<String, Object> values) {
        int at = range * RANGE_WIDTH;
        double[][] inRange =
                Arrays.stream(records).filter(numbers -> numbers[at] == 1).toArray(double[][]::new);
        double[] precisions = Means.ofColumns(inRange, at + 1, THRESHOLDS.length);
        String name = "MR-" + RANGES[range] + "-";
        values.put(name + "mAP", percent(mean(precisions)));
        for (int i = 0; i < THRESHOLDS.length; i++) {
            values.put(name + "mAP@" + THRESHOLDS[i], percent(precisions[i]));
        }
        for (double threshold : THRESHOLDS) {
            long hits = Arrays.stream(inRange)
                    .filter(numbers -> numbers[at + 1 + THRESHOLDS.length] >= threshold)
                    .count();
            values.put(name + "R1@" + threshold, percent((double) hits / inRange.length));
        }
    }

    private static double mean(double[] numbers) {
        return Arrays.stream(numbers).sum() / numbers.length;
    }

    private double percent(double share) {
        double percent = 100 * share;
        return rounded && !Double.isNaN(percent)
                ? new BigDecimal(percent).setScale(2, RoundingMode.HALF_EVEN).doubleValue()
                : percent;
    }
}

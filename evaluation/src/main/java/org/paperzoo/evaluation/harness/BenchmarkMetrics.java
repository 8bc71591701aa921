package org.paperzoo.evaluation.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.code.CodeBleu;
import org.paperzoo.evaluation.metric.code.CodeLanguage;
import org.paperzoo.evaluation.metric.code.CodeToTextBleu;
import org.paperzoo.evaluation.metric.code.CodexglueBleu;
import org.paperzoo.evaluation.metric.detection.BoxPrediction;
import org.paperzoo.evaluation.metric.detection.BoxReference;
import org.paperzoo.evaluation.metric.detection.CocoAveragePrecision;
import org.paperzoo.evaluation.metric.segmentation.LabelMap;
import org.paperzoo.evaluation.metric.segmentation.MeanIou;
import org.paperzoo.evaluation.metric.segmentation.SegmentationProtocol;
import org.paperzoo.evaluation.metric.series.ForecastError;
import org.paperzoo.evaluation.metric.series.SeriesWindow;
import org.paperzoo.evaluation.metric.summarisation.Rouge;
import org.paperzoo.evaluation.metric.text.Bleu;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;
import org.paperzoo.evaluation.metric.text.Chrf;
import org.paperzoo.evaluation.metric.text.ExactMatch;
import org.paperzoo.evaluation.metric.text.SingleReference;

/** The metrics that benchmarks name, by their IDs, for each kind of prediction. */
public final class BenchmarkMetrics {

    /** Labels are bytes, of which 255 is left out. */
    private static final int LARGEST_LABEL = 255;

    private static final Pattern MEAN_IOU = Pattern.compile("miou-mmseg-([1-9][0-9]{0,2})");

    private BenchmarkMetrics() {}

    /**
     * A metric of texts with references.
     *
     * @throws NoSuchElementException if there is none of that ID; the message lists those there are
     */
    public static Metric<String, List<String>> ofTexts(String id) {
        return found("texts", id, TextMetrics.BY_ID);
    }

    /** A metric of forecasts. */
    public static Metric<SeriesWindow, SeriesWindow> ofForecasts(String id) {
        Map<String, Metric<SeriesWindow, SeriesWindow>> known = new TreeMap<>();
        for (ForecastError.Headline headline : ForecastError.Headline.values()) {
            known.put(headline.name().toLowerCase(Locale.ROOT), new ForecastError(headline));
        }
        return found("forecasts", id, known);
    }

    /** A metric of boxes. */
    public static Metric<BoxPrediction, BoxReference> ofBoxes(String id) {
        Metric<BoxPrediction, BoxReference> boxes = CocoAveragePrecision.ofBoxes();
        return found("boxes", id, Map.of(boxes.definition().id(), boxes));
    }

    /**
     * A metric of label maps: {@code miou-mmseg-N} for any number N of classes from 0 on, 255 left out. Data sets bring their
     * stored labels into this form.
     */
    public static Metric<LabelMap, LabelMap> ofLabelMaps(String id) {
        Matcher matcher = MEAN_IOU.matcher(id);
        int classes = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
        if (classes < 1 || classes > LARGEST_LABEL) {
            throw new NoSuchElementException("no metric of label maps " + id + "; there are miou-mmseg-1 to miou-mmseg-"
                    + LARGEST_LABEL + ", by the number of classes");
        }
        return new MeanIou(SegmentationProtocol.of(classes));
    }

    private static <T> T found(String what, String id, Map<String, T> known) {
        T metric = known.get(id);
        if (metric == null) {
            throw new NoSuchElementException("no metric of " + what + " " + id + "; there are "
                    + String.join(", ", new TreeMap<>(known).keySet()));
        }
        return metric;
    }

    /** Made when the first text is scored. */
    private static final class TextMetrics {

        static final Map<String, Metric<String, List<String>>> BY_ID = byId();

        private static Map<String, Metric<String, List<String>>> byId() {
            List<Metric<String, List<String>>> metrics = new ArrayList<>();
            for (String tokenizer : List.of("13a", "intl", "char", "zh", "none")) {
                metrics.add(Bleu.of(BleuTokenizers.named(tokenizer)));
            }
            metrics.add(Chrf.ofCharacters());
            metrics.add(Chrf.plusPlus());
            metrics.add(new ExactMatch());
            metrics.add(ExactMatch.ofTokens());
            metrics.add(CodexglueBleu.smoothed());
            metrics.add(new CodeToTextBleu());
            for (CodeLanguage language : CodeLanguage.values()) {
                metrics.add(CodeBleu.of(language));
            }
            metrics.add(new SingleReference(Rouge.of(true)));
            metrics.add(new SingleReference(Rouge.of(false)));
            Map<String, Metric<String, List<String>>> byId = new TreeMap<>();
            metrics.forEach(metric -> byId.put(metric.definition().id(), metric));
            return byId;
        }
    }
}

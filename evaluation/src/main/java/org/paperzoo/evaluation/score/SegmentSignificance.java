package org.paperzoo.evaluation.score;

import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.text.SacrebleuMetric;
import org.paperzoo.evaluation.metric.text.SacrebleuSignificance;

/**
 * Significance of BLEU, chrF and TER as sacreBLEU has it, with its seed and numbers of draws unless the user says
 * otherwise. Only the score has an interval.
 */
final class SegmentSignificance implements Significance<String, List<String>> {

    private final SacrebleuMetric metric;
    private final SignificanceSettings settings;
    private final SacrebleuSignificance significance;

    SegmentSignificance(SacrebleuMetric metric, SignificanceSettings settings) {
        this.metric = metric;
        this.settings = settings;
        significance =
                new SacrebleuSignificance(settings.seed().orElse(SacrebleuSignificance.DEFAULT_SEED), settings.level());
    }

    @Override
    public Bootstrap.Intervals intervals(List<? extends Accumulator<String, List<String>>> units) {
        int draws = settings.resamples().orElse(SacrebleuSignificance.DEFAULT_DRAWS);
        return new Bootstrap.Intervals(
                significance.interval(metric, units, draws), Map.of(), draws, settings.level(), significance.seed());
    }

    @Override
    public PairedComparison compare(
            List<? extends Accumulator<String, List<String>>> baseline,
            List<? extends Accumulator<String, List<String>>> system) {
        boolean bootstrap = settings.test() == SignificanceSettings.PairedTest.BOOTSTRAP;
        int samples = settings.resamples()
                .orElse(bootstrap ? SacrebleuSignificance.DEFAULT_DRAWS : SacrebleuSignificance.DEFAULT_TRIALS);
        SacrebleuSignificance.Comparison comparison = bootstrap
                ? significance.pairedBootstrap(metric, baseline, system, samples)
                : significance.approximateRandomization(metric, baseline, system, samples, 0);
        return new PairedComparison(
                bootstrap ? "paired bootstrap" : "approximate randomisation",
                samples,
                significance.seed(),
                comparison.baseline(),
                comparison.system(),
                comparison.baselineInterval(),
                comparison.systemInterval(),
                comparison.differenceInterval(),
                comparison.pValue());
    }
}

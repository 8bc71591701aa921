package org.paperzoo.evaluation.comparison;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.paperzoo.evaluation.comparison.ComparisonReport.Provenance;

/**
 * What is to be compared, and how.
 *
 * @param model zoo ID
 * @param settings sizes of inputs, one after another; each once
 * @param warmUp when a contender is warm
 * @param repetitions how often contenders are timed in each setting
 * @param work counts the work of a run; empty where it cannot
 * @param limits what the machine can do at best; empty where it is not to be measured
 * @param provenance what the report says of where it comes from
 */
public record ComparisonPlan(
        String model,
        List<Setting> settings,
        WarmUp warmUp,
        RepetitionLimits repetitions,
        Function<Setting, Optional<Work>> work,
        Optional<MachineLimits> limits,
        Provenance provenance) {

    public ComparisonPlan {
        settings = List.copyOf(settings);
        if (settings.isEmpty() || new HashSet<>(settings).size() < settings.size()) {
            throw new IllegalArgumentException("a comparison needs settings, each of them once, not "
                    + settings.stream().map(Setting::label).toList());
        }
    }
}

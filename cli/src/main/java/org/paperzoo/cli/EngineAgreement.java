package org.paperzoo.cli;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;

/** How far the values are apart that several engines gave for the same model and data. */
final class EngineAgreement {

    private EngineAgreement() {}

    /** A line for each model that ran on several engines and has values; nothing where there is none. */
    static String render(List<Result> results) {
        Map<String, List<Result>> byModel = new LinkedHashMap<>();
        for (Result result : results) {
            byModel.computeIfAbsent(result.model(), key -> new ArrayList<>()).add(result);
        }
        StringBuilder lines = new StringBuilder();
        byModel.forEach((model, runs) -> {
            String differences = runs.size() < 2 ? "" : differences(runs);
            if (!differences.isEmpty()) {
                lines.append(model)
                        .append(": engines differ by at most ")
                        .append(differences)
                        .append(System.lineSeparator());
            }
        });
        return lines.toString();
    }

    private static String differences(List<Result> runs) {
        Map<String, DoubleSummaryStatistics> ranges = new LinkedHashMap<>();
        for (Result run : runs) {
            for (MeasuredValue value : run.values()) {
                if (value.headline()) {
                    ranges.computeIfAbsent(value.metric(), key -> new DoubleSummaryStatistics())
                            .accept(value.value());
                }
            }
        }
        List<String> parts = new ArrayList<>();
        ranges.forEach((metric, range) ->
                parts.add(String.format(Locale.ROOT, "%.1e in %s", range.getMax() - range.getMin(), metric)));
        return String.join(", ", parts);
    }
}

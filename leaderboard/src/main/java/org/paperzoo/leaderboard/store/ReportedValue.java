package org.paperzoo.leaderboard.store;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A value that somebody reports without the run behind it: a paper, a model page, another leaderboard. It stands beside
 * results and is none.
 *
 * @param model the model as the source names it
 * @param benchmark ID of the project's benchmark, or null where it has none such
 * @param dataset the data set as the source names it
 * @param metric the metric as the source names it
 * @param metricId the project's metric, or {@code metric.part}; null where it is not known to be one
 * @param value the value, in the unit of {@code metricId} where there is one
 * @param source where it is reported: a paper, an address, a file
 * @param protocol how its protocol differs from the benchmark's, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReportedValue(
        String model,
        String benchmark,
        String dataset,
        String metric,
        String metricId,
        double value,
        String source,
        String protocol) {

    /**
     * Checks it.
     *
     * @throws RefusedException if it does not tell where it comes from, or what it is
     */
    public void check() throws RefusedException {
        ResultRules.text("model", model);
        ResultRules.text("dataset", dataset);
        ResultRules.text("metric", metric);
        ResultRules.text("source", source);
        if (benchmark != null) {
            ResultRules.id("benchmark", benchmark);
        }
        ResultRules.require(Double.isFinite(value), "its value is " + value + "; expected a finite number");
    }
}

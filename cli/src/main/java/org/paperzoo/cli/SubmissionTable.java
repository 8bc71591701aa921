package org.paperzoo.cli;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;

/** The values of predictions of a file, and of which file they are. */
record SubmissionTable(Result result) {

    @Override
    public String toString() {
        Table table = Table.of("benchmark", "metric", "value>", "95 % interval");
        Set<String> told = new HashSet<>();
        for (MeasuredValue value : result.values()) {
            // Metrics of one family repeat each other's parts.
            if (told.add(value.name() + " " + value.value()) || value.headline()) {
                table.add(
                        table.isEmpty() ? result.benchmark() : "",
                        value.headline() ? value.metric() : value.metric() + "." + value.name(),
                        number(value.value()),
                        value.low() == null ? "" : number(value.low()) + " – " + number(value.high()));
            }
        }
        return table
                + String.format(
                        Locale.ROOT,
                        "%d examples of %s%s, from %s (SHA-256 %.12s)%n",
                        result.examples(),
                        result.split(),
                        result.complete() ? "" : ", not all",
                        result.provenance().predictions(),
                        result.provenance().predictionsSha256());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.2f" : "%.4f", value);
    }
}

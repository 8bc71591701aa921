package org.paperzoo.leaderboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.leaderboard.comparison.EngineComparison;
import org.paperzoo.leaderboard.comparison.PaperComparison;
import org.paperzoo.zoo.catalogue.Catalogue;

/** Results as a plain text table: a row for each headline value, the paper's beside it; a row for speed alone. */
public final class ResultTable {

    private static final List<String> HEADINGS = List.of(
            "model",
            "benchmark",
            "metric",
            "value",
            "95 % interval",
            "paper",
            "difference",
            "examples/s",
            "p50 ms",
            "p90 ms",
            "p99 ms",
            "peak MiB",
            "engine");
    private static final int FIRST_NUMBER = 3;
    private static final int LAST_NUMBER = 11;

    private final Catalogue catalogue;

    /** A table that takes the papers' values from a catalogue. */
    public ResultTable(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Lays the results out, ending with a newline. */
    public String render(List<Result> results) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        for (Result result : results) {
            rows.addAll(rows(result));
        }
        return TextTable.render(rows, column -> column >= FIRST_NUMBER && column <= LAST_NUMBER);
    }

    private List<List<String>> rows(Result result) {
        List<List<String>> rows = new ArrayList<>();
        for (PaperComparison comparison : PaperComparison.of(result, catalogue)) {
            MeasuredValue value = comparison.value();
            if (value.headline() || comparison.reported().isPresent()) {
                rows.add(row(result, comparison, rows.isEmpty()));
            }
        }
        if (rows.isEmpty()) {
            List<String> row = new ArrayList<>(
                    List.of(result.model(), result.benchmark(), "speed alone (untrained)", "", "", "", ""));
            row.addAll(figures(result));
            rows.add(row);
        }
        return rows;
    }

    private static List<String> row(Result result, PaperComparison comparison, boolean first) {
        MeasuredValue value = comparison.value();
        List<String> row = new ArrayList<>();
        row.add(first ? result.model() : "");
        row.add(first ? result.benchmark() + (result.complete() ? "" : " (" + result.examples() + " examples)") : "");
        row.add(value.headline() ? value.metric() : value.metric() + "." + value.name());
        row.add(number(value.value()));
        row.add(value.low() == null ? "" : number(value.low()) + " – " + number(value.high()));
        row.add(comparison.reported().map(paper -> number(paper.comparable())).orElse("–"));
        row.add(comparison.difference().map(ResultTable::signed).orElse(""));
        if (first) {
            row.addAll(figures(result));
        } else {
            row.addAll(List.of("", "", "", "", "", ""));
        }
        return row;
    }

    private static List<String> figures(Result result) {
        var speed = result.speed();
        Long peak = result.memory().peakBytes();
        return List.of(
                String.format(Locale.ROOT, "%.1f", speed.examplesPerSecond()),
                String.format(Locale.ROOT, "%.2f", speed.p50Millis()),
                String.format(Locale.ROOT, "%.2f", speed.p90Millis()),
                String.format(Locale.ROOT, "%.2f", speed.p99Millis()),
                peak == null ? "?" : String.valueOf(peak >> 20),
                EngineComparison.Run.label(result));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%.2f" : "%.4f", value);
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 10 ? "%+.2f" : "%+.4f", value);
    }
}

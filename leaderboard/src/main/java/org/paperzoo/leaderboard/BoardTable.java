package org.paperzoo.leaderboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.leaderboard.comparison.EngineComparison;
import org.paperzoo.leaderboard.comparison.PaperComparison;
import org.paperzoo.leaderboard.store.StoredResult;
import org.paperzoo.zoo.catalogue.Catalogue;

/**
 * The board as text: a row for each headline value and each value that a paper reports, with the paper's, the difference,
 * whether the paper's lies in our interval, and, as notes below, how the protocols are known to differ.
 */
public final class BoardTable {

    private static final List<String> HEADINGS = List.of(
            "benchmark",
            "model",
            "metric",
            "value",
            "95 % interval",
            "paper",
            "difference",
            "in interval",
            "engine",
            "examples/s",
            "p50 ms",
            "run");
    private static final int FIRST_NUMBER = 3;
    private static final List<Integer> WORDS = List.of(7, 8, 11);

    private final Catalogue catalogue;

    /** A table that takes the papers' values from a catalogue. */
    public BoardTable(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** Lays the results out in columns, ending with a newline. */
    public String text(List<StoredResult> results) {
        Map<String, Integer> notes = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        results.forEach(result -> rows.addAll(rows(result, notes)));
        StringBuilder text =
                new StringBuilder(TextTable.render(rows, column -> column >= FIRST_NUMBER && !WORDS.contains(column)));
        notes.forEach((note, number) ->
                text.append('[').append(number).append("] ").append(note).append('\n'));
        return text.toString();
    }

    /** Lays the results out as a table of Markdown, ending with a newline. */
    public String markdown(List<StoredResult> results) {
        Map<String, Integer> notes = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        line(HEADINGS, text);
        text.append("|---|---|---|--:|--:|--:|--:|---|---|--:|--:|---|\n");
        results.forEach(result -> rows(result, notes).forEach(row -> line(row, text)));
        if (!notes.isEmpty()) {
            text.append('\n');
            notes.forEach((note, number) ->
                    text.append(number).append(". ").append(escaped(note)).append('\n'));
        }
        return text.toString();
    }

    private static void line(List<String> cells, StringBuilder text) {
        cells.forEach(cell -> text.append("| ").append(escaped(cell)).append(' '));
        text.append("|\n");
    }

    /** Text that Markdown shows as it is. */
    private static String escaped(String cell) {
        return cell.replaceAll("[\\r\\n\\t]+", " ").replaceAll("([\\\\`*_\\[\\]<>|])", "\\\\$1");
    }

    private List<List<String>> rows(StoredResult stored, Map<String, Integer> notes) {
        Result result = stored.result();
        List<List<String>> rows = new ArrayList<>();
        for (PaperComparison comparison : PaperComparison.of(result, catalogue)) {
            if (comparison.value().headline() || comparison.reported().isPresent()) {
                rows.add(row(stored, comparison, rows.isEmpty(), notes));
            }
        }
        if (rows.isEmpty()) {
            List<String> row = new ArrayList<>(
                    List.of(benchmark(result), result.model(), "speed alone (untrained)", "", "", "", "", ""));
            row.addAll(figures(stored));
            rows.add(row);
        }
        return rows;
    }

    private static List<String> row(
            StoredResult stored, PaperComparison comparison, boolean first, Map<String, Integer> notes) {
        MeasuredValue value = comparison.value();
        List<String> row = new ArrayList<>();
        row.add(first ? benchmark(stored.result()) : "");
        row.add(first ? stored.result().model() : "");
        row.add(value.headline() ? value.metric() : value.metric() + "." + value.name());
        row.add(Numbers.plain(value.value()));
        row.add(value.low() == null ? "" : Numbers.plain(value.low()) + " – " + Numbers.plain(value.high()));
        StringBuilder marks = new StringBuilder();
        for (String difference : comparison.protocolDifferences()) {
            marks.append(" [")
                    .append(notes.computeIfAbsent(difference, unused -> notes.size() + 1))
                    .append(']');
        }
        row.add(comparison
                .reported()
                .map(paper -> Numbers.plain(paper.comparable()) + marks)
                .orElse("–"));
        row.add(comparison.difference().map(Numbers::signed).orElse(""));
        row.add(comparison.agrees().map(agrees -> agrees ? "yes" : "no").orElse(""));
        row.addAll(first ? figures(stored) : List.of("", "", "", ""));
        return row;
    }

    private static String benchmark(Result result) {
        return result.benchmark() + (result.complete() ? "" : " (" + result.examples() + " examples)");
    }

    private static List<String> figures(StoredResult stored) {
        var speed = stored.result().speed();
        return List.of(
                EngineComparison.Run.label(stored.result()),
                Numbers.plain(speed.examplesPerSecond()),
                Numbers.plain(speed.p50Millis()),
                stored.shortAddress());
    }
}

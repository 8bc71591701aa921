package org.paperzoo.leaderboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.paperzoo.leaderboard.store.StoredResult;
import org.paperzoo.zoo.catalogue.Catalogue;

class BoardTableTest {

    private static final List<StoredResult> RESULTS = List.of(
            StoredResult.of(SyntheticResults.forecast(0.474, "2026-11-24T00:00:00Z")),
            StoredResult.of(SyntheticResults.forecast("informer-of-ours", "OnnxRuntime", 1e-5, "2026-11-24T00:00:00Z")),
            StoredResult.of(SyntheticResults.speedAlone()));

    private final BoardTable table = new BoardTable(Catalogue.standard());

    @Test
    void aRowTellsThePapersValueAndItsNotes() {
        String text = table.text(RESULTS);
        List<String> lines = text.lines().toList();
        assertTrue(lines.get(1).contains("0.5770 [1]") && lines.get(1).contains("-0.1030"), text);
        assertTrue(lines.get(1).endsWith(RESULTS.get(0).shortAddress()), text);
        assertTrue(lines.get(3).contains("1.00e-05"), text);
        assertTrue(text.contains("speed alone (untrained)"), text);
        assertTrue(
                text.endsWith("[1] the authors released no weights: ours were trained with the authors' settings\n"),
                text);
    }

    @Test
    void markdownHasAsManyCellsInEveryRowAndShowsItsSigns() {
        String text = table.markdown(RESULTS);
        List<String> rows = text.lines().filter(line -> line.startsWith("|")).toList();
        assertEquals(7, rows.size());
        rows.forEach(row -> assertEquals(
                13, row.replace("\\|", "").chars().filter(c -> c == '|').count(), row));
        assertTrue(text.contains("0.5770 \\[1\\]"), text);
    }

    @Test
    void theTableOfARunTellsPrecisionAndWhoseGraphsRan() {
        String text = new ResultTable(Catalogue.standard())
                .render(RESULTS.stream().map(StoredResult::result).toList());
        assertTrue(text.contains("OnnxRuntime cpu"), text);
        assertTrue(text.contains("speed alone (untrained)"), text);
        assertTrue(text.contains("0.5770"), text);
    }
}

package org.paperzoo.evaluation.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {

    @Test
    void everyRowHasAsManyCellsAsTheHeadings() {
        for (ComparisonTable table : ComparisonTable.all(SampleReports.of(List.of("A", "B", "C"), 2))) {
            for (List<String> row : table.rows()) {
                assertEquals(table.columns(), row.size(), table.title());
            }
        }
    }

    @Test
    void speedNamesTheBaselineAndTheRatioOfTheOthers() {
        List<List<String>> rows =
                ComparisonTable.speed(SampleReports.of(List.of("A", "B"), 2)).rows();
        assertEquals(5, rows.size());
        int ratio = rows.get(0).indexOf("against A [95 %]");
        assertEquals("baseline", rows.get(1).get(ratio));
        assertTrue(rows.get(2).get(ratio).contains(" x faster ["), rows.get(2).toString());
        assertEquals(List.of("batch 1, length 128", "", "batch 2, length 128", ""), firstCells(rows));
    }

    @Test
    void columnsInWhichNothingIsKnownAreLeftOut() {
        List<String> headings = ComparisonTable.agreement(SampleReports.of(List.of("A", "B"), 1))
                .rows()
                .get(0);
        assertTrue(headings.contains("native calls"));
        assertFalse(headings.contains("outputs differ"));
        List<List<String>> rows = ComparisonTable.agreement(SampleReports.of(List.of("A", "B"), 1))
                .rows();
        assertEquals("–", rows.get(2).get(headings.indexOf("native calls")));
    }

    @Test
    void namesCannotBreakTheTable() {
        List<List<String>> rows = ComparisonTable.engines(SampleReports.of(List.of("a\n\u001b[2Jb"), 1))
                .rows();
        assertEquals("a [2Jb", rows.get(1).get(0));
    }

    @Test
    void notesNameTheMachineAndItsLimits() {
        List<String> notes = ComparisonTable.notes(SampleReports.of(List.of("A"), 1));
        assertEquals("Some Processor @ 2.50GHz, 2 cores, 2 threads, cpu, fp32", notes.get(0));
        assertEquals("PyTorch 2.7.1", notes.get(1));
        assertEquals(
                "measured limits: matrix products 150 GFLOP/s (80.0 GFLOP/s on one thread), memory 12.0 GB/s reading,"
                        + " 13.0 GB/s updating, a buffer of 1.0 MiB 60.0 GB/s reading",
                notes.get(2));
    }

    @Test
    void graphsThatWereKeptHaveNoTimeOfTheirExport() {
        ComparisonReport report = SampleReports.of(List.of("A"), 1);
        ComparisonReport cached = new ComparisonReport(
                report.schema(),
                report.model(),
                report.baseline(),
                report.provenance(),
                report.warmUp(),
                report.repetitions(),
                report.limits(),
                List.of(new ComparisonReport.EngineFacts("A", null, true, 812.5, null, null)),
                report.settings());
        List<List<String>> rows = ComparisonTable.engines(cached).rows();
        assertEquals("cached", rows.get(1).get(rows.get(0).indexOf("export ms")));
    }

    @Test
    void figuresHaveThreeDigits() {
        assertEquals("0.012", Figures.number(0.0123));
        assertEquals("1.00", Figures.number(0.9999));
        assertEquals("10.0", Figures.number(9.996));
        assertEquals("100", Figures.number(99.96));
        assertEquals("12346", Figures.number(12345.6));
        assertEquals("1.00 GFLOP", Figures.scaled(999.9e6, "FLOP"));
        assertEquals("40.0 MB", Figures.scaled(40e6, "B"));
        assertEquals("12 B", Figures.scaled(12, "B"));
        assertEquals("0.4 %", Figures.percent(0.004));
        assertEquals("104 %", Figures.percent(1.04));
        assertEquals("3.1e-06", Figures.difference(3.1e-6));
        assertEquals("0", Figures.difference(0));
        assertEquals("0.0", Figures.mebibytes(-4096));
        assertEquals("-1.5", Figures.mebibytes(-3 << 19));
    }

    private static List<String> firstCells(List<List<String>> rows) {
        return rows.stream().skip(1).map(row -> row.get(0)).toList();
    }
}

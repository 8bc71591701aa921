package org.paperzoo.leaderboard.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.series.ForecastError;
import org.paperzoo.evaluation.metric.series.SeriesWindow;
import org.paperzoo.evaluation.result.KeptExamples;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.evaluation.result.Result.Speed;
import org.paperzoo.evaluation.score.SignificanceSettings;
import org.paperzoo.leaderboard.SyntheticResults;
import org.paperzoo.leaderboard.comparison.RegressionCheck.Finding;
import org.paperzoo.leaderboard.comparison.RegressionCheck.Verdict;
import org.paperzoo.leaderboard.store.ResultQuery;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoreLocation;
import org.paperzoo.leaderboard.store.StoredResult;
import org.paperzoo.zoo.catalogue.Catalogue;

class ComparisonTest {

    private static final String EARLY = "2026-11-01T00:00:00Z";
    private static final String LATE = "2026-11-02T00:00:00Z";

    @TempDir
    private Path folder;

    private ResultStore store;

    @BeforeEach
    void open() throws IOException {
        store = ResultStore.open(StoreLocation.of(folder.resolve("results.db").toString()));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aValueStandsBesideThePapersWithWhatIsKnownToDiffer() {
        PaperComparison mse = PaperComparison.of(SyntheticResults.forecast(0.474, EARLY), Catalogue.standard())
                .get(0);
        assertEquals(0.474 - 0.577, mse.difference().orElseThrow(), 1e-12);
        assertEquals(false, mse.agrees().orElseThrow());
        assertEquals(
                List.of("the authors released no weights: ours were trained with the authors' settings"),
                mse.protocolDifferences());
        assertTrue(mse.reported().orElseThrow().source().startsWith("Table 2"));
        PaperComparison near = PaperComparison.of(SyntheticResults.forecast(0.56, EARLY), Catalogue.standard())
                .get(0);
        assertEquals(true, near.agrees().orElseThrow());
        PaperComparison rmse = PaperComparison.of(SyntheticResults.forecast(0.56, EARLY), Catalogue.standard())
                .get(1);
        assertTrue(rmse.reported().isEmpty() && rmse.agrees().isEmpty());
    }

    /** Keeps the errors of 60 windows, each of them off by a number around one. */
    private StoredResult kept(String started, double off, long seed) throws IOException {
        ForecastError mse = new ForecastError(ForecastError.Headline.MSE);
        SplittableRandom random = new SplittableRandom(seed);
        List<JsonNode> units = new ArrayList<>();
        Accumulator<SeriesWindow, SeriesWindow> whole = mse.newAccumulator();
        for (int i = 0; i < 60; i++) {
            Accumulator<SeriesWindow, SeriesWindow> unit = mse.newAccumulator();
            float error = (float) (off * (0.5 + random.nextDouble()));
            unit.update(SeriesWindow.of(new float[] {error}, 1, 1), SeriesWindow.of(new float[] {0}, 1, 1));
            units.add(unit.state());
            whole.merge(unit);
        }
        StoredResult stored = store.add(SyntheticResults.forecast(whole.result().value(), started));
        store.keep(stored.address(), new KeptExamples(Map.of("mse", units), List.of(), List.of(), Map.of()));
        return stored;
    }

    @Test
    void runsThatKeptTheirExamplesArePaired() throws IOException {
        StoredResult first = kept(EARLY, 1, 1);
        StoredResult same = kept(LATE, 1.000001, 1);
        StoredResult worse = kept("2026-11-03T00:00:00Z", 1.2, 1);
        RunComparison comparison = RunComparison.of(store, first, worse, SignificanceSettings.defaults());
        assertTrue(comparison.unpaired().isEmpty());
        assertEquals(
                first.mainValue().orElseThrow().value(),
                comparison.values().get(0).paired().baseline(),
                1e-12);
        assertTrue(comparison.values().get(0).paired().pValue() < 0.05);
        assertTrue(comparison.values().get(0).worse());
        assertFalse(RunComparison.of(store, worse, same, SignificanceSettings.defaults())
                .values()
                .get(0)
                .worse());
    }

    @Test
    void runsThatKeptNothingOrSawOtherDataAreNotPaired() throws IOException {
        StoredResult first = kept(EARLY, 1, 1);
        StoredResult second = store.add(SyntheticResults.forecast(0.7, LATE));
        RunComparison comparison = RunComparison.of(store, first, second, SignificanceSettings.defaults());
        assertTrue(comparison.unpaired().orElseThrow().contains("kept no examples"));
        assertEquals(3, comparison.values().size());
        StoredResult other = store.add(SyntheticResults.many(1, 1, 1, 1).get(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> RunComparison.of(store, first, other, SignificanceSettings.defaults()));
    }

    private List<Finding> check(Result before) throws IOException {
        return new RegressionCheck(0.001, 1.2).run(List.of(before), store);
    }

    @Test
    void aValueOutsideTheNewIntervalIsARegressionOnItsBetterSideAlone() throws IOException {
        store.add(SyntheticResults.forecast(0.5, LATE));
        assertEquals(
                Verdict.SAME,
                check(SyntheticResults.forecast(0.46, EARLY)).get(0).verdict());
        assertEquals(
                Verdict.WORSE,
                check(SyntheticResults.forecast(0.44, EARLY)).get(0).verdict());
        assertEquals(
                Verdict.BETTER,
                check(SyntheticResults.forecast(0.56, EARLY)).get(0).verdict());
        assertEquals(
                Verdict.MISSING,
                check(SyntheticResults.forecast("informer-etth1-m-24", "OnnxRuntime", 0.5, EARLY))
                        .get(0)
                        .verdict());
    }

    @Test
    void pairedRunsAreJudgedByTheTest() throws IOException {
        StoredResult first = kept(EARLY, 1, 1);
        StoredResult worse = kept(LATE, 1.02, 1);
        assertTrue(worse.mainValue().orElseThrow().low()
                < first.mainValue().orElseThrow().value());
        Finding finding = check(first.result()).get(0);
        assertEquals(Verdict.WORSE, finding.verdict());
        assertTrue(finding.reason().startsWith("paired bootstrap, p = 0.0"), finding.reason());
    }

    @Test
    void withoutAnIntervalTheToleranceDecides() throws IOException {
        store.add(withoutInterval(0.5004, LATE, 74));
        assertEquals(Verdict.SAME, check(withoutInterval(0.5, EARLY, 74)).get(0).verdict());
        store.add(withoutInterval(0.506, "2026-11-03T00:00:00Z", 74));
        assertEquals(
                Verdict.WORSE, check(withoutInterval(0.5, EARLY, 74)).get(0).verdict());
        store.add(withoutInterval(Double.NaN, "2026-11-04T00:00:00Z", 74));
        assertEquals(
                Verdict.WORSE, check(withoutInterval(0.5, EARLY, 74)).get(0).verdict());
    }

    @Test
    void slownessCountsOnTheSameProcessor() throws IOException {
        store.add(withoutInterval(0.5, LATE, 50));
        List<Finding> findings = check(withoutInterval(0.5, EARLY, 74));
        assertEquals("examples/s", findings.get(1).value());
        assertEquals(Verdict.WORSE, findings.get(1).verdict());
        assertEquals(
                1,
                new RegressionCheck(0.001, 0)
                        .run(List.of(withoutInterval(0.5, EARLY, 74)), store)
                        .size());
    }

    private static Result withoutInterval(double value, String started, double speed) {
        Result result = SyntheticResults.forecast(0.5, started);
        return new Result(
                1,
                result.model(),
                result.benchmark(),
                result.task(),
                result.split(),
                result.examples(),
                true,
                true,
                List.of(new MeasuredValue("mse", "MSE", value, null, null, null, false, true)),
                result.definitions(),
                new Speed(32, 2, speed, 1, 2, 3, 4),
                result.memory(),
                result.provenance());
    }

    @Test
    void theFrontHoldsWhatNothingBeatsInBoth() {
        List<double[]> points = List.of(
                new double[] {1, 5},
                new double[] {2, 5},
                new double[] {2, 4},
                new double[] {3, 6},
                new double[] {4, 1},
                new double[] {0.5, Double.NaN});
        List<double[]> low = ParetoFront.of(points, point -> point[0], point -> point[1], false);
        assertEquals(List.of(points.get(0), points.get(2), points.get(4)), low);
        List<double[]> high = ParetoFront.of(points, point -> point[0], point -> point[1], true);
        assertEquals(List.of(points.get(0), points.get(3)), high);
    }

    @Test
    void enginesAreComparedWithTheUsualOne() throws IOException {
        store.add(SyntheticResults.forecast("informer-etth1-m-24", "OnnxRuntime", 0.475, EARLY));
        store.add(SyntheticResults.forecast(0.474, EARLY));
        store.add(SyntheticResults.speedAlone());
        List<EngineComparison> comparisons = EngineComparison.of(store.query(ResultQuery.latestOf(null, null, 10)));
        assertEquals(1, comparisons.size());
        List<EngineComparison.Run> runs = comparisons.get(0).runs();
        assertEquals("PyTorch cpu", runs.get(0).label());
        assertEquals(120.0 / 74, runs.get(1).speedRatio(), 1e-12);
        assertEquals(0.001, runs.get(1).qualityDifference().orElseThrow(), 1e-12);
    }
}

package org.paperzoo.evaluation.submission;

import java.io.IOException;
import java.util.List;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.series.SeriesTable;
import org.paperzoo.datasets.series.SeriesWindows;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.harness.BenchmarkMetrics;
import org.paperzoo.evaluation.metric.series.SeriesWindow;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Forecasts of windows. Whatever a model's windows look back on, the first window of a split forecasts its first row, so
 * that the references do not depend on it. The bootstrap draws blocks of twice the horizon.
 */
final class ForecastPredictions {

    /** As in the harness: windows that do not fill a batch are not scored (Informer2020, exp/exp_informer.py, drop_last). */
    private static final int PROTOCOL_BATCH = 32;

    private ForecastPredictions() {}

    static Submission<SeriesWindow, SeriesWindow> open(Benchmark.Forecast benchmark, SubmissionRequest request)
            throws IOException {
        SeriesWindows windows = windows(benchmark, request);
        int outputs = benchmark.features().equals("M") ? windows.columns() : 1;
        int size = windows.sizeInWholeBatches(PROTOCOL_BATCH);
        ReferenceDigest digest = new ReferenceDigest();
        Panel<SeriesWindow, SeriesWindow> panel = new Panel<>(2 * benchmark.horizon());
        benchmark.metrics().forEach(id -> panel.add(BenchmarkMetrics.ofForecasts(id)));
        ArrayRows forecasts = ArrayRows.open(
                request.predictions(),
                size,
                List.of((long) benchmark.horizon(), (long) outputs),
                "[windows, steps, series]");
        return new Submission<>(
                new Windows(forecasts, windows, benchmark.horizon(), outputs, size, digest),
                panel,
                digest,
                List.of(request.predictions()));
    }

    private static SeriesWindows windows(Benchmark.Forecast benchmark, SubmissionRequest request) throws IOException {
        Dataset.Series dataset = Datasets.named(benchmark.dataset(), Dataset.Series.class);
        SeriesTable all = dataset.table(request.data());
        try {
            SeriesTable table = switch (benchmark.features()) {
                case "S" -> all.select(List.of(benchmark.target()));
                default -> all;
            };
            return SeriesWindows.of(
                    table,
                    dataset.cut(benchmark.split(), 1, table.rows()),
                    new SeriesWindows.Lengths(1, 0, benchmark.horizon()),
                    dataset.frequency(),
                    true);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("data set " + benchmark.dataset() + ": " + e.getMessage(), e);
        }
    }

    private static final class Windows implements Pairs<SeriesWindow, SeriesWindow> {

        private final ArrayRows forecasts;
        private final SeriesWindows windows;
        private final int steps;
        private final int outputs;
        private final int size;
        private final ReferenceDigest digest;
        private int next;

        Windows(ArrayRows forecasts, SeriesWindows windows, int steps, int outputs, int size, ReferenceDigest digest) {
            this.forecasts = forecasts;
            this.windows = windows;
            this.steps = steps;
            this.outputs = outputs;
            this.size = size;
            this.digest = digest;
        }

        @Override
        public Pair<SeriesWindow, SeriesWindow> next() throws IOException {
            if (next == size) {
                return null;
            }
            int window = next++;
            float[] future = new float[steps * windows.columns()];
            windows.copyFuture(window, future, 0);
            double[] targets = new double[steps * outputs];
            int firstColumn = windows.columns() - outputs;
            for (int i = 0; i < targets.length; i++) {
                targets[i] = future[i / outputs * windows.columns() + firstColumn + i % outputs];
            }
            digest.numbers(targets);
            return new Pair<>(
                    forecasts.where(window),
                    new SeriesWindow(forecasts.row(window), steps, outputs),
                    new SeriesWindow(targets, steps, outputs));
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void close() throws IOException {
            forecasts.close();
        }
    }
}

package org.paperzoo.evaluation.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.series.Frequency;
import org.paperzoo.datasets.series.SeriesTable;
import org.paperzoo.datasets.series.SeriesWindows;
import org.paperzoo.datasets.vision.SegmentationExamples;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.model.PaperModel;
import org.paperzoo.zoo.task.PixelClassifier;

/** Opens the examples of a benchmark as a model takes them. */
final class Workloads {

    private Workloads() {}

    /** The workload of a benchmark for a model, whose configuration says how long windows are. */
    static Workload<?, ?, ?> open(EvaluationRequest request, PaperModel model) throws IOException {
        Benchmark benchmark = request.benchmark();
        if (benchmark instanceof Benchmark.OfPredictions) {
            throw new IllegalArgumentException("no model runs on benchmark " + benchmark.id()
                    + " yet; score predictions from a file with --predictions");
        }
        Split split = Split.named(benchmark.split());
        DataSource data = request.data();
        if (benchmark instanceof Benchmark.Text) {
            return new TextWorkload(
                    Datasets.named(benchmark.dataset(), Dataset.Text.class).open(split, data),
                    source(request),
                    metrics(benchmark, BenchmarkMetrics::ofTexts));
        }
        if (benchmark instanceof Benchmark.Forecast forecast) {
            return forecast(forecast, request, model.files().configuration());
        }
        if (benchmark instanceof Benchmark.Segmentation) {
            return segmentation(benchmark, split, request, model);
        }
        return new DetectionWorkload(
                Datasets.named(benchmark.dataset(), Dataset.Detection.class).open(split, data),
                source(request),
                metrics(benchmark, BenchmarkMetrics::ofBoxes));
    }

    private static SegmentationWorkload segmentation(
            Benchmark benchmark, Split split, EvaluationRequest request, PaperModel model) throws IOException {
        SegmentationExamples examples =
                Datasets.named(benchmark.dataset(), Dataset.Segmentation.class).open(split, request.data());
        int classes = examples.classes().size();
        if (model.network() instanceof PixelClassifier classifier && classifier.classes() != classes) {
            examples.close();
            throw new IllegalArgumentException("model " + request.card().id() + " tells " + classifier.classes()
                    + " classes apart; benchmark " + benchmark.id() + " has " + classes);
        }
        return new SegmentationWorkload(examples, source(request), metrics(benchmark, BenchmarkMetrics::ofLabelMaps));
    }

    private static ForecastWorkload forecast(
            Benchmark.Forecast benchmark, EvaluationRequest request, Configuration configuration) throws IOException {
        Dataset.Series dataset = Datasets.named(benchmark.dataset(), Dataset.Series.class);
        SeriesWindows.Lengths lengths = new SeriesWindows.Lengths(
                configuration.positive("seq_len"),
                configuration.nonNegative("label_len"),
                configuration.positive("out_len"));
        if (lengths.horizon() != benchmark.horizon()) {
            throw new IllegalArgumentException("model " + request.card().id() + " forecasts " + lengths.horizon()
                    + " steps; benchmark " + benchmark.id() + " asks for " + benchmark.horizon());
        }
        SeriesTable all = dataset.table(request.data());
        SeriesTable table = benchmark.features().equals("S") ? all.select(List.of(benchmark.target())) : all;
        if (configuration.positive("enc_in") != table.columns().size()) {
            throw new IllegalArgumentException("model " + request.card().id() + " reads "
                    + configuration.positive("enc_in") + " series; benchmark " + benchmark.id() + " has "
                    + table.columns().size());
        }
        try {
            // The model's frequency, not the table's: the authors' scripts give hourly features to minute tables too.
            SeriesWindows windows = SeriesWindows.of(
                    table,
                    dataset.cut(benchmark.split(), lengths.past(), table.rows()),
                    lengths,
                    Frequency.of(configuration.text("freq", "h")),
                    configuration.text("embed", "timeF").equals("timeF"));
            return new ForecastWorkload(
                    windows,
                    configuration.positive("c_out"),
                    source(request),
                    metrics(benchmark, BenchmarkMetrics::ofForecasts));
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("data set " + benchmark.dataset() + ": " + e.getMessage(), e);
        }
    }

    private static <P, R> List<Metric<P, R>> metrics(Benchmark benchmark, Function<String, Metric<P, R>> byId) {
        List<Metric<P, R>> metrics = new ArrayList<>();
        benchmark.metrics().forEach(id -> metrics.add(byId.apply(id)));
        return metrics;
    }

    /** Where the data came from, for the record. */
    private static String source(EvaluationRequest request) {
        return request.dataFolder()
                .map(folder -> folder.toAbsolutePath().normalize().getFileName().toString())
                .orElse(Datasets.named(request.benchmark().dataset()).supplied() ? "official" : "generated");
    }
}

package org.paperzoo.zoo.timeseries;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.timeseries.Forecast;
import ai.djl.timeseries.SampleForecast;
import ai.djl.timeseries.TimeSeriesData;
import ai.djl.timeseries.dataset.FieldName;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.paperzoo.zoo.task.DisplayTranslator;
import org.paperzoo.zoo.task.SeriesForecast;
import org.paperzoo.zoo.task.SeriesInput;

/**
 * A series in its own unit to a forecast in its own unit: standardised by the training split's statistics, with marks from
 * the time stamps.
 *
 * <p>Input: {@code TARGET} is {@code [T, series]}, or {@code [T]} for one series, of at least the network's input length;
 * the last steps are read. The start time is that of its first row. Output: one sample, {@code [1, out_len, series]} on
 * the input's manager; its start is the first step forecast.
 */
final class SeriesTranslator {

    private final InformerSettings settings;
    private final SeriesStatistics statistics;
    private final ForecastTranslator raw;

    private SeriesTranslator(InformerSettings settings, SeriesStatistics statistics) {
        this.settings = settings;
        this.statistics = statistics;
        raw = new ForecastTranslator(settings);
    }

    static Translator<TimeSeriesData, Forecast> of(InformerSettings settings, SeriesStatistics statistics) {
        SeriesTranslator translator = new SeriesTranslator(settings, statistics);
        return new DisplayTranslator<>(translator.new Windows(), translator::window, translator::forecast);
    }

    /** A window, where its forecast begins, and who owns the forecast. */
    private record Window(SeriesInput input, LocalDateTime forecastStart, NDManager owner) {}

    /** The raw translator over windows that know their time. */
    private final class Windows implements Translator<Window, SeriesForecast> {

        @Override
        public NDList processInput(TranslatorContext context, Window window) {
            return raw.processInput(context, window.input());
        }

        @Override
        public SeriesForecast processOutput(TranslatorContext context, NDList list) {
            return raw.processOutput(context, list);
        }

        @Override
        public Batchifier getBatchifier() {
            return raw.getBatchifier();
        }
    }

    private Window window(TimeSeriesData series) {
        int channels = settings.encoderChannels();
        NDArray target = series.get(FieldName.TARGET);
        LocalDateTime start = series.getStartTime();
        if (target == null || start == null) {
            throw new IllegalArgumentException("the series lacks its " + (start == null ? "start time" : "TARGET"));
        }
        Shape shape = target.getShape();
        int dimensions = shape.dimension();
        boolean fits = dimensions == 1 && channels == 1 || dimensions == 2 && shape.get(1) == channels;
        int past = settings.inputLength();
        if (!fits || shape.get(0) < past) {
            throw new IllegalArgumentException("TARGET is " + shape + "; expected at least " + past + " rows of "
                    + channels + " series (" + String.join(", ", statistics.columns()) + ")");
        }
        float[] all;
        try (NDArray floats = target.toType(DataType.FLOAT32, true)) {
            all = floats.toFloatArray();
        }
        int rows = all.length / channels;
        float[] values = Arrays.copyOfRange(all, (rows - past) * channels, all.length);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("TARGET holds " + values[i] + " in row "
                        + (rows - past + i / channels) + "; expected numbers without gaps");
            }
            values[i] = statistics.standardise(values[i], i % channels);
        }
        List<LocalDateTime> times = IntStream.range(rows - past, rows + settings.forecastLength())
                .mapToObj(row -> start.plus(statistics.step().multipliedBy(row)))
                .toList();
        int known = settings.startLength();
        SeriesInput input = new SeriesInput(
                values,
                TimeFeatures.of(times.subList(0, past), settings),
                Arrays.copyOfRange(values, (past - known) * channels, past * channels),
                TimeFeatures.of(times.subList(past - known, times.size()), settings));
        return new Window(input, times.get(past), target.getManager());
    }

    private Forecast forecast(Window window, SeriesForecast standardised) {
        int channels = standardised.channels();
        // A network that forecasts fewer series than it reads forecasts the last ones.
        int first = settings.encoderChannels() - channels;
        float[] values = standardised.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = statistics.restore(values[i], first + i % channels);
        }
        NDArray samples = window.owner().create(values, new Shape(1, standardised.steps(), channels));
        return new SampleForecast(samples, window.forecastStart(), settings.frequency());
    }
}

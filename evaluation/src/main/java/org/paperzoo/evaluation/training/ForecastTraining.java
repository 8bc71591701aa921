package org.paperzoo.evaluation.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.paperzoo.datasets.series.Frequency;
import org.paperzoo.datasets.series.SeriesTable;
import org.paperzoo.datasets.series.SeriesWindows;
import org.paperzoo.datasets.series.Standardisation;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.evaluation.training.TrainingReport.BaselineErrors;
import org.paperzoo.hub.WholeFile;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.timeseries.Informer;
import org.paperzoo.zoo.timeseries.InformerLearner;
import org.paperzoo.zoo.timeseries.InformerSettings;
import org.paperzoo.zoo.timeseries.KeySampler;
import org.paperzoo.zoo.timeseries.SeriesStatistics;
import org.paperzoo.zoo.training.Examples;
import org.paperzoo.zoo.training.Learner;

/**
 * The training of an Informer: the authors' {@code exp/exp_informer.py}. Beside the weights lies {@code series.json}, the
 * training split's mean and standard deviation, by which inputs are standardised.
 *
 * <p>Validation goes through its split in order and leaves the last windows out of a whole batch; the authors leave out
 * random ones.
 */
final class ForecastTraining implements TrainingTask {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final ForecastRecipe recipe;
    private final int batchSize;
    private final Configuration configuration;
    private final InformerSettings settings;
    private final SeriesTable table;
    private final Informer informer;

    /** Reads the table and builds a network that fits it. */
    ForecastTraining(TrainingRequest request, Recipe common) throws IOException {
        common.requireOnly(List.of("features", "target"));
        recipe = ForecastRecipe.of(common);
        batchSize = common.settings().batchSize();
        configuration = Configuration.of(
                request.card().id() + ", configuration", request.card().configuration());
        settings = InformerSettings.of(configuration);
        table = recipe.table(request.data());
        int columns = table.columns().size();
        int outputs = recipe.features().equals("MS") ? 1 : columns;
        if (settings.encoderChannels() != columns
                || settings.decoderChannels() != columns
                || settings.outputChannels() != outputs) {
            throw new InvalidInputException(configuration.source() + ": enc_in, dec_in and c_out are "
                    + settings.encoderChannels() + ", " + settings.decoderChannels() + " and "
                    + settings.outputChannels() + "; with features " + recipe.features() + " the data have " + columns
                    + ", " + columns + " and " + outputs);
        }
        informer = new Informer(settings);
    }

    @Override
    public Learner learner() {
        return new InformerLearner(informer);
    }

    @Override
    public Examples training() throws InvalidInputException {
        return examples(windows("train"));
    }

    @Override
    public Examples validation() throws InvalidInputException {
        return examples(windows("validation"));
    }

    @Override
    public void describe(Path folder) throws IOException {
        WholeFile.write(folder.resolve("config.json"), JSON.writeValueAsBytes(configuration.json()));
        ObjectNode statistics = statistics(windows("train").standardisation());
        WholeFile.write(folder.resolve(SeriesStatistics.FILE), JSON.writeValueAsBytes(statistics));
    }

    @Override
    public Test test(Path folder, NDManager manager) throws IOException {
        SeriesWindows test = windows("test");
        ForecastErrors errors = measure(test, manager);
        return new Test(
                test.sizeInWholeBatches(batchSize),
                List.of(
                        new MeasuredValue("mse", "mse", errors.mse(), null, null, null, false, true),
                        new MeasuredValue("mae", "mae", errors.mae(), null, null, null, false, true)),
                baselines(test));
    }

    private SeriesWindows windows(String split) throws InvalidInputException {
        var lengths =
                new SeriesWindows.Lengths(settings.inputLength(), settings.startLength(), settings.forecastLength());
        return SeriesWindows.of(
                table,
                recipe.split(split, lengths.past(), table.rows()),
                lengths,
                Frequency.of(settings.frequency()),
                !settings.tables());
    }

    private WindowExamples examples(SeriesWindows windows) {
        return new WindowExamples(windows, settings.outputChannels());
    }

    private ForecastErrors measure(SeriesWindows test, NDManager manager) {
        WindowExamples examples = examples(test);
        ForecastErrors errors = new ForecastErrors();
        for (int[] batch : batches(test)) {
            try (NDManager batchManager = manager.newSubManager();
                    NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                NDList inputs = examples.batch(batch, 0, batchManager);
                float[] forecasts = informer.forecast(Pass.inference(), inputs.subNDList(0, 4), KeySampler.seeded(0))
                        .toFloatArray();
                errors.add(forecasts, inputs.get(4).toFloatArray());
            }
        }
        return errors;
    }

    private List<int[]> batches(SeriesWindows windows) {
        List<int[]> batches = new ArrayList<>();
        for (int first = 0; first + batchSize <= windows.size(); first += batchSize) {
            batches.add(IntStream.range(first, first + batchSize).toArray());
        }
        return batches;
    }

    /** Forecasts that need no network, of the same windows. */
    private List<BaselineErrors> baselines(SeriesWindows test) throws InvalidInputException {
        List<BaselineErrors> baselines = new ArrayList<>();
        baselines.add(repeating("naive", 1, test));
        if (recipe.rowsPerDay() <= settings.inputLength()) {
            baselines.add(repeating("seasonal-naive", recipe.rowsPerDay(), test));
        }
        baselines.add(linear(test));
        return baselines;
    }

    /** A linear forecast of each series from its own past. */
    private BaselineErrors linear(SeriesWindows test) throws InvalidInputException {
        SeriesWindows training = windows("train");
        int columns = test.columns();
        int outputs = settings.outputChannels();
        List<LinearForecast> forecasts = IntStream.range(columns - outputs, columns)
                .mapToObj(column -> LinearForecast.fit(training, column))
                .toList();
        return errors("linear", test, (past, forecast) -> {
            for (int i = 0; i < outputs; i++) {
                forecasts.get(i).apply(past, columns, columns - outputs + i, forecast, i, outputs);
            }
        });
    }

    /** The last rows go on, again and again. */
    private BaselineErrors repeating(String name, int period, SeriesWindows test) {
        int columns = test.columns();
        int outputs = settings.outputChannels();
        return errors(name, test, (past, forecast) -> {
            for (int step = 0; step < settings.forecastLength(); step++) {
                int row = settings.inputLength() - period + step % period;
                System.arraycopy(past, (row + 1) * columns - outputs, forecast, step * outputs, outputs);
            }
        });
    }

    /** Fills a forecast from the rows of a past. */
    @FunctionalInterface
    private interface Forecaster {
        void forecast(float[] past, float[] forecast);
    }

    private BaselineErrors errors(String name, SeriesWindows test, Forecaster forecaster) {
        WindowExamples examples = examples(test);
        ForecastErrors errors = new ForecastErrors();
        float[] past = new float[settings.inputLength() * test.columns()];
        float[] forecast = new float[settings.forecastLength() * settings.outputChannels()];
        for (int[] batch : batches(test)) {
            for (int window : batch) {
                test.copyPast(window, past, 0);
                forecaster.forecast(past, forecast);
                errors.add(forecast, examples.targets(new int[] {window}));
            }
        }
        return new BaselineErrors(name, errors.mse(), errors.mae());
    }

    private ObjectNode statistics(Standardisation standardisation) {
        ObjectNode statistics = JSON.createObjectNode();
        statistics.set("columns", JSON.valueToTree(table.columns()));
        statistics.set("mean", JSON.valueToTree(standardisation.mean()));
        statistics.set("deviation", JSON.valueToTree(standardisation.deviation()));
        Duration step = Duration.between(table.times().get(0), table.times().get(1));
        statistics.put("step", step.toString());
        return statistics;
    }
}

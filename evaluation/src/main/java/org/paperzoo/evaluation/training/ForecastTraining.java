package org.paperzoo.evaluation.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.paperzoo.datasets.series.Frequency;
import org.paperzoo.datasets.series.SeriesTable;
import org.paperzoo.datasets.series.SeriesWindows;
import org.paperzoo.datasets.series.Standardisation;
import org.paperzoo.evaluation.training.ForecastTrainingReport.BaselineErrors;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.Pass;
import org.paperzoo.zoo.timeseries.Informer;
import org.paperzoo.zoo.timeseries.InformerLearner;
import org.paperzoo.zoo.timeseries.InformerSettings;
import org.paperzoo.zoo.timeseries.KeySampler;
import org.paperzoo.zoo.timeseries.SeriesStatistics;
import org.paperzoo.zoo.training.TrainingListener;
import org.paperzoo.zoo.training.TrainingLoop;
import org.paperzoo.zoo.training.TrainingResult;

/**
 * Trains an Informer by its card's recipe and measures it: the authors' {@code exp/exp_informer.py}. The output folder is
 * afterwards a model's folder: {@code model.safetensors}, {@code config.json}, {@code series.json} (the training split's
 * mean and standard deviation, by which inputs are standardised), and {@code report.json}.
 *
 * <p>Validation goes through its split in order and leaves the last windows out of a whole batch; the authors leave out
 * random ones.
 */
public final class ForecastTraining {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final ForecastTrainingRequest request;
    private final ForecastRecipe recipe;
    private final Configuration configuration;
    private final InformerSettings settings;
    private final SeriesTable table;

    private ForecastTraining(ForecastTrainingRequest request) throws IOException {
        this.request = request;
        recipe = ForecastRecipe.of(request);
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
    }

    /**
     * Trains and measures.
     *
     * @throws IllegalArgumentException if the card has no recipe, or the data are too short for it
     * @throws java.nio.file.NoSuchFileException if the data are not where the request says
     * @throws IOException if data, recipe or checkpoint are broken; the message says where
     */
    public static ForecastTrainingReport train(ForecastTrainingRequest request, TrainingListener listener)
            throws IOException {
        return new ForecastTraining(request).run(listener);
    }

    private ForecastTrainingReport run(TrainingListener listener) throws IOException {
        SeriesWindows training = windows("train");
        WindowExamples validation = examples(windows("validation"));
        SeriesWindows test = windows("test");
        Files.createDirectories(request.output());
        write("config.json", configuration.json());
        write(SeriesStatistics.FILE, statistics(training.standardisation()));
        Informer informer = new Informer(settings);
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            TrainingResult result = new TrainingLoop(
                            new InformerLearner(informer), examples(training), validation, recipe.training(), listener)
                    .run(manager, request.output(), request.resume());
            ForecastErrors errors = measure(informer, test, manager);
            ForecastTrainingReport report = new ForecastTrainingReport(
                    request.card().id(),
                    recipe.training().seed(),
                    result.epochs(),
                    result.best().epoch(),
                    test.sizeInWholeBatches(recipe.training().batchSize()),
                    errors.mse(),
                    errors.mae(),
                    result.secondsPerStep(),
                    baselines(test));
            write("report.json", report);
            return report;
        }
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

    private ForecastErrors measure(Informer informer, SeriesWindows test, NDManager manager) {
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
        int size = recipe.training().batchSize();
        List<int[]> batches = new ArrayList<>();
        for (int first = 0; first + size <= windows.size(); first += size) {
            batches.add(IntStream.range(first, first + size).toArray());
        }
        return batches;
    }

    /** Forecasts that repeat the last value, and the last day where a window has one, of the same windows. */
    private List<BaselineErrors> baselines(SeriesWindows test) {
        List<BaselineErrors> baselines = new ArrayList<>();
        baselines.add(repeating("naive", 1, test));
        if (recipe.rowsPerDay() <= settings.inputLength()) {
            baselines.add(repeating("seasonal-naive", recipe.rowsPerDay(), test));
        }
        return baselines;
    }

    private BaselineErrors repeating(String name, int period, SeriesWindows test) {
        WindowExamples examples = examples(test);
        ForecastErrors errors = new ForecastErrors();
        int columns = test.columns();
        int outputs = settings.outputChannels();
        int past = settings.inputLength();
        float[] observed = new float[past * columns];
        float[] forecast = new float[settings.forecastLength() * outputs];
        for (int[] batch : batches(test)) {
            for (int window : batch) {
                test.copyPast(window, observed, 0);
                for (int step = 0; step < settings.forecastLength(); step++) {
                    int row = past - period + step % period;
                    System.arraycopy(observed, (row + 1) * columns - outputs, forecast, step * outputs, outputs);
                }
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

    private void write(String name, Object content) throws IOException {
        Path file = request.output().resolve(name);
        Path beside = request.output().resolve("." + name + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                    beside,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(content));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}

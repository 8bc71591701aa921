package org.paperzoo.evaluation.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.timeseries.Forecast;
import ai.djl.timeseries.TimeSeriesData;
import ai.djl.timeseries.dataset.FieldName;
import ai.djl.translate.TranslateException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.datasets.series.Frequency;
import org.paperzoo.datasets.series.SampleSeries;
import org.paperzoo.datasets.series.SeriesSplit;
import org.paperzoo.datasets.series.SeriesTable;
import org.paperzoo.datasets.series.SeriesWindows;
import org.paperzoo.testkit.SharedFiles;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.model.PaperModel;
import org.paperzoo.zoo.task.SeriesForecast;
import org.paperzoo.zoo.task.SeriesInput;
import org.paperzoo.zoo.training.TrainingListener;

class ForecastTrainingTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void theOutputIsAModelThatForecastsAsReported() throws Exception {
        ModelCard card = tiny();

        TrainingReport report =
                ModelTraining.train(TrainingRequest.of(card, DataSource.none(), folder), TrainingListener.SILENT);

        // 120 days of test and the 24 rows before hold 2,875 windows of 24 + 6 rows: 5 full batches of 512.
        assertEquals(2560, report.testExamples());
        assertEquals(1, report.epochs().size());
        assertEquals(report, JSON.readValue(folder.resolve("report.json").toFile(), TrainingReport.class));
        SeriesTable table = SampleSeries.generate(0);
        SeriesWindows windows = SeriesWindows.of(
                table,
                SeriesSplit.ett(24, "test", 24, table.rows()),
                new SeriesWindows.Lengths(24, 12, 6),
                Frequency.HOUR,
                true);
        try (PaperModel model = PaperModel.load(card, LoadOptions.standard().withWeights(folder));
                Predictor<SeriesInput, SeriesForecast> predictor =
                        model.predictor(SeriesInput.class, SeriesForecast.class)) {
            ForecastErrors errors = new ForecastErrors();
            for (int window = 0; window < 2560; window++) {
                SeriesForecast forecast = predictor.predict(input(windows, window));
                float[] target = new float[6 * 7];
                windows.copyFuture(window, target, 0);
                errors.add(forecast.values(), target);
            }
            assertEquals(report.value("mse"), errors.mse(), 1e-6);
            assertEquals(report.value("mae"), errors.mae(), 1e-6);
        }
    }

    @Test
    void theShippedSampleForecastsMuchBetterThanRepeatingTheLastDay() throws Exception {
        SeriesTable table = SampleSeries.generate(0);
        SeriesWindows windows = SeriesWindows.of(
                table,
                SeriesSplit.ett(24, "test", 96, table.rows()),
                new SeriesWindows.Lengths(96, 48, 24),
                Frequency.HOUR,
                true);
        ForecastErrors learned = new ForecastErrors();
        ForecastErrors repeated = new ForecastErrors();
        try (PaperModel model = PaperModel.load("sample-forecast");
                Predictor<SeriesInput, SeriesForecast> predictor =
                        model.predictor(SeriesInput.class, SeriesForecast.class)) {
            for (int window = 0; window < windows.size(); window += 29) {
                SeriesInput input = input(windows, window);
                float[] target = new float[24 * 7];
                windows.copyFuture(window, target, 0);
                learned.add(predictor.predict(input).values(), target);
                float[] lastDay = new float[24 * 7];
                System.arraycopy(input.past(), 72 * 7, lastDay, 0, lastDay.length);
                repeated.add(lastDay, target);
            }
        }
        assertTrue(learned.mse() < repeated.mse() / 5, () -> learned.mse() + " and " + repeated.mse());
    }

    @Test
    void aSeriesInItsOwnUnitGivesTheSameForecastAsItsStandardisedWindow() throws Exception {
        SeriesTable table = SampleSeries.generate(0);
        SeriesWindows windows = SeriesWindows.of(
                table,
                SeriesSplit.ett(24, "test", 96, table.rows()),
                new SeriesWindows.Lengths(96, 48, 24),
                Frequency.HOUR,
                true);
        int firstRow = 16 * 30 * 24 - 96;
        try (PaperModel model = PaperModel.load("sample-forecast");
                Predictor<SeriesInput, SeriesForecast> raw = model.predictor(SeriesInput.class, SeriesForecast.class);
                Predictor<TimeSeriesData, Forecast> shown = model.predictor(TimeSeriesData.class, Forecast.class);
                NDManager manager = NDManager.newBaseManager()) {
            // The second series begins ten rows earlier than the network looks.
            List<Forecast> forecasts = shown.batchPredict(
                    List.of(series(table, firstRow, 96, manager), series(table, firstRow + 700 - 10, 106, manager)));
            for (int i = 0; i < 2; i++) {
                int window = 700 * i;
                float[] expected = raw.predict(input(windows, window)).values();
                float[] found = forecasts.get(i).mean().toFloatArray();
                for (int j = 0; j < expected.length; j++) {
                    double restored = windows.standardisation().restore(expected[j], j % 7);
                    assertEquals(restored, found[j], 2e-4 * (1 + Math.abs(restored)));
                }
            }
            TimeSeriesData tooShort = series(table, 0, 95, manager);
            TranslateException refusal = assertThrows(TranslateException.class, () -> shown.predict(tooShort));
            assertTrue(refusal.getMessage().contains("at least 96 rows"), refusal::getMessage);
        }
    }

    private static TimeSeriesData series(SeriesTable table, int firstRow, int rows, NDManager manager) {
        float[] values = new float[rows * 7];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) table.value(firstRow + i / 7, i % 7);
        }
        TimeSeriesData series = new TimeSeriesData(1);
        series.setStartTime(table.times().get(firstRow));
        series.setField(FieldName.TARGET, manager.create(values, new Shape(rows, 7)));
        return series;
    }

    @Test
    void oneSeriesIsTrainedFromItself() throws IOException {
        ObjectNode card = JSON.valueToTree(tiny());
        ((ObjectNode) card.get("training")).put("features", "S");
        ((ObjectNode) card.get("configuration"))
                .put("enc_in", 1)
                .put("dec_in", 1)
                .put("c_out", 1);

        TrainingReport report = ModelTraining.train(
                TrainingRequest.of(JSON.treeToValue(card, ModelCard.class), DataSource.none(), folder),
                TrainingListener.SILENT);

        assertTrue(report.value("mse") > 0 && report.value("mse") < 2, report::toString);
    }

    @Test
    void theLastSeriesIsTrainedFromAll() throws IOException {
        ObjectNode card = JSON.valueToTree(tiny());
        ((ObjectNode) card.get("training")).put("features", "MS");
        ((ObjectNode) card.get("configuration")).put("c_out", 1);

        TrainingReport report = ModelTraining.train(
                TrainingRequest.of(JSON.treeToValue(card, ModelCard.class), DataSource.none(), folder),
                TrainingListener.SILENT);

        assertTrue(report.value("mse") > 0 && report.value("mse") < 2, report::toString);
    }

    @Test
    void aConfigurationThatDoesNotFitTheDataIsRefused() throws IOException {
        ObjectNode card = JSON.valueToTree(tiny());
        ((ObjectNode) card.get("configuration")).put("enc_in", 5);
        ModelCard wrong = JSON.treeToValue(card, ModelCard.class);

        InvalidInputException refusal = assertThrows(
                InvalidInputException.class,
                () -> ModelTraining.train(
                        TrainingRequest.of(wrong, DataSource.none(), folder), TrainingListener.SILENT));

        assertTrue(refusal.getMessage().contains("5, 7 and 7"), refusal::getMessage);
    }

    @Test
    void aTableThatIsTooShortIsRefused() throws IOException {
        Path file = folder.resolve("short.csv");
        Files.writeString(file, "date,A,B,C,D,E,F,OT\n2020-01-01 00:00:00,1,2,3,4,5,6,7\n");

        InvalidInputException refusal = assertThrows(
                InvalidInputException.class,
                () -> ModelTraining.train(
                        TrainingRequest.of(
                                Catalogue.standard().card("informer-etth1-m-24"), DataSource.of(file), folder),
                        TrainingListener.SILENT));

        assertTrue(refusal.getMessage().contains("1 rows"), refusal::getMessage);
    }

    @Test
    void aMissingTableAndACardWithoutRecipeAreTold() {
        assertThrows(
                NoSuchFileException.class,
                () -> ModelTraining.train(
                        TrainingRequest.of(
                                Catalogue.standard().card("informer-etth1-m-24"), DataSource.of(folder), folder),
                        TrainingListener.SILENT));
        assertThrows(
                IllegalArgumentException.class,
                () -> ModelTraining.train(
                        TrainingRequest.of(Catalogue.standard().card("bart-base"), DataSource.none(), folder),
                        TrainingListener.SILENT));
        assertThrows(NoSuchElementException.class, () -> {
            ObjectNode card = JSON.valueToTree(tiny());
            ((ObjectNode) card.get("training")).put("dataset", "nowhere");
            ModelTraining.train(
                    TrainingRequest.of(JSON.treeToValue(card, ModelCard.class), DataSource.none(), folder),
                    TrainingListener.SILENT);
        });
    }

    @Test
    void everyRecipeOfTheCatalogueFitsItsNetworkAndItsTable() throws IOException {
        Path etth1 = SharedFiles.require("data/ett/ETTh1.csv");
        for (ModelCard card : Catalogue.standard().cards()) {
            if (card.training() != null && card.task().equals("forecasting")) {
                Recipe common = Recipe.of(TrainingRequest.of(card, DataSource.of(etth1), folder));
                ForecastRecipe recipe = ForecastRecipe.of(common);
                int columns = recipe.table(DataSource.of(etth1)).columns().size();
                assertEquals(columns, card.configuration().get("enc_in").intValue(), card.id());
                assertEquals(
                        card.training().get("seed").longValue(),
                        common.settings().seed());
            }
        }
    }

    @Test
    void seedAndEpochsOfTheRequestReplaceTheRecipes() throws IOException {
        Recipe recipe = Recipe.of(TrainingRequest.of(tiny(), DataSource.none(), folder)
                .withSeed(77)
                .withEpochs(9));

        assertEquals(77, recipe.settings().seed());
        assertEquals(9, recipe.settings().epochs());
    }

    /** The shipped sample's card at a size that trains in seconds. */
    private static ModelCard tiny() throws IOException {
        ObjectNode card = JSON.valueToTree(Catalogue.standard().card("sample-forecast"));
        ((ObjectNode) card.get("configuration"))
                .put("seq_len", 24)
                .put("label_len", 12)
                .put("out_len", 6)
                .put("factor", 2)
                .put("d_model", 8)
                .put("n_heads", 2)
                .put("d_ff", 16);
        ((ObjectNode) card.get("training")).put("batch", 512).put("epochs", 1);
        return JSON.treeToValue(card, ModelCard.class);
    }

    private static SeriesInput input(SeriesWindows windows, int window) {
        SeriesWindows.Lengths lengths = windows.lengths();
        float[] past = new float[lengths.past() * windows.columns()];
        float[] pastMarks = new float[lengths.past() * windows.features()];
        float[] start = new float[lengths.label() * windows.columns()];
        float[] futureMarks = new float[(lengths.label() + lengths.horizon()) * windows.features()];
        windows.copyPast(window, past, 0);
        windows.copyPastMarks(window, pastMarks, 0);
        windows.copyLabel(window, start, 0);
        windows.copyTargetMarks(window, futureMarks, 0);
        return new SeriesInput(past, pastMarks, start, futureMarks);
    }
}

package org.paperzoo.zoo.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Application;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.repository.Repository;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.model.PaperModel;
import org.paperzoo.zoo.task.SeriesForecast;
import org.paperzoo.zoo.task.SeriesInput;

/** What DJL's users do, with the forecaster that the project ships. */
class PaperZooTest {

    private static final String MODEL = "sample-forecast";

    @Test
    void djlListsEveryModelOfTheCatalogue() {
        Criteria<?, ?> criteria = Criteria.builder()
                .optModelZoo(ModelZoo.getModelZoo("org.paperzoo"))
                .optGroupId("org.paperzoo")
                .build();
        var listed = ModelZoo.listModels(criteria);
        assertTrue(listed.get(Application.TimeSeries.FORECASTING).stream()
                .anyMatch(resource -> resource.getArtifactId().equals(MODEL)));
        assertEquals(
                Catalogue.standard().cards().size(),
                listed.values().stream()
                        .flatMap(List::stream)
                        .filter(resource -> resource.getGroupId().equals("org.paperzoo"))
                        .count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"paperzoo://" + MODEL, "djl://org.paperzoo/" + MODEL})
    void anAddressLoadsTheModelAndItsTranslator(String address) throws Exception {
        try (ZooModel<SeriesInput, SeriesForecast> model = Criteria.builder()
                        .setTypes(SeriesInput.class, SeriesForecast.class)
                        .optModelUrls(address)
                        .build()
                        .loadModel();
                Predictor<SeriesInput, SeriesForecast> predictor = model.newPredictor()) {
            assertArrayEquals(ownForecast(), predictor.predict(window()).values());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?engine=OnnxRuntime", "?engine=torchscript"})
    void anAddressNamesTheEngine(String query) throws Exception {
        try (ZooModel<SeriesInput, SeriesForecast> model = Criteria.builder()
                        .setTypes(SeriesInput.class, SeriesForecast.class)
                        .optModelUrls("paperzoo://" + MODEL + query)
                        .build()
                        .loadModel();
                Predictor<SeriesInput, SeriesForecast> predictor = model.newPredictor()) {
            assertArrayEquals(ownForecast(), predictor.predict(window()).values(), 1e-5f);
        }
    }

    @Test
    void anArgumentNamesTheEngineAndAnUnknownOneIsRefused() throws Exception {
        Criteria.Builder<SeriesInput, SeriesForecast> criteria = Criteria.builder()
                .setTypes(SeriesInput.class, SeriesForecast.class)
                .optModelUrls("paperzoo://" + MODEL);
        try (ZooModel<SeriesInput, SeriesForecast> model =
                        criteria.optArgument("engine", "OnnxRuntime").build().loadModel();
                Predictor<SeriesInput, SeriesForecast> predictor = model.newPredictor()) {
            assertArrayEquals(ownForecast(), predictor.predict(window()).values(), 1e-5f);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> criteria.optArgument("engine", "Abacus").build().loadModel());
    }

    @Test
    void groupAndArtifactLoadIt() throws Exception {
        try (ZooModel<NDList, NDList> model = Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optGroupId("org.paperzoo")
                .optArtifactId(MODEL)
                .build()
                .loadModel()) {
            assertEquals(MODEL, model.getName());
        }
    }

    @Test
    void predictorsOfSeveralThreadsAgree() throws Exception {
        float[] expected = ownForecast();
        try (PaperModel model = PaperModel.load(MODEL)) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Future<float[]>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Callable<float[]> task = () -> {
                    try (var predictor = model.predictor(SeriesInput.class, SeriesForecast.class)) {
                        return predictor.predict(window()).values();
                    }
                };
                answers.add(threads.submit(task));
            }
            for (Future<float[]> answer : answers) {
                assertArrayEquals(expected, answer.get(), 1e-5f);
            }
            threads.shutdown();
        }
    }

    @Test
    void anUnknownModelIsRefusedWithTheNearestOnes() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Repository.newInstance("x", "paperzoo://sample-forcast"));
        assertTrue(e.getMessage().contains(MODEL), e.getMessage());
    }

    @Test
    void addressesOfOtherZoosResolveAsDjlResolvesThem() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Repository.newInstance("x", "djl://no.such.group/model"));
        assertTrue(e.getMessage().contains("ModelZoo not found in classpath: no.such.group"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Repository.newInstance("x", "djl://org.paperzoo/"));
    }

    private static float[] ownForecast() throws Exception {
        try (PaperModel model = PaperModel.load(MODEL);
                var predictor = model.predictor(SeriesInput.class, SeriesForecast.class)) {
            return predictor.predict(window()).values();
        }
    }

    /** The card's window: 96 rows of 7 series with 4 marks, 48 of them before the 24 to forecast. */
    private static SeriesInput window() {
        return new SeriesInput(ramp(96 * 7), ramp(96 * 4), ramp(48 * 7), ramp(72 * 4));
    }

    private static float[] ramp(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) Math.sin(0.1 * i) / 2;
        }
        return values;
    }
}

package org.paperzoo.zoo.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.paperzoo.hub.Hub;
import org.paperzoo.hub.HubSettings;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.hub.ModelStore;
import org.paperzoo.zoo.task.SeriesForecast;
import org.paperzoo.zoo.task.SeriesInput;

/** Forecasts of the model that the project ships, for tests that ask it on several engines. */
final class Forecasts {

    static final String MODEL = "sample-forecast";

    /** Engines add in other orders; values are about 1. */
    static final float TOLERANCE = 1e-5f;

    private Forecasts() {}

    /** Options for an engine over a store of its own. */
    static LoadOptions options(EngineName engine, Path cache) {
        return LoadOptions.standard()
                .withEngine(engine)
                .withStore(new ModelStore(
                        new Hub(HubSettings.of(Map.of("PAPERZOO_CACHE", cache.toString()))
                                .asOffline()),
                        Hub.Manner.STANDARD));
    }

    /** The same over a store that fetches from a hub. */
    static LoadOptions options(EngineName engine, Path cache, String endpoint) {
        Map<String, String> environment = Map.of("PAPERZOO_CACHE", cache.toString(), "HF_ENDPOINT", endpoint);
        return LoadOptions.standard()
                .withEngine(engine)
                .withStore(new ModelStore(new Hub(HubSettings.of(environment)), Hub.Manner.STANDARD));
    }

    /** What a model answers to one window. */
    static float[] of(LoadOptions options) throws Exception {
        try (PaperModel model = PaperModel.load(MODEL, options)) {
            return of(model);
        }
    }

    static float[] of(PaperModel model) throws Exception {
        try (var predictor = model.predictor(SeriesInput.class, SeriesForecast.class)) {
            return predictor.predict(window()).values();
        }
    }

    /** The card's window: 96 rows of 7 series with 4 marks, 48 of them before the 24 to forecast. */
    private static SeriesInput window() {
        return new SeriesInput(ramp(96 * 7), ramp(96 * 4), ramp(48 * 7), ramp(72 * 4));
    }

    /** The last 24 of the window's rows. */
    static float[] lastKnownSteps() {
        return Arrays.copyOfRange(ramp(96 * 7), 72 * 7, 96 * 7);
    }

    private static float[] ramp(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) Math.sin(0.1 * i) / 2;
        }
        return values;
    }

    /** A copy of the shipped weights' folder, to be changed. */
    static Path copyOfWeights(Path cache, Path target) throws IOException {
        Path shipped = options(EngineName.PYTORCH, cache)
                .store()
                .files(Catalogue.standard().card(MODEL))
                .folder();
        Files.createDirectories(target);
        try (var files = Files.list(shipped)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
        return target;
    }
}

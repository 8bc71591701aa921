package org.paperzoo.evaluation.comparison.contender;

import java.io.IOException;
import java.util.OptionalDouble;
import org.paperzoo.evaluation.comparison.Contender;
import org.paperzoo.evaluation.comparison.LoadedContender;

/** A model on an engine, prepared so that loading is all that is left to do. */
record EngineContender(String name, OptionalDouble exportMillis, boolean cached, Loading loading) implements Contender {

    /** Loads a model. */
    @FunctionalInterface
    interface Loading {
        LoadedContender load() throws IOException;
    }

    @Override
    public LoadedContender load() throws IOException {
        return loading.load();
    }
}

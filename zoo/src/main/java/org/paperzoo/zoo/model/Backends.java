package org.paperzoo.zoo.model;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import org.paperzoo.zoo.checkpoint.Checkpoints;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.engine.BlockBackend;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.engine.GraphBackend;
import org.paperzoo.zoo.engine.GraphBackend.RuntimeOptions;
import org.paperzoo.zoo.engine.GraphFolder;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.export.GraphFormat;
import org.paperzoo.zoo.hub.DigestMemory;

/** Puts declared models on engines. */
final class Backends {

    private Backends() {}

    /**
     * A backend that is ready to run.
     *
     * @param readyMade the files it runs, where they are not this project's own; or null
     */
    record Opened(Backend backend, ReadyMade readyMade) {}

    /**
     * Opens a model on the engine that the options name.
     *
     * @param manager owns the weights where blocks run; of the PyTorch engine, on the device that the network runs on
     */
    static Opened open(DeclaredModel model, LoadOptions options, RuntimeOptions runtime, NDManager manager)
            throws IOException {
        if (options.runs() == EngineName.PYTORCH) {
            model.fill(model.network(), manager);
            return new Opened(
                    new BlockBackend(model.network(), model.architecture().graphs(model.network())), null);
        }
        if (!(options.graphs() instanceof GraphSource.Recorded)) {
            return ReadyMadeGraphs.open(model, options, runtime);
        }
        GraphBackend graphs = recorded(model, options, runtime);
        try {
            graphs.open();
            return new Opened(graphs, null);
        } catch (IOException | RuntimeException e) {
            graphs.close();
            throw e;
        }
    }

    /** Graphs that are recorded from the model when they are first needed; of trained weights they are kept. */
    static GraphBackend recorded(DeclaredModel model, LoadOptions options, RuntimeOptions runtime) throws IOException {
        GraphFormat format = GraphBackend.format(options.runs());
        String weights = model.weights() == null
                ? "untrained (seed " + model.seed() + ")"
                : options.store().digests().of(Checkpoints.files(model.weights()));
        Exporter.Request request =
                new Exporter.Request(model.card().id(), weights, format, options.precision(), Exporter.EXTERNAL_DATA);
        GraphFolder folder = model.weights() == null
                ? GraphFolder.temporary()
                : GraphFolder.lasting(options.store().graphs().resolve(key(model, request)));
        return new GraphBackend(
                options.runs(), model.network(), model.architecture()::graphs, request, model::loaded, folder, runtime);
    }

    /** Graphs are kept under all that they follow from, so that whatever changes makes others. */
    private static String key(DeclaredModel model, Exporter.Request request) {
        return DigestMemory.of(String.join(
                "\n",
                Exporter.VERSION,
                request.format().label(),
                request.precision().label(),
                request.weights(),
                String.valueOf(model.key()),
                model.architecture().slug(),
                String.valueOf(model.card().naming()),
                model.files().configuration().json().toString()));
    }
}

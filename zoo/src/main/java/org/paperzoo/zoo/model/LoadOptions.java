package org.paperzoo.zoo.model;

import java.nio.file.Path;
import java.util.Optional;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.engine.GraphBackend;
import org.paperzoo.zoo.engine.GraphBackend.RuntimeOptions;
import org.paperzoo.zoo.export.Precision;
import org.paperzoo.zoo.hub.ModelStore;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;

/**
 * How a model is loaded.
 *
 * @param weights a local checkpoint in place of the card's: a file, or a folder with weights and perhaps
 *     {@code config.json} and tokenizer files; null for the card's own
 * @param engine what runs the network
 * @param precision the type in which it computes
 * @param device {@code cpu}, {@code gpu} or {@code gpu:N}
 * @param session how ONNX Runtime runs; which device follows from {@code device}
 * @param graphs where an engine that runs graphs takes them from
 * @param store where the card's files come from, and where recorded graphs are kept
 */
public record LoadOptions(
        Path weights,
        EngineName engine,
        Precision precision,
        String device,
        OnnxSessionOptions session,
        GraphSource graphs,
        ModelStore store) {

    /** The card's own weights on PyTorch and the CPU at full precision. */
    public static LoadOptions standard() {
        return new LoadOptions(
                null,
                EngineName.PYTORCH,
                Precision.FP32,
                "cpu",
                OnnxSessionOptions.defaults(),
                GraphSource.recorded(),
                ModelStore.standard());
    }

    public LoadOptions withWeights(Path path) {
        return new LoadOptions(path, engine, precision, device, session, graphs, store);
    }

    public LoadOptions withEngine(EngineName name) {
        return new LoadOptions(weights, name, precision, device, session, graphs, store);
    }

    public LoadOptions withPrecision(Precision type) {
        return new LoadOptions(weights, engine, type, device, session, graphs, store);
    }

    public LoadOptions withDevice(String name) {
        return new LoadOptions(weights, engine, precision, name, session, graphs, store);
    }

    public LoadOptions withSession(OnnxSessionOptions options) {
        return new LoadOptions(weights, engine, precision, device, options, graphs, store);
    }

    public LoadOptions withGraphs(GraphSource source) {
        return new LoadOptions(weights, engine, precision, device, session, source, store);
    }

    public LoadOptions withStore(ModelStore source) {
        return new LoadOptions(weights, engine, precision, device, session, graphs, source);
    }

    /** The local checkpoint, if one was given. */
    public Optional<Path> localWeights() {
        return Optional.ofNullable(weights);
    }

    /**
     * The engine that does the work. Blocks compute in float32 alone (DJL ends the process on arrays of bfloat16), so
     * that PyTorch at another precision runs the recorded graph as TorchScript.
     */
    public EngineName runs() {
        return engine == EngineName.PYTORCH && precision != Precision.FP32 ? EngineName.TORCHSCRIPT : engine;
    }

    /**
     * Checks that the choices fit each other, before anything is fetched.
     *
     * @throws IllegalArgumentException if the engine has no such precision, or runs no ready-made graphs
     */
    public void check() {
        if (!(graphs instanceof GraphSource.Recorded)) {
            if (engine == EngineName.PYTORCH) {
                throw new IllegalArgumentException(
                        "PyTorch runs the zoo's blocks; ready-made graphs run on TorchScript or OnnxRuntime");
            }
            if (precision != Precision.FP32) {
                throw new IllegalArgumentException("precision " + precision.label()
                        + ": ready-made graphs compute as they were made; leave the precision out");
            }
        } else if (runs().runsGraphs()) {
            GraphBackend.format(runs()).require(precision);
        }
    }

    /**
     * Where and how a runtime runs.
     *
     * @throws IllegalArgumentException if there is no such device, or the engine cannot use it here
     */
    public RuntimeOptions runtime() {
        return Devices.runtime(this);
    }
}

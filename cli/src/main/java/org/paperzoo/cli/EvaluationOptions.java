package org.paperzoo.cli;

import java.nio.file.Path;
import org.paperzoo.zoo.model.LoadOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of commands that load a model: where its weights are, and where it runs. */
final class EvaluationOptions {

    private static final String PYTORCH = "PyTorch";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--weights",
            paramLabel = "PATH",
            description = "A checkpoint in place of the card's: a file, or a folder with config.json and vocabulary.")
    private Path weights;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = PYTORCH,
            description = "The engine that runs the model (default: ${DEFAULT-VALUE}).")
    private String engine;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "cpu",
            description = "cpu, gpu or gpu:N (default: ${DEFAULT-VALUE}).")
    private String device;

    /** How the model is to be loaded; refuses an engine that cannot run it. */
    LoadOptions load() {
        if (!engine.equalsIgnoreCase(PYTORCH)) {
            throw new ParameterException(
                    spec.commandLine(), "--engine " + engine + ": only PyTorch runs the zoo's blocks today");
        }
        LoadOptions options = LoadOptions.standard().withEngine(PYTORCH).withDevice(device);
        return weights == null ? options : options.withWeights(weights);
    }

    /** Whether the user named weights. */
    boolean hasWeights() {
        return weights != null;
    }
}

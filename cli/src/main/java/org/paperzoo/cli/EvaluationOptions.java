package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.hub.ModelStore;
import org.paperzoo.zoo.model.GraphSource;
import org.paperzoo.zoo.model.LoadOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options of commands that load a model: where its weights and graphs are, and what runs it. */
final class EvaluationOptions {

    @Option(
            names = "--weights",
            paramLabel = "PATH",
            description = "A checkpoint in place of the card's: a file, or a folder with config.json and vocabulary.")
    private Path weights;

    @Option(
            names = "--graphs",
            paramLabel = "PATH",
            description = {
                "Ready-made graphs in place of those recorded here: a folder that paperzoo export wrote, or one .onnx or"
                        + " .pt file of one graph, forward. Inputs of other names are taken by their order."
            })
    private Path graphs;

    @Option(
            names = "--artifact",
            paramLabel = "NAME",
            description = "Ready-made graphs that the model's card names, in place of those recorded here.")
    private String artifact;

    @Option(
            names = "--revision",
            paramLabel = "REV",
            description = "Branch, tag or commit of the model's repository (default: its card's).")
    private String revision;

    @Mixin
    private HubOptions hub;

    @Mixin
    private EngineOptions engine;

    /** The engines that were asked for, or PyTorch; ready-made graphs run on the engine that is named. */
    List<EngineName> engines() {
        return engine.engines(EngineName.PYTORCH);
    }

    /** The engines that were asked for, or all; ready-made graphs run on the engine that is named. */
    List<EngineName> enginesOrAll() {
        return graphs == null && artifact == null ? engine.enginesOrAll() : engines();
    }

    /** How the model is to be loaded on an engine; refuses what the engine has not. */
    LoadOptions load(EngineName name) throws IOException {
        if (graphs != null && artifact != null) {
            throw new IllegalArgumentException("--graphs and --artifact name two sources of graphs; give one");
        }
        LoadOptions options = engine.load(name).withStore(store());
        if (graphs != null) {
            options = options.withGraphs(new GraphSource.Local(graphs));
        }
        if (artifact != null) {
            options = options.withGraphs(new GraphSource.Artifact(artifact));
        }
        options.check();
        return weights == null ? options : options.withWeights(weights);
    }

    private ModelStore store() throws IOException {
        ModelStore store = new ModelStore(hub.hub(), hub.manner(false));
        return revision == null ? store : store.at(revision);
    }

    /** How files are fetched. */
    HubOptions hub() {
        return hub;
    }

    /** Whether the user named weights. */
    boolean hasWeights() {
        return weights != null;
    }
}

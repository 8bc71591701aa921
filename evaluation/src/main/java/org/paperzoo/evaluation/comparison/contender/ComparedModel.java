package org.paperzoo.evaluation.comparison.contender;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.paperzoo.zoo.architecture.Architecture;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.engine.GraphBackend;
import org.paperzoo.zoo.engine.GraphBackend.RuntimeOptions;
import org.paperzoo.zoo.engine.GraphFolder;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.golden.GoldenCase;
import org.paperzoo.zoo.golden.Verifier;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.model.PaperModel;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.onnx.OnnxSessionOptions;

/**
 * A model that is compared on several engines.
 *
 * @param name zoo ID or name of the reference case
 * @param configuration the official configuration
 * @param weights builds the network with its weights, the same at each call
 * @param files the weights' file or folder; empty where they are drawn or computed
 * @param weightsLabel what the weights are, for the report
 * @param graphs the network on engines that run graphs
 */
public record ComparedModel(
        String name,
        Architecture architecture,
        Configuration configuration,
        GraphBackend.Weights weights,
        Optional<Path> files,
        String weightsLabel,
        Graphs graphs) {

    static final String ENGINE = "PyTorch";

    /** What stands in graphs that are only compared, in place of the weights' digest. */
    private static final String NO_DIGEST = "comparison";

    /** Puts the network on an engine that runs graphs. */
    @FunctionalInterface
    public interface Graphs {

        /**
         * The graphs of the network, not yet recorded or opened; the caller closes them.
         *
         * @param session how ONNX Runtime runs
         */
        GraphBackend on(EngineChoice choice, OnnxSessionOptions session) throws IOException;
    }

    /** The model of a card with its own weights, or those that the options name. */
    public static ComparedModel of(ModelCard card, LoadOptions options) throws IOException {
        PaperModel.Declared declared = PaperModel.declared(card, options);
        return new ComparedModel(
                card.id(),
                declared.architecture(),
                declared.files().configuration(),
                manager -> PaperModel.network(card, options, manager).network(),
                Optional.of(declared.weights()),
                declared.weights().toAbsolutePath().normalize().getFileName().toString(),
                (choice, session) -> PaperModel.graphs(
                        card,
                        options.withEngine(choice.engine())
                                .withPrecision(choice.precision())
                                .withSession(session)));
    }

    /**
     * The network of a card with weights drawn from a seed: its speed is a trained one's.
     *
     * @param folder holds {@code config.json}; null for the configuration of the card
     * @throws NoSuchFileException if there is no configuration
     */
    public static ComparedModel untrained(ModelCard card, Path folder, long seed) throws IOException {
        Architecture architecture = Architectures.named(card.architecture());
        Configuration configuration;
        if (folder != null) {
            configuration = Configuration.read(Files.isDirectory(folder) ? folder.resolve("config.json") : folder);
        } else if (card.configuration() != null) {
            configuration = Configuration.of("card " + card.id(), card.configuration());
        } else {
            throw new NoSuchFileException(
                    card.id(),
                    null,
                    "its card holds no configuration; name a folder with its config.json by --weights");
        }
        return ofOneRun(
                card.id(),
                architecture,
                configuration,
                manager -> drawn(architecture.build(configuration), manager, seed),
                "untrained (seed " + seed + ")");
    }

    private static NamedBlock drawn(NamedBlock network, NDManager manager, long seed) {
        Engine.getEngine(ENGINE).setRandomSeed((int) seed);
        network.initialize(manager, DataType.FLOAT32);
        network.freezeParameters(true);
        return network;
    }

    /** The network of a reference case with the case's weights, which are computed from their names. */
    public static ComparedModel of(GoldenCase golden) throws IOException {
        Architecture architecture = Architectures.named(golden.architecture());
        return ofOneRun(
                golden.name(),
                architecture,
                golden.configuration(),
                manager -> Verifier.load(architecture, golden, manager),
                "reference case " + golden.name());
    }

    /** A model whose weights are made here, and whose graphs go when they are closed. */
    private static ComparedModel ofOneRun(
            String name,
            Architecture architecture,
            Configuration configuration,
            GraphBackend.Weights weights,
            String weightsLabel) {
        return new ComparedModel(
                name,
                architecture,
                configuration,
                weights,
                Optional.empty(),
                weightsLabel,
                (choice, session) -> new GraphBackend(
                        choice.engine(),
                        architecture.build(configuration),
                        architecture::graphs,
                        new Exporter.Request(
                                name,
                                NO_DIGEST,
                                GraphBackend.format(choice.engine()),
                                choice.precision(),
                                Exporter.EXTERNAL_DATA),
                        weights,
                        GraphFolder.temporary(),
                        new RuntimeOptions(Device.cpu(), session)));
    }

    /** The network as declared, without weights. */
    NamedBlock declared() throws IOException {
        return architecture.build(configuration);
    }

    /** A manager of the engine that loads weights. */
    static NDManager manager() {
        return Engine.getEngine(ENGINE).newBaseManager(Device.cpu());
    }
}

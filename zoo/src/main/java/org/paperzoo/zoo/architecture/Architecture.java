package org.paperzoo.zoo.architecture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.engine.Backend;
import org.paperzoo.zoo.engine.BackendBlock;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.image.PictureInput;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.task.TaskTranslator;
import org.paperzoo.zoo.weights.NameRule;

/**
 * How the zoo knows one paper's network: how it is built from an official configuration, whose names its checkpoints
 * use, and what its reference cases call. Each architecture implements it in its own file, as a nested class marked
 * {@code @AutoService(Architecture.class)}: being there is being registered.
 */
public interface Architecture {

    /** The name by which cards and reference cases refer to it, such as {@code t5}. */
    String slug();

    /**
     * Declares the network that an official configuration describes. Nothing is allocated: the block holds shapes until
     * weights are loaded or it is initialised for training.
     *
     * @throws InvalidInputException if the configuration lacks a key, or a value is out of range; the message names both
     */
    NamedBlock build(Configuration configuration) throws InvalidInputException;

    /** The namings of its checkpoints; the first is that of the block's own parameters. */
    default List<String> namings() {
        return List.of("official");
    }

    /**
     * The rule that finds the block's parameters in a checkpoint of a naming.
     *
     * @param naming one of {@link #namings()}
     */
    default NameRule nameRule(String naming, Configuration configuration) {
        return NameRule.IDENTITY;
    }

    /** Tensors of official checkpoints that the network does not use, by full match of their names. */
    default List<Pattern> ignorable() {
        return List.of();
    }

    /**
     * The graphs that the network is recorded as: those by which it runs on engines other than PyTorch, and those that
     * reference cases ask for.
     *
     * @param network a block that {@link #build} made; it has its weights when a graph's forward or example is called
     */
    List<GraphDefinition> graphs(NamedBlock network);

    /**
     * Answers a reference case: runs what the case's class and inputs ask for.
     *
     * @param backend runs the graphs of a network that {@link #build} made
     * @param call what the case asks
     * @return outputs by the names that the case uses; more than the case asks for do no harm. The caller closes them
     * @throws InvalidInputException if an input is missing or the class is not one of this architecture's
     */
    Map<String, NDArray> answer(Backend backend, ReferenceCall call) throws InvalidInputException;

    /**
     * The block that a model's translators feed. By default it runs the graph {@code forward}; an encoder-decoder gives a
     * block that generates: from token ids and mask to the sequences found.
     */
    default Block runner(Backend backend, ModelFiles files) throws IOException {
        return new BackendBlock(backend, "forward");
    }

    /**
     * The translators for what a model of this architecture does, raw results and DJL's display types alike.
     *
     * @throws IOException if a file that a translator needs (a vocabulary, say) is missing or broken
     */
    default List<TaskTranslator<?, ?>> translators(ModelFiles files) throws IOException {
        return List.of();
    }

    /**
     * How the translators prepare a picture; empty where the input is none.
     *
     * @throws InvalidInputException if a setting of the card is wrong
     */
    default Optional<PictureInput> pictureInput(ModelFiles files) throws InvalidInputException {
        return Optional.empty();
    }

    /**
     * The part of an output that a reference case stores, where it stores a slice to keep the file small. By default the
     * leading elements of every axis.
     */
    default NDArray stored(String output, NDArray value, Shape expected) {
        return Slices.leading(value, expected);
    }

    /** Inputs of reference cases that have no batch axis in front, by full match of their names. */
    default List<Pattern> unbatchedInputs() {
        return List.of();
    }
}

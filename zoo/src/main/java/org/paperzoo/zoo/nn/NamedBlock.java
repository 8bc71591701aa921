package org.paperzoo.zoo.nn;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBaseBlock;
import ai.djl.nn.BlockList;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A DJL block whose parameters carry the names of the official checkpoint: the path of child names joined by dots, such
 * as {@code encoder.block.0.layer.0.SelfAttention.q.weight}. (DJL's own blocks number and join children in a way of
 * their own.)
 *
 * <p>A subclass declares its parameters and children in its constructor, in the order of the paper's figure, and offers
 * typed forwards over a {@link Pass}: {@code NDArray forward(Pass pass, NDArray x)}. Shapes are known from the
 * configuration, so nothing is allocated until {@link #initialize} or a weight loader does it. A network that DJL calls
 * (a {@code Predictor}, a {@code Trainer}) overrides {@link #forward(Pass, NDList)} too.
 */
public abstract class NamedBlock extends AbstractBaseBlock {

    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, NamedBlock> children = new LinkedHashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final Map<String, Initializer> computed = new LinkedHashMap<>();
    private final Set<Parameter> trained = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The shape of a network's forward as DJL sees it. Parts of a network are called by their typed forwards. */
    protected NDList forward(Pass pass, NDList inputs) {
        throw new UnsupportedOperationException(
                getClass().getSimpleName() + " is a part of a network: call its typed forward");
    }

    @Override
    protected final NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> unused) {
        Pass pass = Pass.over(store, this, inputs.head().getDevice(), training);
        return pass.scopedList(() -> forward(pass, inputs));
    }

    /** Declares a trained parameter with the initial values that the reference implementation gives it. */
    protected final Parameter weight(String name, Initializer initial, long... shape) {
        Parameter parameter = declare(name, initial, true, shape);
        trained.add(parameter);
        return parameter;
    }

    /** Declares a tensor that the checkpoint holds and no gradient reaches, such as a running mean. */
    protected final Parameter buffer(String name, Initializer initial, long... shape) {
        return declare(name, initial, false, shape);
    }

    /**
     * Declares a tensor that the network computes itself, such as a sinusoid table or a counter. A checkpoint may hold it
     * or not; what it holds is not read.
     */
    protected final Parameter computed(String name, Initializer values, long... shape) {
        computed.put(name, values);
        return declare(name, values, false, shape);
    }

    /**
     * Declares that the checkpoint may hold the tensor {@code target} under this name too (tied weights). Both names are
     * paths below this block. At least one of a tensor's names must be in a checkpoint.
     */
    protected final void alias(String name, String target) {
        aliases.put(name, target);
    }

    /** Adds a child under the name that the checkpoint gives it; the name may hold dots. */
    protected final <B extends NamedBlock> B child(String name, B block) {
        if (children.putIfAbsent(name, block) != null) {
            throw new IllegalArgumentException("there is a child named " + name + " already");
        }
        return block;
    }

    private Parameter declare(String name, Initializer initial, boolean requiresGradient, long... shape) {
        Parameter parameter = Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(shape))
                .optInitializer(initial)
                .optRequiresGrad(requiresGradient)
                .build();
        if (parameters.putIfAbsent(name, parameter) != null) {
            throw new IllegalArgumentException("there is a parameter named " + name + " already");
        }
        return parameter;
    }

    @Override
    public final ParameterList getDirectParameters() {
        return new ParameterList(parameters);
    }

    /** All parameters of this block and below by the checkpoint's names, in the order of declaration. */
    @Override
    public final ParameterList getParameters() {
        ParameterList all = getDirectParameters();
        children.forEach((prefix, child) ->
                child.getParameters().forEach(pair -> all.add(prefix + "." + pair.getKey(), pair.getValue())));
        return all;
    }

    /** Further names of tied tensors, of this block and below: name to the name of the parameter. */
    public final Map<String, String> aliases() {
        Map<String, String> all = new LinkedHashMap<>(aliases);
        children.forEach((prefix, child) ->
                child.aliases().forEach((name, target) -> all.put(prefix + "." + name, prefix + "." + target)));
        return Collections.unmodifiableMap(all);
    }

    /** Names of the tensors that this block and those below compute themselves, with what computes them. */
    public final Map<String, Initializer> computedParameters() {
        Map<String, Initializer> all = new LinkedHashMap<>(computed);
        children.forEach((prefix, child) ->
                child.computedParameters().forEach((name, values) -> all.put(prefix + "." + name, values)));
        return Collections.unmodifiableMap(all);
    }

    /** The number of elements of all parameters that the checkpoint holds; tied tensors count once. */
    public final long parameterCount() {
        Map<String, Initializer> own = computedParameters();
        return getParameters().stream()
                .filter(pair -> !own.containsKey(pair.getKey()))
                .mapToLong(pair -> pair.getValue().getShape().size())
                .sum();
    }

    @Override
    public final BlockList getChildren() {
        BlockList list = new BlockList(children.size());
        children.forEach(list::add);
        return list;
    }

    /** Gives every parameter that has no values yet its initial ones. The input shapes are not needed. */
    @Override
    public final void initialize(NDManager manager, DataType dataType, Shape... inputShapes) {
        beforeInitialize(inputShapes);
        for (Parameter parameter : getParameters().values()) {
            parameter.initialize(manager, dataType);
        }
    }

    @Override
    public final boolean isInitialized() {
        return getParameters().values().stream().allMatch(Parameter::isInitialized);
    }

    /** Freezes or unfreezes what is trained; buffers never ask for gradients. */
    @Override
    public final void freezeParameters(boolean freeze, Predicate<Parameter> predicate) {
        parameters.values().stream()
                .filter(trained::contains)
                .filter(predicate)
                .forEach(parameter -> parameter.freeze(freeze));
        children.values().forEach(child -> child.freezeParameters(freeze, predicate));
    }

    @Override
    public final void freezeParameters(boolean freeze) {
        freezeParameters(freeze, parameter -> true);
    }

    /** The device of the parameters, or empty while the block holds none. */
    public final Optional<Device> device() {
        return getParameters().values().stream()
                .filter(Parameter::isInitialized)
                .map(Parameter::getArray)
                .map(NDArray::getDevice)
                .findFirst();
    }

    /** Not known without running: DJL asks for it only to initialise blocks that lack shapes, which these do not. */
    @Override
    public final Shape[] getOutputShapes(Shape[] inputShapes) {
        throw new UnsupportedOperationException(
                getClass().getSimpleName() + " has shapes that depend on its input: run it and look");
    }
}

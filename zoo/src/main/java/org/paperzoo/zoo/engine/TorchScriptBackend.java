package org.paperzoo.zoo.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.export.Exporter;
import org.paperzoo.zoo.export.Precision;
import org.paperzoo.zoo.generation.EncoderDecoder;
import org.paperzoo.zoo.graph.Graph;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.torchscript.TensorList;
import org.paperzoo.zoo.torchscript.TorchScriptModule;
import org.paperzoo.zoo.torchscript.WideArrays;

/** Graphs as methods of a TorchScript module: one native call runs a whole network. */
public final class TorchScriptBackend implements Backend {

    /** The methods of an archive: each graph has one that runs everywhere, and perhaps one for CPUs. */
    public enum Kernels {
        PORTABLE,
        /** oneDNN over weights laid out after loading: in archives that the exporter wrote at full precision. */
        ONEDNN;

        /** The fastest that an archive of the exporter's has for a device. */
        public static Kernels fitting(Device device, Precision precision) {
            return precision == Precision.FP32 && !device.isGpu() ? ONEDNN : PORTABLE;
        }
    }

    private final NamedBlock network;
    private final List<GraphDefinition> definitions;
    private final TorchScriptModule module;
    private final boolean oneDnn;

    private TorchScriptBackend(
            NamedBlock network, List<GraphDefinition> definitions, TorchScriptModule module, boolean oneDnn) {
        this.network = network;
        this.definitions = definitions;
        this.module = module;
        this.oneDnn = oneDnn;
    }

    /**
     * Loads the module that holds a network's graphs.
     *
     * @param kernels which of the archive's methods run
     */
    public static TorchScriptBackend open(
            NamedBlock network, List<GraphDefinition> definitions, Path archive, Device device, Kernels kernels)
            throws IOException {
        TorchScriptModule module = TorchScriptModule.load(archive, device);
        boolean oneDnn = kernels == Kernels.ONEDNN;
        if (oneDnn) {
            prepare(module, archive, device);
        }
        return new TorchScriptBackend(network, definitions, module, oneDnn);
    }

    private static void prepare(TorchScriptModule module, Path archive, Device device) throws InvalidInputException {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager(device)) {
            module.run(Exporter.PREPARE, manager);
        } catch (EngineException e) {
            module.close();
            throw new InvalidInputException(
                    archive + ": has no methods for CPUs, as the exporter's archives have, or they fail", e);
        } catch (RuntimeException e) {
            module.close();
            throw e;
        }
    }

    @Override
    public EngineName engine() {
        return EngineName.TORCHSCRIPT;
    }

    @Override
    public NamedBlock network() {
        return network;
    }

    @Override
    public NDList run(String graph, NDList inputs) {
        GraphDefinition definition = GraphDefinition.find(definitions, graph);
        definition.requireInputs(inputs);
        List<TensorList> lists = new ArrayList<>();
        try {
            Object[] arguments = arguments(definition, inputs, lists);
            NDList results = module.run(
                    Exporter.method(definition.name(), oneDnn), inputs.head().getManager(), arguments);
            fit(definition, results);
            return withStates(definition, results, lists, inputs);
        } finally {
            lists.forEach(TensorList::close);
        }
    }

    /** A method's arguments: single inputs, and one list for each group. */
    private static Object[] arguments(GraphDefinition definition, NDList inputs, List<TensorList> lists) {
        List<Object> arguments = new ArrayList<>();
        Set<String> grouped = new HashSet<>();
        for (int i = 0; i < inputs.size(); i++) {
            String name = definition.inputs().get(i);
            String group = definition.groupOf(name);
            if (group == null) {
                arguments.add(inputs.get(i));
            } else if (grouped.add(group)) {
                int count = definition.groups().get(group).size();
                TensorList list = TensorList.of(inputs.subList(i, i + count).toArray(new NDArray[0]));
                lists.add(list);
                arguments.add(list);
            }
        }
        return arguments.toArray();
    }

    /** Leaves as many arrays as the graph has outputs beside its states; a method may give more, as its maker wished. */
    private static void fit(GraphDefinition definition, NDList results) {
        List<String> wanted = definition.outputs().stream()
                .filter(output -> definition.stateOf(output) == null)
                .toList();
        if (results.size() < wanted.size()) {
            int given = results.size();
            results.close();
            throw new IllegalArgumentException("the method of graph " + definition.name() + " gives " + given
                    + " arrays; the graph has the outputs " + wanted);
        }
        while (results.size() > wanted.size()) {
            results.remove(results.size() - 1).close();
        }
    }

    /** A method leaves states in the lists that it was given; here they are outputs again. What is in groups is widened. */
    private static NDList withStates(
            GraphDefinition definition, NDList results, List<TensorList> lists, NDList inputs) {
        List<String> groups = new ArrayList<>(definition.groups().keySet());
        NDList all = new NDList();
        int returned = 0;
        Set<String> done = new HashSet<>();
        for (String output : definition.outputs()) {
            String state = definition.stateOf(output);
            if (state == null) {
                NDArray result = results.get(returned++);
                all.add(Graph.isGrouped(output) ? WideArrays.of(result) : result);
            } else if (done.add(state)) {
                lists.get(groups.indexOf(definition.states().get(state)))
                        .toArrays(inputs.head().getManager())
                        .forEach(array -> all.add(WideArrays.of(array)));
            }
        }
        return all;
    }

    @Override
    public EncoderDecoder generator() {
        return TorchScriptGenerator.of(network, module, oneDnn);
    }

    @Override
    public void close() {
        module.close();
    }
}

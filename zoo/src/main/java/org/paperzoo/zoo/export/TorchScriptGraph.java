package org.paperzoo.zoo.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.paperzoo.zoo.checkpoint.TensorType;
import org.paperzoo.zoo.generation.DecodingGraphs;
import org.paperzoo.zoo.graph.Graph;
import org.paperzoo.zoo.graph.Node;
import org.paperzoo.zoo.graph.Size;
import org.paperzoo.zoo.graph.Value;
import org.paperzoo.zoo.torchscript.TorchScriptArchive;

/**
 * Graphs as methods of one TorchScript module, over weights that they share. A method takes the graph's inputs, those of
 * a group as one list, and returns the outputs as a list; a state is not returned: it takes the place of the inputs in the
 * list that was given.
 *
 * <p>Inputs and outputs that stand alone are float32 at any precision; those in groups have the graph's own.
 */
final class TorchScriptGraph {

    /** Suffix of the methods that are written for oneDNN. */
    static final String ONEDNN = "_onednn";

    private static final String FOLDED = "folded.";

    private static final Set<String> RESERVED = Set.of(("self torch ops None True False for in if else while return def"
                    + " class and or not is pass float int bool annotate getattr CONSTANTS range from import with as del"
                    + " try except raise assert lambda global print")
            .split(" "));

    private final TorchScriptArchive archive;
    private final Map<NDArray, String> stored;
    private final Precision precision;
    private final Graph graph;
    private final Map<Value, String> names = new HashMap<>();
    private final Map<String, String> lists = new HashMap<>();
    private final Set<String> taken = new HashSet<>(RESERVED);
    private final List<String> lines = new ArrayList<>();

    private final OneDnnCalls oneDnn; // null for the portable form

    private TorchScriptGraph(
            TorchScriptArchive archive,
            Map<NDArray, String> stored,
            Precision precision,
            Graph graph,
            OneDnnCalls oneDnn) {
        this.archive = archive;
        this.stored = stored;
        this.precision = precision;
        this.graph = graph;
        this.oneDnn = oneDnn;
    }

    /**
     * One archive of several graphs of one network; its tensors are read when it is written. At full precision every graph
     * has a second method, for CPUs: see {@link OneDnnCalls}.
     */
    static TorchScriptArchive of(List<Graph> graphs, Precision precision) {
        TorchScriptArchive archive = new TorchScriptArchive();
        Map<NDArray, String> stored = new IdentityHashMap<>();
        Set<String> given = new HashSet<>();
        for (Graph graph : graphs) {
            graph.constants().forEach((value, array) -> store(archive, stored, given, value, array, precision));
        }
        for (Graph graph : graphs) {
            new TorchScriptGraph(archive, stored, precision, graph, null).write("");
        }
        if (precision == Precision.FP32) {
            OneDnnWeights weights = OneDnnWeights.of(graphs, stored, archive);
            for (Graph graph : graphs) {
                OneDnnCalls calls = OneDnnCalls.of(graph, weights);
                new TorchScriptGraph(archive, stored, precision, graph, calls).write(ONEDNN);
            }
            archive.method("prepare" + ONEDNN, "() -> NoneType", weights.preparation());
        }
        return archive;
    }

    /** The method of a graph. Networks have modules named encoder and decoder, so those graphs' methods are verbs. */
    static String method(String graph) {
        return switch (graph) {
            case DecodingGraphs.ENCODER -> "encode";
            case DecodingGraphs.DECODER -> "decode";
            default -> graph;
        };
    }

    /** What was computed from parameters is kept apart from them. */
    private static void store(
            TorchScriptArchive archive,
            Map<NDArray, String> stored,
            Set<String> given,
            Value value,
            NDArray array,
            Precision precision) {
        if (stored.containsKey(array)) {
            return;
        }
        String name = value.name().contains("/") ? FOLDED + value.name().replace('/', '.') : value.name();
        String free = name;
        for (int i = 2; !given.add(free); i++) {
            free = name + "_" + i;
        }
        archive.parameter(
                free,
                ConstantBytes.type(value.type(), precision),
                array.getShape(),
                channel -> channel.write(ConstantBytes.of(array, precision)));
        stored.put(array, free);
    }

    private void write(String suffix) {
        String signature = signature();
        graph.constants().forEach((value, array) -> names.put(value, archive.reference(stored.get(array))));
        graph.nodes().forEach(this::node);
        List<String> returned = new ArrayList<>();
        graph.outputs().forEach((name, value) -> {
            String[] state = name.split("\\.(?=\\d+$)");
            String group = state.length > 1 ? graph.states().get(state[0]) : null;
            if (group != null) {
                lines.add(local(name + "_kept") + " = torch._set_item(" + lists.get(group) + ", " + state[1] + ", "
                        + names.get(value) + ")");
            } else {
                boolean handedOn = precise(value) || Graph.isGrouped(name);
                returned.add(handedOn ? names.get(value) : "torch.to(" + names.get(value) + ", 6)");
            }
        });
        lines.add("return [" + String.join(", ", returned) + "]");
        archive.method(method(graph.name()) + suffix, signature, String.join("\n", lines));
    }

    /** Whether an output needs no cast to leave the graph. */
    private boolean precise(Value value) {
        return value.type() != DataType.FLOAT32 || precision.floats() == TensorType.F32;
    }

    private String signature() {
        Map<String, String> parameters = new LinkedHashMap<>();
        Map<Value, String> groups = new HashMap<>();
        graph.inputGroups().forEach((group, members) -> members.forEach(member -> groups.put(member, group)));
        Map<String, Integer> members = new HashMap<>();
        for (Value input : graph.inputs()) {
            String group = groups.get(input);
            if (group != null) {
                int index = members.merge(group, 1, Integer::sum) - 1;
                String list = lists.computeIfAbsent(group, this::local);
                parameters.put(list, "List[Tensor]");
                // Read once, before a state takes its place.
                String name = local(input.name());
                String member = list + "[" + index + "]";
                // An empty cache comes as float32; what is of the graph's precision already stays as it is.
                lines.add(name + " = "
                        + (precise(input) ? member : "torch.to(" + member + ", " + type(input.type()) + ")"));
                names.put(input, name);
                continue;
            }
            String name = local(input.name());
            parameters.put(name, "Tensor");
            names.put(input, precise(input) ? name : cast(name, input));
        }
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + ": " + parameter.getValue())
                .collect(Collectors.joining(", ", "(", ") -> List[Tensor]"));
    }

    private String cast(String name, Value input) {
        String own = local(input.name() + "_" + precision.label());
        lines.add(own + " = torch.to(" + name + ", " + type(input.type()) + ")");
        return own;
    }

    private void node(Node node) {
        if (oneDnn != null && oneDnn.absorbs(node)) {
            return;
        }
        String fused = oneDnn == null ? null : oneDnn.expression(node, this);
        String expression = fused != null ? fused : node.operation().torch().expression(new TorchNodeCall(this, node));
        List<String> results = node.outputs().stream()
                .map(output -> {
                    String name = local(output.name());
                    names.put(output, name);
                    return name;
                })
                .toList();
        lines.add(String.join(", ", results) + " = " + expression);
    }

    /** A new local name like a readable one. */
    private String local(String readable) {
        String base = readable.replaceAll("[^A-Za-z0-9_]", "_");
        if (base.isEmpty() || !Character.isLetter(base.charAt(0))) {
            base = "_" + base;
        }
        String name = base;
        for (int i = 2; !taken.add(name); i++) {
            name = base + "_" + i;
        }
        return name;
    }

    String nameOf(Value value) {
        return names.get(value);
    }

    /** PyTorch's number of a type. */
    String type(DataType type) {
        return switch (ConstantBytes.type(type, precision)) {
            case U8 -> "0";
            case I8 -> "1";
            case I16 -> "2";
            case I32 -> "3";
            case I64 -> "4";
            case F16 -> "5";
            case F32 -> "6";
            case F64 -> "7";
            case BOOL -> "11";
            case BF16 -> "15";
        };
    }

    /** The largest number of the graph's precision: others would become infinite. */
    double largest() {
        return precision.largest();
    }

    String size(Size size) {
        if (size instanceof Size.Axis axis) {
            return "torch.size(" + names.get(axis.array()) + ", " + axis.axis() + ")";
        }
        if (size instanceof Size.Sum sum) {
            return "torch.add(" + size(sum.left()) + ", " + size(sum.right()) + ")";
        }
        if (size instanceof Size.Product product) {
            return "torch.mul(" + size(product.left()) + ", " + size(product.right()) + ")";
        }
        if (size instanceof Size.Quotient quotient) {
            return "torch.floordiv(" + size(quotient.dividend()) + ", " + quotient.divisor() + ")";
        }
        return Long.toString(size.fixed());
    }
}

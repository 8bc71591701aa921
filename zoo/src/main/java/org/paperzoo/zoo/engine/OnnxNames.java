package org.paperzoo.zoo.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.onnx.OnnxSession;
import org.paperzoo.zoo.onnx.OnnxType;
import org.paperzoo.zoo.onnx.OnnxValueInfo;

/**
 * What a file of another maker calls a graph's inputs and outputs.
 *
 * @param inputs the file's names by the definition's; inputs that the file does not take are left out
 * @param outputs the file's names by the definition's
 */
record OnnxNames(Map<String, String> inputs, Map<String, String> outputs) {

    /** Matches a file's names with a definition's, as {@link OnnxFileBackend#open} says. */
    static OnnxNames match(
            Path file,
            OnnxSession session,
            GraphDefinition definition,
            Map<String, String> inputs,
            Map<String, String> outputs)
            throws InvalidInputException {
        List<String> taken = session.inputs().stream().map(OnnxValueInfo::name).toList();
        List<String> given = session.outputs().stream().map(OnnxValueInfo::name).toList();
        Map<String, String> matchedInputs = names(file, "input", definition.inputs(), taken, inputs);
        if (!new HashSet<>(matchedInputs.values()).equals(Set.copyOf(taken))) {
            throw new InvalidInputException(file + ": takes the inputs " + taken + "; graph " + definition.name()
                    + " gives " + definition.inputs() + ", of which " + matchedInputs.keySet() + " are matched");
        }
        Map<String, String> matchedOutputs = names(file, "output", definition.outputs(), given, outputs);
        if (!matchedOutputs.keySet().containsAll(definition.outputs())) {
            throw new InvalidInputException(file + ": gives the outputs " + given + "; graph " + definition.name()
                    + " has " + definition.outputs() + ", of which " + matchedOutputs.keySet() + " are matched");
        }
        checkTypes(file, session.inputs(), definition, matchedInputs);
        return new OnnxNames(matchedInputs, matchedOutputs);
    }

    private static Map<String, String> names(
            Path file, String what, List<String> own, List<String> others, Map<String, String> said)
            throws InvalidInputException {
        Map<String, String> matched = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : said.entrySet()) {
            if (!own.contains(entry.getKey()) || !others.contains(entry.getValue())) {
                throw new InvalidInputException(file + ": the card calls the " + what + " " + entry.getKey() + " "
                        + entry.getValue() + "; the graph has " + own + ", the file " + others);
            }
        }
        boolean byName = !said.isEmpty() || own.stream().anyMatch(others::contains);
        for (int i = 0; i < own.size(); i++) {
            String name = own.get(i);
            if (said.containsKey(name)) {
                matched.put(name, said.get(name));
            } else if (byName && others.contains(name)) {
                matched.put(name, name);
            } else if (!byName && own.size() == others.size()) {
                matched.put(name, others.get(i));
            }
        }
        return matched;
    }

    /** Types and numbers of axes, which an example of the definition's inputs shows. */
    private static void checkTypes(
            Path file, List<OnnxValueInfo> taken, GraphDefinition definition, Map<String, String> matched)
            throws InvalidInputException {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        definition.sizes().forEach((name, size) -> sizes.put(name, size.recorded()));
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            Map<String, NDArray> example = definition.named(definition.example(manager, sizes));
            for (Map.Entry<String, String> entry : matched.entrySet()) {
                NDArray array = example.get(entry.getKey());
                OnnxValueInfo info = taken.stream()
                        .filter(each -> each.name().equals(entry.getValue()))
                        .findFirst()
                        .orElseThrow();
                OnnxType type = OnnxType.of(array.getDataType());
                if (info.type() != type
                        || info.shape().size() != array.getShape().dimension()) {
                    throw new InvalidInputException(file + ": input " + info + " would be given " + entry.getKey()
                            + ", which is " + type + " of " + array.getShape().dimension() + " axes");
                }
            }
        }
    }
}

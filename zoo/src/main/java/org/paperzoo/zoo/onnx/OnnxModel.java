package org.paperzoo.zoo.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A graph in the making, and the model file that it becomes. Values must be there before they are used: a name that no
 * input, initializer or earlier node gave is refused where it is used, as is a name given twice. Not safe for use by
 * several threads.
 */
public final class OnnxModel {

    private static final int DEFAULT_OPSET = 17;
    private static final int OLDEST_OPSET = 13;

    /** The newest that ONNX Runtime 1.21 takes. */
    private static final int NEWEST_OPSET = 22;

    private final String name;
    private final Map<String, OnnxConstant> initializers = new LinkedHashMap<>();
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final List<OnnxValueInfo> inputs = new ArrayList<>();
    private final List<OnnxValueInfo> outputs = new ArrayList<>();
    private final List<OnnxValueInfo> valueInfos = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> nodeNames = new HashSet<>();
    private int opset = DEFAULT_OPSET;
    private String producerName = "paperzoo";
    private String producerVersion = "";
    private String documentation = "";

    private OnnxModel(String name) {
        this.name = name;
    }

    /**
     * An empty graph over operator set 17.
     *
     * @param name the graph's name, which messages and tools show
     */
    public static OnnxModel create(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a graph needs a name");
        }
        return new OnnxModel(name);
    }

    /** Version of the standard operators that nodes mean, 13 to 22. */
    public OnnxModel opset(int version) {
        if (version < OLDEST_OPSET || version > NEWEST_OPSET) {
            throw new IllegalArgumentException(
                    "operator set " + version + ": models are written for " + OLDEST_OPSET + " to " + NEWEST_OPSET);
        }
        opset = version;
        return this;
    }

    /** Who wrote the file. */
    public OnnxModel producer(String program, String version) {
        producerName = program;
        producerVersion = version;
        return this;
    }

    /** Text for people who look at the file. */
    public OnnxModel documentation(String text) {
        documentation = text;
        return this;
    }

    /** A fact about the model under a key of the caller's, which the runtime hands back. */
    public OnnxModel metadata(String key, String value) {
        metadata.put(key, value);
        return this;
    }

    public OnnxModel input(String value, OnnxType type, OnnxDimension... shape) {
        return input(value, type, List.of(shape));
    }

    /** A value that each run is given. */
    public OnnxModel input(String value, OnnxType type, List<OnnxDimension> shape) {
        introduce("input", value);
        inputs.add(new OnnxValueInfo(value, type, shape));
        return this;
    }

    public OnnxModel output(String value, OnnxType type, OnnxDimension... shape) {
        return output(value, type, List.of(shape));
    }

    /** A value that each run gives back; the node that makes it must be there. */
    public OnnxModel output(String value, OnnxType type, List<OnnxDimension> shape) {
        require("output", value);
        if (outputs.stream().anyMatch(output -> output.name().equals(value))) {
            throw new IllegalArgumentException(name + ": output '" + value + "' is declared twice");
        }
        outputs.add(new OnnxValueInfo(value, type, shape));
        return this;
    }

    /** What is known of a value between nodes; the runtime derives it where nothing is said. */
    public OnnxModel valueInfo(String value, OnnxType type, List<OnnxDimension> shape) {
        require("value", value);
        valueInfos.add(new OnnxValueInfo(value, type, shape));
        return this;
    }

    public OnnxModel initializer(String value, OnnxType type, long[] shape, TensorSource source) {
        return initializer(value, OnnxConstant.of(type, shape, source));
    }

    /** A value that is part of the file. Its elements are read when the model is written. */
    public OnnxModel initializer(String value, OnnxConstant constant) {
        introduce("initializer", value);
        initializers.put(value, constant);
        return this;
    }

    public OnnxModel node(String operator, List<String> inputs, List<String> outputs) {
        return node(operator, inputs, outputs, Map.of());
    }

    /** A standard operator, named after itself and its place in the graph. */
    public OnnxModel node(
            String operator, List<String> inputs, List<String> outputs, Map<String, OnnxAttribute> attributes) {
        return node(
                new OnnxNode(operator, OnnxNode.STANDARD, operator + "_" + nodes.size(), inputs, outputs, attributes));
    }

    /**
     * Appends an operation.
     *
     * @throws IllegalArgumentException if an input is not known, an output's or the node's name is taken, or the
     *     operator does not take so many
     */
    public OnnxModel node(OnnxNode node) {
        OnnxArity.check(node);
        for (String input : node.inputs()) {
            if (!input.isEmpty()) {
                require(node.toString(), input);
            }
        }
        if (!nodeNames.add(node.name())) {
            throw new IllegalArgumentException(name + ": two nodes are named '" + node.name() + "'");
        }
        for (String output : node.outputs()) {
            if (!output.isEmpty()) {
                introduce(node.toString(), output);
            }
        }
        nodes.add(node);
        return this;
    }

    /** Whether a value of that name can be used by a node. */
    public boolean isKnown(String value) {
        return known.contains(value);
    }

    /**
     * Writes the model to a file of its own. When its initializers together exceed {@code externalDataThreshold} bytes,
     * those of 1 KiB or more go to the file {@code <file>.data} beside, and the two belong together.
     *
     * @throws IllegalArgumentException if the graph has no output
     * @throws IOException if a file cannot be written, or the model file would exceed protobuf's limit of 2 GiB
     */
    public void write(Path file, long externalDataThreshold) throws IOException {
        writeTogether(Map.of(file, this), file.resolveSibling(file.getFileName() + ".data"), externalDataThreshold);
    }

    /**
     * Writes models that share a data file: tensors of equal bytes, in one model or in several, are stored once.
     * Nothing appears under its name before everything is written; then the data file does first.
     *
     * @param models the models under the files that they become, all in one folder
     * @param dataFile the file for tensors of 1 KiB or more, in the same folder; not written unless the initializers of
     *     all models together exceed {@code externalDataThreshold} bytes
     * @throws IllegalArgumentException if the files are not in one folder, or a graph has no output
     * @throws IOException if a file cannot be written, or a model file would exceed protobuf's limit of 2 GiB
     */
    public static void writeTogether(Map<Path, OnnxModel> models, Path dataFile, long externalDataThreshold)
            throws IOException {
        OnnxFiles.write(models, dataFile, externalDataThreshold);
    }

    private void introduce(String what, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + ": " + what + ": a value needs a name");
        }
        if (!known.add(value)) {
            throw new IllegalArgumentException(name + ": " + what + ": the name '" + value + "' is taken");
        }
    }

    private void require(String what, String value) {
        if (!known.contains(value)) {
            throw new IllegalArgumentException(name + ": " + what + ": nothing before it is named '" + value + "'");
        }
    }

    String name() {
        return name;
    }

    int opset() {
        return opset;
    }

    String producerName() {
        return producerName;
    }

    String producerVersion() {
        return producerVersion;
    }

    String documentation() {
        return documentation;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    List<OnnxValueInfo> inputs() {
        return inputs;
    }

    List<OnnxValueInfo> outputs() {
        return outputs;
    }

    List<OnnxValueInfo> valueInfos() {
        return valueInfos;
    }

    Map<String, OnnxConstant> initializers() {
        return initializers;
    }

    List<OnnxNode> nodes() {
        return nodes;
    }
}

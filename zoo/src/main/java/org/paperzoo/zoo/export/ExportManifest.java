package org.paperzoo.zoo.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.zoo.InvalidInputException;

/**
 * What lies in a folder of exported graphs.
 *
 * @param schema version of this record's form
 * @param exporter version of the exporter: graphs of another version are written anew
 * @param format {@code onnx} or {@code torchscript}
 * @param precision such as {@code fp32}
 * @param model the zoo ID or the reference case
 * @param weights SHA-256 of the weights, or what stands for it where there are none
 */
public record ExportManifest(
        int schema,
        String exporter,
        String format,
        String precision,
        String model,
        String weights,
        List<GraphEntry> graphs) {

    /** The file's name. */
    public static final String FILE = "graphs.json";

    /**
     * One graph.
     *
     * @param file below the folder
     * @param nodes number of operations, as they were recorded
     * @param sizes names of the free sizes
     * @param inputs in order; of a TorchScript method, inputs {@code group.0}, {@code group.1} … come as one list
     * @param outputs in order; states of a TorchScript method stay in the list that was given
     */
    public record GraphEntry(
            String name,
            String file,
            int nodes,
            List<String> sizes,
            List<ArrayEntry> inputs,
            List<ArrayEntry> outputs) {}

    /**
     * An input or output.
     *
     * @param shape lengths, or names or formulas of those that are free
     */
    public record ArrayEntry(String name, String type, List<String> shape) {}

    /** Far beyond what a network's graphs take, and little enough to be read at once. */
    private static final long LARGEST = 16 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    void write(Path folder) throws IOException {
        byte[] text = toJson().getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel =
                FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            Channels.newOutputStream(channel).write(text);
            channel.force(true);
        }
    }

    String toJson() throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }

    /**
     * Reads the manifest of a folder.
     *
     * @throws InvalidInputException if it is no manifest, or says nothing of what lies there; the message names it
     */
    public static ExportManifest read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        long bytes = Files.size(file);
        if (bytes > LARGEST) {
            throw new InvalidInputException(
                    file + ": no list of graphs: it has " + bytes + " bytes, and at most " + LARGEST + " are read");
        }
        try {
            ExportManifest manifest = JSON.readValue(file.toFile(), ExportManifest.class);
            String missing = missing(manifest);
            if (missing != null) {
                throw new InvalidInputException(file + ": no list of graphs: it has no " + missing);
            }
            return manifest;
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file + ": no list of graphs: " + JsonFault.of(e), e);
        }
    }

    /** What a manifest cannot do without and this one lacks, or null. */
    private static String missing(ExportManifest manifest) {
        if (manifest == null || manifest.graphs() == null) {
            return "graphs";
        }
        if (manifest.format() == null || manifest.precision() == null) {
            return "format and precision";
        }
        for (GraphEntry graph : manifest.graphs()) {
            if (graph == null || graph.name() == null || graph.file() == null) {
                return "name and file of each graph";
            }
            if (isIncomplete(graph.inputs()) || isIncomplete(graph.outputs())) {
                return "inputs and outputs by name of the graph " + graph.name();
            }
        }
        return null;
    }

    private static boolean isIncomplete(List<ArrayEntry> arrays) {
        return arrays == null || arrays.stream().anyMatch(array -> array == null || array.name() == null);
    }
}

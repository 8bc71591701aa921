package org.paperzoo.zoo.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the catalogue knows of one model: one JSON file for each zoo ID.
 *
 * @param id the zoo ID, such as {@code codet5-base}
 * @param title one line that says what the model is
 * @param paper the paper it comes from
 * @param task label of the task ({@link org.paperzoo.zoo.task.Task})
 * @param architecture slug of the architecture
 * @param naming whose names the checkpoint carries; the architecture's own where absent
 * @param licence licence of the weights as their authors state it, or null where they do not
 * @param parameters number of parameters, as counted by building the architecture; null where not counted yet
 * @param checkpoint where the weights are; null where the authors released none (they are trained here)
 * @param configuration the official configuration, for checkpoints that come without a configuration file; else null
 * @param translator settings of the translators; an object, or null
 * @param training the recipe by which the model is trained here: an object, or null
 * @param artifacts ready-made graphs of this model, which run beside those recorded here
 * @param results what the paper reports
 * @param notes what a user should know, or null
 */
public record ModelCard(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) Paper paper,
        @JsonProperty(required = true) String task,
        @JsonProperty(required = true) String architecture,
        String naming,
        String licence,
        Long parameters,
        CheckpointLocation checkpoint,
        JsonNode configuration,
        JsonNode translator,
        JsonNode training,
        List<GraphArtifact> artifacts,
        List<ReportedResult> results,
        String notes) {

    public ModelCard {
        artifacts = artifacts == null ? List.of() : List.copyOf(artifacts);
        results = results == null ? List.of() : List.copyOf(results);
    }

    /**
     * A paper.
     *
     * @param slug the zoo's short name of the paper, such as {@code codet5}
     * @param title its title
     * @param arxiv its arXiv number, or null
     * @param venue where and when it appeared
     */
    public record Paper(
            @JsonProperty(required = true) String slug,
            @JsonProperty(required = true) String title,
            String arxiv,
            @JsonProperty(required = true) String venue) {}

    /**
     * Where a checkpoint's files are: a repository on the HuggingFace hub, or files at URLs of their own, or a folder of
     * this project's resources.
     *
     * @param repository {@code owner/name} on the hub, or null
     * @param revision branch, tag or commit of the repository; {@code main} where absent
     * @param resource folder among this project's resources, or null
     * @param weights the weights' file names, in the order of preference; the first that is there is taken
     * @param files the other files, such as {@code config.json} and {@code vocab.json}
     * @param filesRepository the repository on the hub that holds {@code files}, where it is another one; or null
     * @param url where the weights are when they are in no repository: the prefix of their names, or null
     * @param key path of the state dict inside the weights' file, or null
     * @param sha256 digests that files must have, by their names; for those not listed, the server's word counts
     * @param manual what to do to get the weights, where they may not be fetched by a program; else null
     */
    public record CheckpointLocation(
            String repository,
            String revision,
            String resource,
            @JsonProperty(required = true) List<String> weights,
            List<String> files,
            String filesRepository,
            String url,
            String key,
            Map<String, String> sha256,
            String manual) {

        public CheckpointLocation {
            weights = List.copyOf(weights);
            files = files == null ? List.of() : List.copyOf(files);
            revision = revision == null ? "main" : revision;
            sha256 = sha256 == null ? Map.of() : Map.copyOf(sha256);
        }
    }

    /**
     * A ready-made graph of the model: one file with one graph, or the list of a folder that {@code paperzoo export} wrote.
     *
     * @param format {@code onnx} or {@code torchscript}
     * @param file its name, by which users ask for it; {@code graphs.json} for a folder's list
     * @param files further files that belong to it: weights beside an ONNX model, the graphs of a list
     * @param repository {@code owner/name} on the hub, or null
     * @param revision branch, tag or commit of the repository; {@code main} where absent
     * @param resource folder among this project's resources, or null
     * @param url prefix of the files' names where they are in no repository, or null
     * @param precision the type in which it computes, such as {@code fp16}, or null where its authors do not say
     * @param graph which of the architecture's graphs it is; {@code forward} where absent
     * @param inputs the file's names of inputs by the architecture's, where they differ
     * @param outputs the file's names of outputs by the architecture's, where they differ
     */
    public record GraphArtifact(
            @JsonProperty(required = true) String format,
            @JsonProperty(required = true) String file,
            List<String> files,
            String repository,
            String revision,
            String resource,
            String url,
            String precision,
            String graph,
            Map<String, String> inputs,
            Map<String, String> outputs) {

        public GraphArtifact {
            files = files == null ? List.of() : List.copyOf(files);
            revision = revision == null ? "main" : revision;
            graph = graph == null ? "forward" : graph;
            inputs = inputs == null ? Map.of() : Map.copyOf(inputs);
            outputs = outputs == null ? Map.of() : Map.copyOf(outputs);
        }
    }

    /**
     * A value that the paper (or the authors' repository) reports for this model.
     *
     * @param benchmark ID of the benchmark, where the project has it; else null
     * @param dataset the data set and split as the paper names them
     * @param metric the metric as the paper names it
     * @param metricId the project's metric and the part of it that is comparable, such as {@code coco-box-ap.AP}; or null
     * @param value the value as printed
     * @param scale what the printed value is multiplied by to be in the unit of {@code metricId}, such as 0.01 for
     *     percents; 1 where absent
     * @param source where it is printed: table, section or file
     * @param protocol how the paper's protocol differs from the benchmark's, or null
     */
    public record ReportedResult(
            String benchmark,
            @JsonProperty(required = true) String dataset,
            @JsonProperty(required = true) String metric,
            String metricId,
            @JsonProperty(required = true) double value,
            Double scale,
            @JsonProperty(required = true) String source,
            String protocol) {

        /** The value in the unit of {@link #metricId}. */
        public double comparable() {
            return scale == null ? value : value * scale;
        }
    }

    /**
     * The ready-made graph of a name.
     *
     * @throws NoSuchElementException if the card names none such; the message lists those it has
     */
    public GraphArtifact artifact(String file) {
        return artifacts.stream()
                .filter(artifact -> artifact.file().equals(file))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("the card of " + id + " names no ready-made graph " + file
                        + (artifacts.isEmpty()
                                ? "; it names none"
                                : "; it names "
                                        + artifacts.stream()
                                                .map(GraphArtifact::file)
                                                .collect(Collectors.joining(", ")))));
    }

    /** Where the weights are, if the authors released any or the project ships some. */
    public Optional<CheckpointLocation> released() {
        return Optional.ofNullable(checkpoint);
    }
}

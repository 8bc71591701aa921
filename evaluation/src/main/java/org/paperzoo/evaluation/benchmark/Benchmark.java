package org.paperzoo.evaluation.benchmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import org.paperzoo.zoo.task.Task;

/** A data set, a split, a task, metrics and a protocol under one ID: what a model is measured on. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Benchmark.Forecast.class, name = "forecast"),
    @JsonSubTypes.Type(value = Benchmark.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Benchmark.Detection.class, name = "detection"),
    @JsonSubTypes.Type(value = Benchmark.Segmentation.class, name = "segmentation"),
    @JsonSubTypes.Type(value = Benchmark.Classification.class, name = "classification"),
    @JsonSubTypes.Type(value = Benchmark.Transcription.class, name = "transcription"),
    @JsonSubTypes.Type(value = Benchmark.Captioning.class, name = "captioning"),
    @JsonSubTypes.Type(value = Benchmark.Keypoints.class, name = "keypoints"),
    @JsonSubTypes.Type(value = Benchmark.Panoptic.class, name = "panoptic"),
    @JsonSubTypes.Type(value = Benchmark.Moments.class, name = "moments"),
    @JsonSubTypes.Type(value = Benchmark.Volumes.class, name = "volumes"),
    @JsonSubTypes.Type(value = Benchmark.Frames.class, name = "frames")
})
public sealed interface Benchmark {

    /** Such as {@code ett-h1-m-24}. */
    String id();

    /** One line that says what is measured. */
    String title();

    /** ID of the data set. */
    String dataset();

    /** The part of the data set that is measured on. */
    String split();

    /** IDs of the metrics; the first one's headline is the benchmark's main figure. */
    List<String> metrics();

    /** What the paper's protocol asks for that changes numbers. */
    String protocol();

    /** The task that a model must do. */
    Task task();

    /** The same benchmark on another split. */
    Benchmark on(String otherSplit);

    /** Name of that task, such as {@code object-detection}. */
    default String taskLabel() {
        return task().label();
    }

    /** A benchmark that no model of the zoo runs on yet: predictions are scored from files. */
    sealed interface OfPredictions extends Benchmark {

        @Override
        String taskLabel();

        /**
         * The task as the zoo has it.
         *
         * @throws NoSuchElementException if it has none of that name
         */
        @Override
        default Task task() {
            return Task.named(taskLabel());
        }
    }

    /**
     * A window of a series is forecast from the windows before it; errors are taken on standardised values.
     *
     * @param features {@code M} (all series from all), {@code S} (one from itself) or {@code MS} (one from all)
     * @param target the series that {@code S} and {@code MS} forecast
     * @param horizon steps to forecast
     */
    record Forecast(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String dataset,
            @JsonProperty(required = true) String split,
            @JsonProperty(required = true) List<String> metrics,
            @JsonProperty(required = true) String protocol,
            @JsonProperty(required = true) String features,
            @JsonProperty(required = true) String target,
            @JsonProperty(required = true) int horizon)
            implements Benchmark {

        @Override
        public Benchmark on(String otherSplit) {
            return new Forecast(id, title, dataset, otherSplit, metrics, protocol, features, target, horizon);
        }

        @Override
        public Task task() {
            return Task.FORECASTING;
        }
    }

    /** A text is made from a text; the outputs are compared with reference texts. */
    record Text(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String dataset,
            @JsonProperty(required = true) String split,
            @JsonProperty(required = true) List<String> metrics,
            @JsonProperty(required = true) String protocol)
            implements Benchmark {

        @Override
        public Benchmark on(String otherSplit) {
            return new Text(id, title, dataset, otherSplit, metrics, protocol);
        }

        @Override
        public Task task() {
            return Task.TEXT_GENERATION;
        }
    }

    /** Objects are found in pictures; boxes are compared with annotated ones. */
    record Detection(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String dataset,
            @JsonProperty(required = true) String split,
            @JsonProperty(required = true) List<String> metrics,
            @JsonProperty(required = true) String protocol)
            implements Benchmark {

        @Override
        public Benchmark on(String otherSplit) {
            return new Detection(id, title, dataset, otherSplit, metrics, protocol);
        }

        @Override
        public Task task() {
            return Task.OBJECT_DETECTION;
        }
    }

    /** Each pixel of pictures gets a class; label maps are compared. */
    record Segmentation(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String dataset,
            @JsonProperty(required = true) String split,
            @JsonProperty(required = true) List<String> metrics,
            @JsonProperty(required = true) String protocol)
            implements Benchmark {

        @Override
        public Benchmark on(String otherSplit) {
            return new Segmentation(id, title, dataset, otherSplit, metrics, protocol);
        }

        @Override
        public Task task() {
            return Task.SEMANTIC_SEGMENTATION;
        }
    }

    /**
     * A class is told of each text, picture or recording; where several are told, the likeliest first.
     *
     * @param taskName label of the task, which says what is classified
     * @param labels names of the classes in their order; none for those of the data set
     */
    record Classification(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String dataset,
            @JsonProperty(required = true) String split,
            @JsonProperty(required = true) List<String> metrics,
            @JsonProperty(required = true) String protocol,
            @JsonProperty(value = "task", required = true) String taskName,
            @JsonProperty(required = true) List<String> labels)
            implements OfPredictions {

        @Override
        public Classification on(String otherSplit) {
            return new Classification(id, title, dataset, otherSplit, metrics, protocol, taskName, labels);
        }

        @Override
        public String taskLabel() {
            return taskName;
        }
    }

    /**
     * What is said in recordings is written down.
     */
    record Transcription(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String dataset,
            @JsonProperty(required = true) String split,
            @JsonProperty(required = true) List<String> metrics,
            @JsonProperty(required = true) String protocol)
            implements OfPredictions {

        @Override
        public Transcription on(String otherSplit) {
            return new Transcription(id, title, dataset, otherSplit, metrics, protocol);
        }

        @Override
        public String taskLabel() {
            return "speech-recognition";
        }
    }

    /**
     * Pictures are described; one caption of each is compared with several that people wrote.
     */
    record Captioning(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String dataset,
            @JsonProperty(required = true) String split,
            @JsonProperty(required = true) List<String> metrics,
            @JsonProperty(required = true) String protocol)
            implements OfPredictions {

        @Override
        public Captioning on(String otherSplit) {
            return new Captioning(id, title, dataset, otherSplit, metrics, protocol);
        }

        @Override
        public String taskLabel() {
            return "image-captioning";
        }
    }

    /**
     * The points of bodies are found in pictures.
     */
    record Keypoints(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String dataset,
            @JsonProperty(required = true) String split,
            @JsonProperty(required = true) List<String> metrics,
            @JsonProperty(required = true) String protocol)
            implements OfPredictions {

        @Override
        public Keypoints on(String otherSplit) {
            return new Keypoints(id, title, dataset, otherSplit, metrics, protocol);
        }

        @Override
        public String taskLabel() {
            return "keypoint-detection";
        }
    }

    /**
     * Pictures are cut into segments of things and stuff without a rest.
     */
    record Panoptic(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String dataset,
            @JsonProperty(required = true) String split,
            @JsonProperty(required = true) List<String> metrics,
            @JsonProperty(required = true) String protocol)
            implements OfPredictions {

        @Override
        public Panoptic on(String otherSplit) {
            return new Panoptic(id, title, dataset, otherSplit, metrics, protocol);
        }

        @Override
        public String taskLabel() {
            return "panoptic-segmentation";
        }
    }

    /**
     * The moments of videos that answer queries are found, and how salient their clips are.
     */
    record Moments(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String dataset,
            @JsonProperty(required = true) String split,
            @JsonProperty(required = true) List<String> metrics,
            @JsonProperty(required = true) String protocol)
            implements OfPredictions {

        @Override
        public Moments on(String otherSplit) {
            return new Moments(id, title, dataset, otherSplit, metrics, protocol);
        }

        @Override
        public String taskLabel() {
            return "moment-retrieval";
        }
    }

    /**
     * The voxels of volumes are told apart.
     *
     * @param structures what is measured: names with the numbers by which the data set's label maps, and predictions, have
     *     them
     */
    record Volumes(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String dataset,
            @JsonProperty(required = true) String split,
            @JsonProperty(required = true) List<String> metrics,
            @JsonProperty(required = true) String protocol,
            @JsonProperty(required = true) LinkedHashMap<String, Integer> structures)
            implements OfPredictions {

        @Override
        public Volumes on(String otherSplit) {
            return new Volumes(id, title, dataset, otherSplit, metrics, protocol, structures);
        }

        @Override
        public String taskLabel() {
            return "volume-segmentation";
        }
    }

    /**
     * The frames that follow are forecast.
     *
     * @param given frames of a sequence that are given; those behind them are forecast
     */
    record Frames(
            @JsonProperty(required = true) String id,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String dataset,
            @JsonProperty(required = true) String split,
            @JsonProperty(required = true) List<String> metrics,
            @JsonProperty(required = true) String protocol,
            @JsonProperty(required = true) int given)
            implements OfPredictions {

        @Override
        public Frames on(String otherSplit) {
            return new Frames(id, title, dataset, otherSplit, metrics, protocol, given);
        }

        @Override
        public String taskLabel() {
            return "frame-forecasting";
        }
    }
}

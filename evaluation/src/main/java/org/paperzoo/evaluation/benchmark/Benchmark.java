package org.paperzoo.evaluation.benchmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.paperzoo.zoo.task.Task;

/** A data set, a split, a task, metrics and a protocol under one ID: what a model is measured on. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Benchmark.Forecast.class, name = "forecast"),
    @JsonSubTypes.Type(value = Benchmark.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Benchmark.Detection.class, name = "detection"),
    @JsonSubTypes.Type(value = Benchmark.Segmentation.class, name = "segmentation")
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
}

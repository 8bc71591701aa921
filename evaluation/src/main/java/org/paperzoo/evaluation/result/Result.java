package org.paperzoo.evaluation.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.paperzoo.evaluation.metric.MetricDefinition;

/**
 * What one run of a model on a benchmark gave: the values, how fast and with how much memory, and everything that is
 * needed to run it again. Immutable.
 *
 * @param schema version of this record's form
 * @param model zoo ID
 * @param benchmark ID of the benchmark
 * @param task label of the task
 * @param split the part of the data that was measured on
 * @param examples number of examples measured
 * @param complete whether that is the whole split (no limit was set)
 * @param quality whether the values say how good the model is; false where the weights are untrained and only speed counts
 * @param values the metrics' values; empty where {@code quality} is false
 * @param definitions what each metric measures, and by whose definition; empty in results older than this field
 * @param speed throughput and latency; null where predictions came from a file
 * @param memory memory used; null where predictions came from a file
 * @param provenance what ran, on what, with what
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Result(
        int schema,
        String model,
        String benchmark,
        String task,
        String split,
        long examples,
        boolean complete,
        boolean quality,
        List<MeasuredValue> values,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<MetricDefinition> definitions,
        Speed speed,
        Memory memory,
        Provenance provenance) {

    /** The form written today. */
    public static final int SCHEMA = 1;

    public Result {
        values = List.copyOf(values);
        definitions = definitions == null ? List.of() : List.copyOf(definitions);
    }

    /**
     * One number with its confidence interval.
     *
     * @param metric ID of the metric, which carries its definition
     * @param name the part of the metric, such as {@code AP50}; the metric's headline has its name too
     * @param value in the unit of the metric's reference
     * @param low lower end of the 95 % bootstrap interval, or null where none was computed
     * @param high upper end
     * @param resamples number of bootstrap resamples, or null
     * @param higherIsBetter direction
     * @param headline whether this is the metric's main figure
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MeasuredValue(
            String metric,
            String name,
            double value,
            Double low,
            Double high,
            Integer resamples,
            boolean higherIsBetter,
            boolean headline) {

        /** The name by which cards refer to it: the metric alone for its headline, else {@code metric.part}. */
        public boolean answersTo(String metricId) {
            return metricId.equals(metric + "." + name) || headline && metricId.equals(metric);
        }
    }

    /**
     * Speed of the model alone: translators and engine, without reading data and scoring.
     *
     * @param batch examples per call
     * @param warmupBatches calls that were not counted
     * @param examplesPerSecond examples over the summed time of all counted calls
     * @param p50Millis median time of a call
     * @param p90Millis 90th percentile of a call
     * @param p99Millis 99th percentile of a call
     * @param loadMillis building the model and reading its weights
     */
    public record Speed(
            int batch,
            int warmupBatches,
            double examplesPerSecond,
            double p50Millis,
            double p90Millis,
            double p99Millis,
            double loadMillis) {}

    /**
     * Memory.
     *
     * @param peakBytes largest resident memory of the whole process while it ran; null where the system does not tell
     * @param weightsBytes size of the parameters as float32
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Memory(Long peakBytes, long weightsBytes) {}

    /**
     * What ran, on what, with what.
     *
     * @param started when the run began, ISO 8601 in UTC
     * @param weights file name of the weights, or {@code untrained (seed N)}
     * @param weightsSha256 digest of the weights' file; null for untrained ones
     * @param data where the data came from: a path's last name, or {@code generated}
     * @param dataSha256 digest of the examples read, in their order
     * @param paperzoo version of this project
     * @param djl version of DJL
     * @param engine name of the engine
     * @param engineVersion version of the engine's native library
     * @param device {@code cpu}, {@code gpu:0}, …
     * @param precision type in which the model computes; null where ready-made graphs do not say
     * @param threads threads that the engine uses for one operation; null where ONNX Runtime chooses
     * @param session how ONNX Runtime ran; null for other engines, and in results older than this field
     * @param artifact name of the ready-made graphs that ran; null where the project's own did
     * @param artifactSha256 their digest
     * @param exporter version of the exporter that recorded the graphs; null where blocks or ready-made graphs ran
     * @param predictions name of the file or folder that predictions came from; null where a model ran
     * @param predictionsSha256 its digest
     * @param seed seed of whatever is random
     * @param java version of the JVM
     * @param system operating system and architecture
     * @param processor the processor's own name
     * @param cores processors that the JVM may use
     * @param command the command line, or the calling method for the library
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Provenance(
            String started,
            String weights,
            String weightsSha256,
            String data,
            String dataSha256,
            String paperzoo,
            String djl,
            String engine,
            String engineVersion,
            String device,
            String precision,
            Integer threads,
            SessionOptions session,
            String artifact,
            String artifactSha256,
            String exporter,
            String predictions,
            String predictionsSha256,
            long seed,
            String java,
            String system,
            String processor,
            int cores,
            String command) {

        /** What ran where a model did. */
        public Provenance(
                String started,
                String weights,
                String weightsSha256,
                String data,
                String dataSha256,
                String paperzoo,
                String djl,
                String engine,
                String engineVersion,
                String device,
                String precision,
                Integer threads,
                SessionOptions session,
                String artifact,
                String artifactSha256,
                String exporter,
                long seed,
                String java,
                String system,
                String processor,
                int cores,
                String command) {
            this(
                    started,
                    weights,
                    weightsSha256,
                    data,
                    dataSha256,
                    paperzoo,
                    djl,
                    engine,
                    engineVersion,
                    device,
                    precision,
                    threads,
                    session,
                    artifact,
                    artifactSha256,
                    exporter,
                    null,
                    null,
                    seed,
                    java,
                    system,
                    processor,
                    cores,
                    command);
        }
    }

    /**
     * How ONNX Runtime ran.
     *
     * @param intraOpThreads threads within an operator, or null where the runtime chose
     * @param interOpThreads threads over operators, or null where the runtime chose
     * @param optimization {@code none}, {@code basic}, {@code extended} or {@code all}
     * @param memoryArena whether freed memory was kept for the next run
     * @param provider the runtime's name of what computed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SessionOptions(
            Integer intraOpThreads,
            Integer interOpThreads,
            String optimization,
            boolean memoryArena,
            String provider) {}
}

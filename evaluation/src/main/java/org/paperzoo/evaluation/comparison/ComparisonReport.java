package org.paperzoo.evaluation.comparison;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a comparison of engines on one model gave, and what is needed to run it again. Immutable; its JSON is this tree of
 * records, in which what is not known is left out.
 *
 * @param schema version of this record's form
 * @param model zoo ID
 * @param baseline name of the engine that the others are compared with: the first
 * @param provenance what ran, on what, with what
 * @param warmUp when an engine counted as warm
 * @param repetitions how often engines were timed
 * @param limits what the machine can do at best; null where it was not measured
 * @param engines the engines, in the order of the comparison
 * @param settings what each setting gave
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ComparisonReport(
        int schema,
        String model,
        String baseline,
        Provenance provenance,
        WarmUp warmUp,
        RepetitionLimits repetitions,
        MachineLimits limits,
        List<EngineFacts> engines,
        List<SettingResult> settings) {

    /** The form written today. */
    public static final int SCHEMA = 1;

    public ComparisonReport {
        engines = List.copyOf(engines);
        settings = List.copyOf(settings);
    }

    /**
     * What ran, on what, with what.
     *
     * @param started when the comparison began, ISO 8601 in UTC
     * @param system operating system and architecture
     * @param processor the processor's own name
     * @param cores processors that the JVM may use
     * @param threads threads that each engine may use for one operation
     * @param device {@code cpu}, {@code gpu:0}, …
     * @param precision type in which the model computes
     * @param versions versions of the project, the JVM, DJL and the engines' native libraries, by name
     * @param weights file name of the weights, or {@code untrained (seed N)}
     * @param weightsSha256 digest of the weights' file; null for untrained ones
     * @param seed seed of the inputs and of the intervals
     * @param command the command line, or the calling method for the library
     * @param notes what a reader should know of how it was measured, a sentence each
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Provenance(
            String started,
            String system,
            String processor,
            int cores,
            int threads,
            String device,
            String precision,
            Map<String, String> versions,
            String weights,
            String weightsSha256,
            long seed,
            String command,
            List<String> notes) {

        public Provenance {
            versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
            notes = notes == null ? List.of() : List.copyOf(notes);
        }
    }

    /**
     * What is true of an engine in all settings.
     *
     * @param name its name
     * @param exportMillis time of recording and writing the graphs that it was loaded from, and of checking those that are
     *     kept for later; null where it runs none, or an earlier run had kept them
     * @param cached true where an earlier run had kept its graphs, else null
     * @param loadMillis time of building the model and reading its weights
     * @param bytesOnDisk size of the files it was loaded from, or null
     * @param loadGrowthBytes resident memory that loading added, or null where the system does not tell
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EngineFacts(
            String name,
            Double exportMillis,
            Boolean cached,
            double loadMillis,
            Long bytesOnDisk,
            Long loadGrowthBytes) {}

    /**
     * What a setting gave.
     *
     * @param setting sizes of the inputs
     * @param work counted work of a run, or null where it was not counted
     * @param roofline least time of a run on this machine, or null without work or limits
     * @param measurements one for each engine, in the order of the comparison
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SettingResult(Setting setting, Work work, Roofline roofline, List<Measurement> measurements) {

        public SettingResult {
            measurements = List.copyOf(measurements);
        }
    }

    /**
     * What an engine did in a setting.
     *
     * @param engine its name
     * @param warmUp how it became warm
     * @param latency summary of its repetitions
     * @param ratio how many times faster than the baseline it is; null for the baseline
     * @param difference how far its outputs are from the baseline's; null for the baseline
     * @param computeShare share of the best rate of matrix products that its median reached, or null without a roofline
     * @param memoryShare share of the bandwidth that its median reached, or null without a roofline
     * @param nativeCalls calls from Java into native code in one step of a generation, or in one run of what has no
     *     steps; null where they were not counted
     * @param runGrowthBytes the most resident memory that its runs added while it worked alone, or null
     * @param nanos time of every repetition in nanoseconds, round by round: the same round for all engines
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Measurement(
            String engine,
            WarmUp.Outcome warmUp,
            LatencySummary latency,
            MedianRatio ratio,
            OutputDifference difference,
            Double computeShare,
            Double memoryShare,
            Long nativeCalls,
            Long runGrowthBytes,
            List<Long> nanos) {

        public Measurement {
            nanos = List.copyOf(nanos);
        }
    }

    /** What an engine's name stands for. */
    public EngineFacts engine(String name) {
        return engines.stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the comparison has no engine \"" + name + "\""));
    }
}

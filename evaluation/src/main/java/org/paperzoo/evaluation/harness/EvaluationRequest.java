package org.paperzoo.evaluation.harness;

import java.nio.file.Path;
import java.util.Optional;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.model.LoadOptions;

/**
 * What is to be run.
 *
 * @param card the model
 * @param benchmark what it is measured on
 * @param load where its weights are, and on which engine and device it runs
 * @param untrained whether to draw untrained weights and measure speed alone
 * @param data brings the data set's files
 * @param limit the largest number of examples, or 0 for all
 * @param batch examples per call of the model
 * @param warmupBatches calls before the clock counts
 * @param resamples bootstrap resamples for confidence intervals, or 0 for none
 * @param seed seed of the bootstrap, of untrained weights and of whatever the model draws
 * @param command what the user called, for the record
 */
public record EvaluationRequest(
        ModelCard card,
        Benchmark benchmark,
        LoadOptions load,
        boolean untrained,
        DataSource data,
        long limit,
        int batch,
        int warmupBatches,
        int resamples,
        long seed,
        String command) {

    /** Checks the numbers and that the model does the benchmark's task. */
    public EvaluationRequest {
        require(limit >= 0, "limit", limit, "at least 0");
        require(batch >= 1 && batch <= 4096, "batch", batch, "1 to 4096");
        require(warmupBatches >= 0, "warm-up", warmupBatches, "at least 0");
        require(resamples >= 0 && resamples <= 100_000, "resamples", resamples, "0 to 100000");
        if (!card.task().equals(benchmark.taskLabel())) {
            throw new IllegalArgumentException("model " + card.id() + " does " + card.task() + "; benchmark "
                    + benchmark.id() + " measures " + benchmark.taskLabel());
        }
    }

    /** A run of a whole benchmark one example at a time with the usual number of resamples. */
    public static EvaluationRequest of(ModelCard card, Benchmark benchmark, LoadOptions load) {
        return new EvaluationRequest(card, benchmark, load, false, DataSource.none(), 0, 1, 2, 1000, 0, "library");
    }

    /** The same run over the files of a folder. */
    public EvaluationRequest withData(Path folder) {
        return withData(DataSource.of(folder));
    }

    public EvaluationRequest withData(DataSource source) {
        return new EvaluationRequest(
                card, benchmark, load, untrained, source, limit, batch, warmupBatches, resamples, seed, command);
    }

    public EvaluationRequest withLimit(long examples) {
        return new EvaluationRequest(
                card, benchmark, load, untrained, data, examples, batch, warmupBatches, resamples, seed, command);
    }

    public EvaluationRequest withBatch(int examples) {
        return new EvaluationRequest(
                card, benchmark, load, untrained, data, limit, examples, warmupBatches, resamples, seed, command);
    }

    public EvaluationRequest withResamples(int count) {
        return new EvaluationRequest(
                card, benchmark, load, untrained, data, limit, batch, warmupBatches, count, seed, command);
    }

    public EvaluationRequest withCommand(String line) {
        return new EvaluationRequest(
                card, benchmark, load, untrained, data, limit, batch, warmupBatches, resamples, seed, line);
    }

    /** The same run with untrained weights, for speed alone. */
    public EvaluationRequest speedAlone() {
        return new EvaluationRequest(
                card, benchmark, load, true, data, limit, batch, warmupBatches, resamples, seed, command);
    }

    /** The data set's folder, if the user gave one. */
    public Optional<Path> dataFolder() {
        return Optional.ofNullable(data.folder());
    }

    private static void require(boolean right, String name, long value, String expected) {
        if (!right) {
            throw new IllegalArgumentException(name + " is " + value + "; expected " + expected);
        }
    }
}

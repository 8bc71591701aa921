package org.paperzoo.evaluation.submission;

import java.nio.file.Path;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.evaluation.benchmark.Benchmark;

/**
 * Predictions that are to be scored.
 *
 * @param benchmark what they are measured on
 * @param predictions the file or folder that holds them, as {@link SubmissionFormat} says
 * @param data brings the data set's files
 * @param limit the largest number of examples, or 0 for all
 * @param resamples bootstrap resamples for confidence intervals, or 0 for none
 * @param seed seed of the bootstrap
 * @param command what the user called, for the record
 */
public record SubmissionRequest(
        Benchmark benchmark, Path predictions, DataSource data, long limit, int resamples, long seed, String command) {

    public SubmissionRequest {
        if (limit < 0) {
            throw new IllegalArgumentException("limit is " + limit + "; expected at least 0");
        }
        if (resamples < 0 || resamples > 100_000) {
            throw new IllegalArgumentException("resamples is " + resamples + "; expected 0 to 100000");
        }
    }

    /** A whole benchmark with the usual number of resamples. */
    public static SubmissionRequest of(Benchmark benchmark, Path predictions, DataSource data) {
        return new SubmissionRequest(benchmark, predictions, data, 0, 1000, 0, "library");
    }

    /** The first examples alone. */
    public SubmissionRequest withLimit(long examples) {
        return new SubmissionRequest(benchmark, predictions, data, examples, resamples, seed, command);
    }

    public SubmissionRequest withResamples(int count) {
        return new SubmissionRequest(benchmark, predictions, data, limit, count, seed, command);
    }

    public SubmissionRequest withCommand(String line) {
        return new SubmissionRequest(benchmark, predictions, data, limit, resamples, seed, line);
    }

    /** What messages call the references. */
    String references() {
        return benchmark.dataset() + " (" + benchmark.split() + ")";
    }

    /** Where the references came from, for the record. */
    String source() {
        if (data.folder() != null) {
            return data.folder().toAbsolutePath().normalize().getFileName().toString();
        }
        return Datasets.named(benchmark.dataset()).supplied() ? "official" : "generated";
    }
}

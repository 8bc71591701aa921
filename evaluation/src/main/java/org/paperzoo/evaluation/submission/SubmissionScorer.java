package org.paperzoo.evaluation.submission;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.harness.Digests;
import org.paperzoo.evaluation.harness.EvaluationListener;
import org.paperzoo.evaluation.harness.Evaluator;
import org.paperzoo.evaluation.result.Host;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.evaluation.result.Result.Provenance;
import org.paperzoo.zoo.InvalidInputException;

/** Scores predictions of files on benchmarks. The record says of which file they were, and nothing of speed. */
public final class SubmissionScorer {

    /** What results name in place of a model. */
    public static final String MODEL = "predictions";

    private final EvaluationListener listener;

    public SubmissionScorer(EvaluationListener listener) {
        this.listener = listener;
    }

    /**
     * Scores what is asked for.
     *
     * @throws IOException if the predictions or the data cannot be had, are broken, or do not fit each other
     */
    public Result run(SubmissionRequest request) throws IOException {
        Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        if (!Files.exists(request.predictions())) {
            throw new NoSuchFileException(request.predictions().toString(), null, "there are no such predictions");
        }
        try (Submission<?, ?> submission = Submissions.open(request)) {
            long done = submission.score(request.limit(), listener);
            if (done == 0) {
                throw new InvalidInputException(request.references() + " has no examples");
            }
            long size = submission.pairs().size();
            Benchmark benchmark = request.benchmark();
            return new Result(
                    Result.SCHEMA,
                    MODEL,
                    benchmark.id(),
                    benchmark.taskLabel(),
                    benchmark.split(),
                    done,
                    size < 0 ? request.limit() == 0 || done < request.limit() : done == size,
                    true,
                    submission.values(request.resamples(), request.seed()),
                    List.of(),
                    null,
                    null,
                    provenance(request, submission, started));
        }
    }

    private static Provenance provenance(SubmissionRequest request, Submission<?, ?> submission, Instant started)
            throws IOException {
        return new Provenance(
                started.toString(),
                null,
                null,
                request.source(),
                submission.digest().hex(),
                Evaluator.VERSION,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                request.predictions().toAbsolutePath().normalize().getFileName().toString(),
                digest(submission.files()),
                request.seed(),
                System.getProperty("java.version"),
                Host.system(),
                Host.processor(),
                Runtime.getRuntime().availableProcessors(),
                request.command());
    }

    /** The digest of one file; of several, or of folders, that of their names and bytes in the order of their names. */
    private static String digest(List<Path> files) throws IOException {
        if (files.size() == 1 && Files.isRegularFile(files.get(0))) {
            return Digests.of(files.get(0));
        }
        MessageDigest digest = Digests.sha256();
        for (Path root : files) {
            try (Stream<Path> walk = Files.walk(root)) {
                for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                    String name = root.getFileName() + "/" + root.relativize(file);
                    digest.update((name + " " + Digests.of(file) + "\n").getBytes(StandardCharsets.UTF_8));
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return Digests.hex(digest);
    }
}

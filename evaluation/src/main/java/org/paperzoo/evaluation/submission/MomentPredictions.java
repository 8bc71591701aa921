package org.paperzoo.evaluation.submission;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.catalogue.MomentFiles;
import org.paperzoo.datasets.video.MomentQuery;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.metric.moment.MomentMetric;
import org.paperzoo.evaluation.metric.moment.MomentPrediction;
import org.paperzoo.evaluation.metric.moment.MomentReference;
import org.paperzoo.evaluation.reading.JsonObjects;
import org.paperzoo.evaluation.submission.Pairs.Pair;

/** Moments and saliency scores in QVHighlights' submission form. */
final class MomentPredictions {

    private MomentPredictions() {}

    static Submission<MomentPrediction, MomentReference> open(Benchmark.Moments benchmark, SubmissionRequest request)
            throws IOException {
        Answers<MomentPrediction> answers = read(request);
        MomentPrediction first = answers.first();
        Panel<MomentPrediction, MomentReference> panel = Panel.of(
                benchmark.metrics().stream()
                        .filter(id -> id.contains("-mr-") ? first.windows() != null : first.saliency() != null)
                        .toList(),
                MomentPredictions::metric);
        Examples<MomentQuery> queries = Datasets.named(benchmark.dataset(), MomentFiles.class)
                .open(Split.named(benchmark.split()), request.data());
        ReferenceDigest digest = new ReferenceDigest();
        return new Submission<>(
                new AnsweredExamples<>(queries, answers, query -> pair(query, answers, request.references(), digest)),
                panel,
                digest,
                List.of(request.predictions()));
    }

    private static MomentMetric metric(String id) {
        for (MomentMetric.Figure figure : MomentMetric.Figure.values()) {
            for (boolean rounded : new boolean[] {false, true}) {
                MomentMetric metric = new MomentMetric(figure, rounded);
                if (metric.definition().id().equals(id)) {
                    return metric;
                }
            }
        }
        throw new NoSuchElementException("no metric of moments " + id);
    }

    private static Answers<MomentPrediction> read(SubmissionRequest request) throws IOException {
        Path file = request.predictions();
        Answers<MomentPrediction> answers = new Answers<>(file, request.references());
        try (JsonObjects objects = JsonObjects.open(file)) {
            for (JsonNode object = objects.next(); object != null; object = objects.next()) {
                MomentPrediction prediction = org.paperzoo.evaluation.reading.MomentFiles.prediction(objects, object);
                answers.put("query " + prediction.query(), prediction, objects.where());
            }
        }
        return answers;
    }

    private static Pair<MomentPrediction, MomentReference> pair(
            MomentQuery query, Answers<MomentPrediction> answers, String name, ReferenceDigest digest)
            throws IOException {
        Answers.Answer<MomentPrediction> answer = answers.take("query " + query.id());
        MomentReference reference = reference(query, name);
        digest.text(reference.query());
        digest.numbers(reference.duration());
        for (double[] window : reference.windows()) {
            digest.numbers(window);
        }
        for (int i = 0; i < reference.clips().length; i++) {
            digest.whole(reference.clips()[i]);
            for (int score : reference.saliency()[i]) {
                digest.whole(score);
            }
        }
        return new Pair<>(answer.where(), answer.value(), reference);
    }

    private static MomentReference reference(MomentQuery query, String name) throws InvalidDataException {
        try {
            return new MomentReference(
                    Long.toString(query.id()),
                    query.duration(),
                    query.windows().stream()
                            .map(window -> new double[] {window.start(), window.end()})
                            .toArray(double[][]::new),
                    query.clips().stream()
                            .mapToInt(MomentQuery.SalientClip::number)
                            .toArray(),
                    query.clips().stream()
                            .map(clip -> clip.scores().stream()
                                    .mapToInt(Integer::intValue)
                                    .toArray())
                            .toArray(int[][]::new));
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(name + ": " + e.getMessage(), e);
        }
    }
}

package org.paperzoo.evaluation.submission;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.LineReader;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.catalogue.TranscribedSpeech;
import org.paperzoo.datasets.sound.Recording;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.metric.speech.TranscriptErrorRate;
import org.paperzoo.evaluation.metric.speech.TranscriptUnit;
import org.paperzoo.evaluation.submission.Pairs.Pair;

/**
 * Transcripts in lines of an utterance's id and what is said in it. Both sides are upper-cased, as LibriSpeech's transcripts
 * are, and white space is one space; nothing else is changed, so that punctuation counts.
 */
final class TranscriptPredictions {

    private TranscriptPredictions() {}

    static Submission<String, String> open(Benchmark.Transcription benchmark, SubmissionRequest request)
            throws IOException {
        Panel<String, String> panel = Panel.of(benchmark.metrics(), TranscriptPredictions::metric);
        Answers<String> answers = read(request);
        Examples<Recording> recordings = Datasets.named(benchmark.dataset(), TranscribedSpeech.class)
                .open(Split.named(benchmark.split()), request.data());
        ReferenceDigest digest = new ReferenceDigest();
        return new Submission<>(
                new AnsweredExamples<>(recordings, answers, recording -> pair(recording, answers, digest)),
                panel,
                digest,
                List.of(request.predictions()));
    }

    private static TranscriptErrorRate metric(String id) {
        for (TranscriptUnit unit : TranscriptUnit.values()) {
            TranscriptErrorRate metric = new TranscriptErrorRate(unit);
            if (metric.definition().id().equals(id)) {
                return metric;
            }
        }
        throw new NoSuchElementException("no metric of transcripts " + id);
    }

    private static Answers<String> read(SubmissionRequest request) throws IOException {
        Path file = request.predictions();
        Answers<String> answers = new Answers<>(file, request.references());
        try (LineReader lines = LineReader.open(file)) {
            for (String line = lines.read(); line != null; line = lines.read()) {
                String[] parts = line.strip().split("\\s+", 2);
                if (parts[0].isEmpty()) {
                    throw lines.wrong("is empty; expected is an utterance's id, a space and its transcript");
                }
                answers.put(parts[0], parts.length == 1 ? "" : parts[1], file + ":" + lines.line());
            }
        }
        return answers;
    }

    private static String normalised(String transcript) {
        return transcript.toUpperCase(Locale.ROOT).strip().replaceAll("\\s+", " ");
    }

    private static Pair<String, String> pair(Recording recording, Answers<String> answers, ReferenceDigest digest)
            throws IOException {
        digest.text(recording.id());
        digest.text(recording.text());
        Answers.Answer<String> answer = answers.take(recording.id());
        return new Pair<>(answer.where(), normalised(answer.value()), normalised(recording.text()));
    }
}

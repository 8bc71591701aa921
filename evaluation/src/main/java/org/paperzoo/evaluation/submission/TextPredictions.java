package org.paperzoo.evaluation.submission;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.LineReader;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.text.TextPair;
import org.paperzoo.datasets.text.TextPairs;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.harness.BenchmarkMetrics;
import org.paperzoo.evaluation.submission.Pairs.Pair;

/** Texts in lines: in the order of the data set, or with the examples' indices before them. */
final class TextPredictions {

    /** The metric whose evaluator takes lines with indices. */
    private static final String NUMBERED_METRIC = "bleu-codexglue-code-to-text";

    private static final String SENTENCE_END = "<n>";

    private TextPredictions() {}

    /** Whether lines begin with the index of their example. */
    static boolean isNumbered(Benchmark.Text benchmark) {
        return benchmark.metrics().contains(NUMBERED_METRIC);
    }

    /** Whether texts have several sentences, one a line in their references. */
    static boolean hasSentences(Benchmark.Text benchmark) {
        return benchmark.metrics().stream().anyMatch(id -> id.startsWith("rouge-"));
    }

    static Submission<String, List<String>> open(Benchmark.Text benchmark, SubmissionRequest request)
            throws IOException {
        Panel<String, List<String>> panel = Panel.of(benchmark.metrics(), BenchmarkMetrics::ofTexts);
        ReferenceDigest digest = new ReferenceDigest();
        Answers<String> numbered = isNumbered(benchmark) ? readNumbered(request) : null;
        LineReader lines = numbered == null ? LineReader.open(request.predictions()) : null;
        try {
            TextPairs references = Datasets.named(benchmark.dataset(), Dataset.Text.class)
                    .open(Split.named(benchmark.split()), request.data());
            Pairs<String, List<String>> pairs = numbered == null
                    ? new InOrder(lines, hasSentences(benchmark), references, digest, request.references())
                    : byIndex(numbered, references, digest);
            return new Submission<>(pairs, panel, digest, List.of(request.predictions()));
        } catch (IOException | RuntimeException e) {
            if (lines != null) {
                lines.close();
            }
            throw e;
        }
    }

    private static Answers<String> readNumbered(SubmissionRequest request) throws IOException {
        Path file = request.predictions();
        Answers<String> answers = new Answers<>(file, request.references());
        try (LineReader lines = LineReader.open(file)) {
            for (String line = lines.read(); line != null; line = lines.read()) {
                String[] cells = line.strip().split("\t", -1);
                if (!cells[0].matches("0|[1-9][0-9]{0,8}")) {
                    throw lines.wrong(
                            "\"" + cells[0] + "\" is not an index counted from 0; expected it, a tab and a text");
                }
                answers.put(cells[0], cells.length == 1 ? "" : cells[1], file + ":" + lines.line());
            }
        }
        return answers;
    }

    private static void add(TextPair pair, ReferenceDigest digest) {
        digest.text(pair.source());
        digest.text(pair.target());
    }

    private static Pairs<String, List<String>> byIndex(
            Answers<String> answers, TextPairs references, ReferenceDigest digest) {
        AtomicLong index = new AtomicLong();
        return new AnsweredExamples<>(references, answers, pair -> {
            add(pair, digest);
            Answers.Answer<String> answer = answers.take(Long.toString(index.getAndIncrement()));
            return new Pair<>(answer.where(), answer.value(), List.of(pair.target()));
        });
    }

    private record InOrder(
            LineReader lines, boolean sentences, TextPairs references, ReferenceDigest digest, String name)
            implements Pairs<String, List<String>> {

        @Override
        public Pair<String, List<String>> next() throws IOException {
            TextPair pair = references.next();
            if (pair == null) {
                return null;
            }
            add(pair, digest);
            String line = lines.read();
            if (line == null) {
                throw new InvalidDataException(lines.file() + ": ends after " + lines.line() + " lines, but " + name
                        + " goes on with example " + pair.id() + "; expected a line for each of its examples");
            }
            String text = sentences ? line.replace(SENTENCE_END, "\n") : line;
            return new Pair<>(lines.file() + ":" + lines.line(), text, List.of(pair.target()));
        }

        @Override
        public long size() {
            return references.size();
        }

        @Override
        public void requireNoMore() throws IOException {
            long examples = lines.line();
            if (lines.read() != null) {
                throw lines.wrong("is one line too many; " + name + " has " + examples + " examples");
            }
        }

        @Override
        public void close() throws IOException {
            references.close();
            lines.close();
        }
    }
}

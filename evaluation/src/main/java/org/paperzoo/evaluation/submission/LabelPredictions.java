package org.paperzoo.evaluation.submission;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.LineReader;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.sound.Recording;
import org.paperzoo.datasets.text.LabelledText;
import org.paperzoo.datasets.vision.LabelledPicture;
import org.paperzoo.datasets.vision.PictureFolders;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.metric.classification.ConfusionFigure;
import org.paperzoo.evaluation.metric.classification.ConfusionMetric;
import org.paperzoo.evaluation.metric.classification.TopKAccuracy;

/** A label of each example, or several by rank: lines of an id and a label, or CSV of a file and its labels. */
final class LabelPredictions {

    private static final Pattern TOP = Pattern.compile("top-([1-9]|1[0-6])-accuracy-(timm|sklearn)");

    /** What the first column of a table is called. */
    private static final Set<String> HEADERS = Set.of("file", "filename", "file_name", "path", "image");

    private LabelPredictions() {}

    /** Whether texts are classified, whose files have ids and labels with white space between them. */
    static boolean isOfTexts(Benchmark.Classification benchmark) {
        return benchmark.taskLabel().startsWith("text-");
    }

    static Submission<int[], Integer> open(Benchmark.Classification benchmark, SubmissionRequest request)
            throws IOException {
        Examples<?> examples = Datasets.named(benchmark.dataset(), Dataset.Listed.class)
                .open(Split.named(benchmark.split()), request.data());
        try {
            Map<String, Integer> labels = labels(benchmark, examples);
            Answers<int[]> answers = isOfTexts(benchmark) ? readLines(request, labels) : readCsv(request, labels);
            int ranked = answers.first().length;
            Panel<int[], Integer> panel = new Panel<>(1);
            benchmark.metrics().forEach(id -> add(id, labels.size(), ranked, panel));
            ReferenceDigest digest = new ReferenceDigest();
            return new Submission<>(
                    new Labelled(examples, labels, answers, digest, isOfTexts(benchmark)),
                    panel,
                    digest,
                    List.of(request.predictions()));
        } catch (IOException | RuntimeException e) {
            examples.close();
            throw e;
        }
    }

    /** The numbers of the labels by name. */
    private static Map<String, Integer> labels(Benchmark.Classification benchmark, Examples<?> examples) {
        List<String> names = benchmark.labels();
        if (names.isEmpty() && examples instanceof PictureFolders folders) {
            names = folders.classes();
        }
        if (names.isEmpty()) {
            throw new IllegalStateException("benchmark " + benchmark.id() + " must list its labels");
        }
        Map<String, Integer> labels = new HashMap<>();
        names.forEach(name -> labels.put(name, labels.size()));
        return labels;
    }

    private static void add(String id, int labels, int ranked, Panel<int[], Integer> panel) {
        Matcher top = TOP.matcher(id);
        if (top.matches()) {
            int k = Integer.parseInt(top.group(1));
            if (k <= ranked) {
                panel.add(
                        top.group(2).equals("timm") ? TopKAccuracy.asInTimm(k) : TopKAccuracy.asInSklearn(k),
                        ranks -> scores(ranks, labels),
                        label -> label);
            }
            return;
        }
        ConfusionFigure figure = Arrays.stream(ConfusionFigure.values())
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no metric of labels " + id));
        panel.add(ConfusionMetric.of(figure), ranks -> ranks[0], label -> label);
    }

    /** Scores in the order of the ranks; what is not ranked comes last. */
    private static double[] scores(int[] ranks, int labels) {
        double[] scores = new double[labels];
        for (int i = 0; i < ranks.length; i++) {
            scores[ranks[i]] = ranks.length - i;
        }
        return scores;
    }

    private static Answers<int[]> readLines(SubmissionRequest request, Map<String, Integer> labels) throws IOException {
        Path file = request.predictions();
        Answers<int[]> answers = new Answers<>(file, request.references());
        try (LineReader lines = LineReader.open(file)) {
            for (String line = lines.read(); line != null; line = lines.read()) {
                String[] cells = line.strip().split("\\s+");
                if (cells.length < 2) {
                    throw lines.wrong("is not an id and a label with a tab between them");
                }
                String id = String.join("\t", Arrays.copyOf(cells, cells.length - 1));
                answers.put(id, new int[] {label(lines, cells[cells.length - 1], labels)}, file + ":" + lines.line());
            }
        }
        return answers;
    }

    private static Answers<int[]> readCsv(SubmissionRequest request, Map<String, Integer> labels) throws IOException {
        Path file = request.predictions();
        Answers<int[]> answers = new Answers<>(file, request.references());
        int width = 0;
        try (LineReader lines = LineReader.open(file)) {
            for (String line = lines.read(); line != null; line = lines.read()) {
                String[] cells = line.split(",", -1);
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = unquoted(cells[i].strip());
                }
                if (lines.line() == 1 && HEADERS.contains(cells[0].toLowerCase(Locale.ROOT))) {
                    continue;
                }
                if (cells.length < 2 || width > 0 && cells.length != width) {
                    throw lines.wrong("has " + cells.length + " cells; expected are a file and "
                            + (width == 0 ? "its label, or several by rank" : (width - 1) + " labels, as above"));
                }
                width = cells.length;
                int[] ranks = new int[width - 1];
                for (int i = 0; i < ranks.length; i++) {
                    ranks[i] = label(lines, cells[i + 1], labels);
                }
                if (Arrays.stream(ranks).distinct().count() != ranks.length) {
                    throw lines.wrong("names a label twice");
                }
                answers.put(cells[0], ranks, file + ":" + lines.line());
            }
        }
        return answers;
    }

    private static String unquoted(String cell) {
        return cell.length() >= 2 && cell.startsWith("\"") && cell.endsWith("\"")
                ? cell.substring(1, cell.length() - 1)
                : cell;
    }

    private static int label(LineReader lines, String name, Map<String, Integer> labels) throws InvalidDataException {
        Integer label = labels.get(name);
        if (label != null) {
            return label;
        }
        if (name.matches("[0-9]{1,6}") && Integer.parseInt(name) < labels.size()) {
            return Integer.parseInt(name);
        }
        throw lines.wrong("\"" + name + "\" is no label; there are " + labels.size()
                + " by name, or by number from 0 to " + (labels.size() - 1));
    }

    private static final class Labelled implements Pairs<int[], Integer> {

        private final Examples<?> examples;
        private final Map<String, Integer> labels;
        private final Answers<int[]> answers;
        private final ReferenceDigest digest;
        private final boolean repeating;

        Labelled(
                Examples<?> examples,
                Map<String, Integer> labels,
                Answers<int[]> answers,
                ReferenceDigest digest,
                boolean repeating) {
            this.examples = examples;
            this.labels = labels;
            this.answers = answers;
            this.digest = digest;
            this.repeating = repeating;
        }

        @Override
        public Pair<int[], Integer> next() throws IOException {
            Record example = (Record) examples.next();
            while (repeating && example instanceof LabelledText text && answers.wasTaken(text.id())) {
                // CodeXGLUE's evaluator holds answers by id, so that a pair which the list repeats counts once.
                example = (Record) examples.next();
            }
            if (example instanceof LabelledText text) {
                return pair(text.id(), text.label());
            } else if (example instanceof LabelledPicture picture) {
                String name = picture.id().substring(picture.id().lastIndexOf('/') + 1);
                return pair(answers.has(picture.id()) ? picture.id() : name, picture.className());
            } else if (example instanceof Recording recording) {
                return pair(recording.id(), recording.text());
            } else if (example == null) {
                return null;
            }
            throw new IllegalStateException("no labels in " + example.getClass());
        }

        private Pair<int[], Integer> pair(String id, String name) throws IOException {
            Integer label = labels.get(name);
            if (label == null) {
                throw new InvalidDataException(
                        "the data set's label \"" + name + "\" of " + id + " is none that the benchmark lists");
            }
            digest.text(id);
            digest.text(name);
            Answers.Answer<int[]> answer = answers.take(id);
            return new Pair<>(answer.where(), answer.value(), label);
        }

        @Override
        public long size() {
            return examples.size();
        }

        @Override
        public void requireNoMore() throws IOException {
            answers.requireAllTaken();
        }

        @Override
        public void close() throws IOException {
            examples.close();
        }
    }
}

package org.paperzoo.evaluation.reading;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.paperzoo.datasets.LineReader;
import org.paperzoo.evaluation.metric.retrieval.RelevanceJudgements;
import org.paperzoo.evaluation.metric.retrieval.RetrievedDocuments;

/** The two formats of TREC: judgements ("qrels") and runs. Fields are separated by white space; empty lines are left out. */
public final class TrecFiles {

    private static final Pattern SPACE = Pattern.compile("[ \\t\\x0B\\f\\r]+");

    private TrecFiles() {}

    /**
     * Reads judgements, {@code query iteration document relevance} a line.
     *
     * @throws org.paperzoo.datasets.InvalidDataException if a line is malformed or judges a document again
     */
    public static Map<String, RelevanceJudgements> judgements(Path file) throws IOException {
        Map<String, Map<String, Integer>> levels = new LinkedHashMap<>();
        try (LineReader lines = LineReader.open(file)) {
            for (String line = lines.read(); line != null; line = lines.read()) {
                if (line.isBlank()) {
                    continue;
                }
                String[] fields = SPACE.split(line.strip());
                if (fields.length != 4) {
                    throw lines.wrong(
                            "has " + fields.length + " fields; expected 4: query, iteration, document, relevance");
                }
                int level;
                try {
                    level = Integer.parseInt(fields[3]);
                } catch (NumberFormatException e) {
                    throw lines.wrong("the relevance " + fields[3] + " is no integer");
                }
                if (levels.computeIfAbsent(fields[0], query -> new LinkedHashMap<>())
                                .put(fields[2], level)
                        != null) {
                    throw lines.wrong("document " + fields[2] + " of query " + fields[0] + " was judged before");
                }
            }
            Map<String, RelevanceJudgements> judgements = new LinkedHashMap<>();
            for (Map.Entry<String, Map<String, Integer>> entry : levels.entrySet()) {
                try {
                    judgements.put(entry.getKey(), new RelevanceJudgements(entry.getKey(), entry.getValue()));
                } catch (IllegalArgumentException e) {
                    throw lines.wrong(e.getMessage());
                }
                entry.setValue(Map.of());
            }
            return judgements;
        }
    }

    /**
     * Reads a run, {@code query Q0 document rank score tag} a line, in any order. It is held as a whole, some tens of
     * bytes a line.
     *
     * @throws org.paperzoo.datasets.InvalidDataException if a line is malformed
     */
    public static Map<String, RetrievedDocuments> run(Path file) throws IOException {
        Map<String, Found> found = new LinkedHashMap<>();
        try (LineReader lines = LineReader.open(file)) {
            for (String line = lines.read(); line != null; line = lines.read()) {
                if (line.isBlank()) {
                    continue;
                }
                String[] fields = SPACE.split(line.strip());
                if (fields.length < 6) {
                    throw lines.wrong(
                            "has " + fields.length + " fields; expected 6: query, Q0, document, rank, score, tag");
                }
                float score;
                try {
                    // Through double precision, as C's atof reads.
                    score = (float) Double.parseDouble(fields[4]);
                } catch (NumberFormatException e) {
                    throw lines.wrong("the score " + fields[4] + " is no number");
                }
                if (Float.isNaN(score)) {
                    throw lines.wrong("the score is NaN");
                }
                found.computeIfAbsent(fields[0], query -> new Found()).add(fields[2], score);
            }
        }
        Map<String, RetrievedDocuments> run = new LinkedHashMap<>();
        found.forEach((query, documents) -> run.put(
                query,
                new RetrievedDocuments(
                        query, documents.names, Arrays.copyOf(documents.scores, documents.names.size()))));
        return run;
    }

    private static final class Found {
        private final List<String> names = new ArrayList<>();
        private float[] scores = new float[16];

        void add(String document, float score) {
            if (names.size() == scores.length) {
                scores = Arrays.copyOf(scores, scores.length * 2);
            }
            scores[names.size()] = score;
            names.add(document);
        }
    }
}

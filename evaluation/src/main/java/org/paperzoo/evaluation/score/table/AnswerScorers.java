package org.paperzoo.evaluation.score.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.paperzoo.evaluation.metric.retrieval.AnswerRanking;
import org.paperzoo.evaluation.metric.retrieval.RecallAtK;
import org.paperzoo.evaluation.reading.JsonObjects;
import org.paperzoo.evaluation.reading.TensorTable;
import org.paperzoo.evaluation.score.Example;
import org.paperzoo.evaluation.score.Examples;
import org.paperzoo.evaluation.score.ScoreArguments;
import org.paperzoo.evaluation.score.ScoreOption;
import org.paperzoo.evaluation.score.Scorer;
import org.paperzoo.evaluation.score.Scoring;
import org.paperzoo.zoo.InvalidInputException;

/** Scorers of the place of right answers: code search, and images and texts that find each other. */
final class AnswerScorers {

    private static final ScoreOption PREDICTIONS = ScoreOption.file(
                    "--pred", "The ranked answers, JSON lines as CodeXGLUE's evaluator takes them.")
            .ofPredictions();
    private static final ScoreOption REFERENCES = ScoreOption.file(
                    "--ref", "The right answers, JSON lines as CodeXGLUE's evaluator takes them.")
            .mandatory();
    private static final ScoreOption SIMILARITY = ScoreOption.file(
                    "--similarity", "A .safetensors with the similarity of each image (row) with each text (column).")
            .ofPredictions();
    private static final ScoreOption TENSOR =
            ScoreOption.text("--tensor", "NAME", "The tensor (default: the only one of the file).");
    private static final ScoreOption TEXTS = ScoreOption.whole(
                    "--texts-per-image", 1, 1_000_000, "Number of texts that belong to an image, next to each other.")
            .or("5");
    private static final ScoreOption DIRECTION = ScoreOption.choice(
                    "--direction", List.of("i2t", "t2i"), "Whether images look for texts, or texts for their image.")
            .or("i2t");
    private static final ScoreOption K = ScoreOption.whole("--k", 1, 1_000_000, "Number of candidates from the top.")
            .or("1");

    private AnswerScorers() {}

    static List<Scorer> all() {
        return List.of(
                answers(
                        "map-at-r",
                        "MAP@R of POJ-104: precision at the places of right answers",
                        AnswerRanking.meanAveragePrecision(),
                        "index",
                        "answers"),
                answers(
                        "mrr",
                        "MRR of AdvTest: one over the place of the right answer",
                        AnswerRanking.meanReciprocalRank(),
                        "url",
                        "idx"),
                recall());
    }

    private static Scorer answers(String name, String summary, AnswerRanking metric, String key, String right) {
        return new Scorer(
                name,
                summary + "; lines with \"" + key + "\" and \"answers\", of references \"" + right + "\"",
                List.of(PREDICTIONS, REFERENCES),
                List.of(metric.definition()),
                arguments -> Scoring.of(metric, openAnswers(arguments, key, right)));
    }

    /** The answers are held, the references streamed. */
    private static Examples<List<String>, List<String>> openAnswers(ScoreArguments arguments, String key, String right)
            throws IOException {
        Map<String, List<String>> answers = new LinkedHashMap<>();
        try (JsonObjects objects = JsonObjects.open(arguments.path(PREDICTIONS.name()))) {
            for (JsonNode object = objects.next(); object != null; object = objects.next()) {
                String name = objects.name(object, key);
                if (answers.put(name, objects.names(object, "answers")) != null) {
                    throw objects.wrong("\"" + key + "\" " + name + " was there before");
                }
            }
        }
        JsonObjects references = JsonObjects.open(arguments.path(REFERENCES.name()));
        return new Examples<>() {
            @Override
            public Example<List<String>, List<String>> next() throws IOException {
                JsonNode object = references.next();
                if (object == null) {
                    return null;
                }
                String name = references.name(object, key);
                List<String> found = answers.get(name);
                if (found == null) {
                    throw new InvalidInputException(arguments.text(PREDICTIONS.name()) + ": lacks \"" + key + "\" "
                            + name + ", which " + references.where() + " has");
                }
                return Example.of(
                        references.where(),
                        found,
                        object.path(right).isArray()
                                ? references.names(object, right)
                                : List.of(references.name(object, right)));
            }

            @Override
            public void close() throws IOException {
                references.close();
            }
        };
    }

    private static Scorer recall() {
        return new Scorer(
                "recall-at-k",
                "How often images find one of their texts among the first k, or texts their image",
                List.of(SIMILARITY, TENSOR, TEXTS, DIRECTION, K),
                IntStream.of(1, 5, 10)
                        .mapToObj(k -> RecallAtK.at(k).definition())
                        .toList(),
                arguments -> Scoring.of(RecallAtK.at((int) arguments.integer(K.name())), openSimilarity(arguments)));
    }

    /** Rows and columns are read by those who score them. */
    private static Examples<double[], int[]> openSimilarity(ScoreArguments arguments) throws IOException {
        int texts = (int) arguments.integer(TEXTS.name());
        boolean ofImages = arguments.text(DIRECTION.name()).equals("i2t");
        TensorTable table = TensorTable.open(
                arguments.path(SIMILARITY.name()),
                arguments.optionalText(TENSOR.name()).orElse(null));
        if (table.shape().size() != 2 || table.width() != (long) texts * table.rows()) {
            table.close();
            throw new InvalidInputException(arguments.text(SIMILARITY.name()) + ": the tensor has shape "
                    + table.shape() + "; expected images by " + texts + " texts for each (--texts-per-image)");
        }
        return new Examples<>() {
            private int next;

            @Override
            public Example<double[], int[]> next() {
                int query = next++;
                if (query >= (ofImages ? table.rows() : table.width())) {
                    return null;
                }
                return ofImages
                        ? new Example<>(
                                "image " + query,
                                () -> table.row(query),
                                () -> IntStream.range(texts * query, texts * (query + 1))
                                        .toArray())
                        : new Example<>("text " + query, () -> table.column(query), () -> new int[] {query / texts});
            }

            @Override
            public void close() throws IOException {
                table.close();
            }
        };
    }
}

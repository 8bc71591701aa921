package org.paperzoo.evaluation.score.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.paperzoo.evaluation.metric.moment.MomentMetric;
import org.paperzoo.evaluation.metric.moment.MomentPrediction;
import org.paperzoo.evaluation.metric.moment.MomentReference;
import org.paperzoo.evaluation.reading.JsonObjects;
import org.paperzoo.evaluation.reading.MomentFiles;
import org.paperzoo.evaluation.score.Example;
import org.paperzoo.evaluation.score.Examples;
import org.paperzoo.evaluation.score.ScoreArguments;
import org.paperzoo.evaluation.score.ScoreOption;
import org.paperzoo.evaluation.score.Scorer;
import org.paperzoo.evaluation.score.Scoring;
import org.paperzoo.zoo.InvalidInputException;

/** The scorer of moments and highlights in videos. */
final class MomentScorers {

    private static final ScoreOption REFERENCES = ScoreOption.file(
                    "--gt", "The annotations, JSON lines as QVHighlights has them.")
            .mandatory();
    private static final ScoreOption PREDICTIONS = ScoreOption.file(
                    "--pred", "The submission, JSON lines as QVHighlights takes them.")
            .ofPredictions();
    private static final ScoreOption ROUNDED =
            ScoreOption.flag("--rounded", "Round values to two decimals, as the reference prints them.");

    private MomentScorers() {}

    static List<Scorer> all() {
        return List.of(new Scorer(
                "moment-retrieval",
                "Moment retrieval and highlight detection of QVHighlights",
                List.of(REFERENCES, PREDICTIONS, Headlines.option(MomentMetric.Figure.values()), ROUNDED),
                Stream.of(false, true)
                        .flatMap(rounded -> Stream.of(MomentMetric.Figure.values())
                                .map(figure -> new MomentMetric(figure, rounded).definition()))
                        .toList(),
                arguments -> Scoring.of(
                        new MomentMetric(
                                Headlines.chosen(MomentMetric.Figure.class, arguments), arguments.flag(ROUNDED.name())),
                        open(arguments))));
    }

    private static Examples<MomentPrediction, MomentReference> open(ScoreArguments arguments) throws IOException {
        Map<String, MomentReference> references = MomentFiles.references(arguments.path(REFERENCES.name()));
        JsonObjects objects = JsonObjects.open(arguments.path(PREDICTIONS.name()));
        return new Examples<>() {
            private final Set<String> seen = new HashSet<>();

            @Override
            public Example<MomentPrediction, MomentReference> next() throws IOException {
                JsonNode object = objects.next();
                if (object == null) {
                    checkComplete();
                    return null;
                }
                MomentPrediction prediction = MomentFiles.prediction(objects, object);
                MomentReference reference = references.get(prediction.query());
                if (reference == null || !seen.add(prediction.query())) {
                    throw objects.wrong("query " + prediction.query()
                            + (reference == null ? " has no annotation" : " was there before"));
                }
                return Example.of(objects.where(), prediction, reference);
            }

            private void checkComplete() throws InvalidInputException {
                for (String query : references.keySet()) {
                    if (!seen.contains(query)) {
                        throw new InvalidInputException(arguments.text(PREDICTIONS.name()) + ": lacks query " + query
                                + " of the annotations; expected one line for each");
                    }
                }
            }

            @Override
            public void close() throws IOException {
                objects.close();
            }
        };
    }
}

package org.paperzoo.evaluation.score.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.evaluation.metric.classification.MultilabelDecisions;
import org.paperzoo.evaluation.metric.classification.MultilabelRanking;
import org.paperzoo.evaluation.score.ScoreOption;
import org.paperzoo.evaluation.score.Scorer;
import org.paperzoo.evaluation.score.Scoring;

/** Scorers of scores of labels of which any number hold, as in audio tagging. */
final class MultilabelScorers {

    private static final double USUAL_THRESHOLD = 0.5;
    private static final ScoreOption THRESHOLD = ScoreOption.decimal(
                    "--threshold",
                    -Double.MAX_VALUE,
                    Double.MAX_VALUE,
                    "The least score of a label that is taken as true.")
            .or(Double.toString(USUAL_THRESHOLD));

    private MultilabelScorers() {}

    static List<Scorer> all() {
        return List.of(ranking(), decisions());
    }

    private static List<ScoreOption> options(ScoreOption... own) {
        List<ScoreOption> options = new ArrayList<>(Tables.options("score*", "label*"));
        options.addAll(Arrays.asList(own));
        return options;
    }

    private static Scorer ranking() {
        ScoreOption headline = Headlines.option(MultilabelRanking.Figure.values());
        return new Scorer(
                "multilabel-ranking",
                "mAP, mAUC, d' and more of labels of which any number hold, as in audio tagging",
                options(headline),
                Arrays.stream(MultilabelRanking.Figure.values())
                        .map(figure -> new MultilabelRanking(figure).definition())
                        .toList(),
                arguments -> Scoring.of(
                        new MultilabelRanking(Headlines.chosen(MultilabelRanking.Figure.class, arguments)),
                        Tables.open(arguments, numbers -> numbers, Readings::truths)));
    }

    private static Scorer decisions() {
        ScoreOption headline = Headlines.option(MultilabelDecisions.Figure.values());
        return new Scorer(
                "multilabel-decisions",
                "F1, Hamming loss and more of labels that are taken as true from a threshold on",
                options(headline, THRESHOLD),
                Arrays.stream(MultilabelDecisions.Figure.values())
                        .map(figure -> new MultilabelDecisions(figure, USUAL_THRESHOLD).definition())
                        .toList(),
                arguments -> Scoring.of(
                        new MultilabelDecisions(
                                Headlines.chosen(MultilabelDecisions.Figure.class, arguments),
                                arguments.number(THRESHOLD.name())),
                        Tables.open(arguments, numbers -> numbers, Readings::truths)));
    }
}

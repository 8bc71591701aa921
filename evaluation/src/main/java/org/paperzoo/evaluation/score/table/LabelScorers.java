package org.paperzoo.evaluation.score.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.classification.ConfusionFigure;
import org.paperzoo.evaluation.metric.classification.ConfusionMetric;
import org.paperzoo.evaluation.score.ScoreArguments;
import org.paperzoo.evaluation.score.ScoreOption;
import org.paperzoo.evaluation.score.Scorer;
import org.paperzoo.evaluation.score.Scoring;

/** Scorers of predicted labels. */
final class LabelScorers {

    private static final ScoreOption CLASSES = ScoreOption.whole(
            "--classes",
            2,
            1_000_000,
            "Average over so many classes, whether they occur or not (default: over those that occur).");
    private static final ScoreOption AVERAGE = ScoreOption.choice(
                    "--average",
                    List.of("macro", "micro", "weighted", "binary"),
                    "The mean over labels, that of all decisions, the mean weighted by how often labels occur, or that of"
                            + " the label 1 of 0 and 1.")
            .or("macro");
    private static final ScoreOption BALANCED =
            ScoreOption.flag("--balanced", "The mean of the recalls of labels, rather than the share of right labels.");
    private static final ScoreOption WEIGHTS = ScoreOption.choice(
                    "--weights",
                    List.of("none", "quadratic"),
                    "Whether a wrong label counts by the square of its distance from the right one.")
            .or("none");

    private LabelScorers() {}

    static List<Scorer> all() {
        return List.of(
                scorer(
                        "accuracy",
                        "Share of labels that are right",
                        List.of(BALANCED),
                        arguments -> arguments.flag(BALANCED.name())
                                ? ConfusionFigure.BALANCED_ACCURACY
                                : ConfusionFigure.ACCURACY,
                        ConfusionFigure.ACCURACY,
                        ConfusionFigure.BALANCED_ACCURACY),
                averaged("precision", "Share of predictions of a label that are right, averaged"),
                averaged("recall", "Share of a label's examples that are found, averaged"),
                averaged("f1", "Harmonic mean of precision and recall, averaged"),
                scorer(
                        "mcc",
                        "Matthews' coefficient of correlation of labels",
                        List.of(),
                        arguments -> ConfusionFigure.MCC,
                        ConfusionFigure.MCC),
                scorer(
                        "kappa",
                        "Cohen's kappa: agreement of labels beyond chance",
                        List.of(WEIGHTS),
                        arguments -> arguments.text(WEIGHTS.name()).equals("none")
                                ? ConfusionFigure.KAPPA
                                : ConfusionFigure.KAPPA_QUADRATIC,
                        ConfusionFigure.KAPPA,
                        ConfusionFigure.KAPPA_QUADRATIC));
    }

    private static Scorer averaged(String name, String summary) {
        String prefix = name.toUpperCase(Locale.ROOT) + "_";
        return scorer(
                name,
                summary,
                List.of(AVERAGE),
                arguments -> ConfusionFigure.valueOf(
                        prefix + arguments.text(AVERAGE.name()).toUpperCase(Locale.ROOT)),
                ConfusionFigure.valueOf(prefix + "MACRO"),
                ConfusionFigure.valueOf(prefix + "MICRO"),
                ConfusionFigure.valueOf(prefix + "WEIGHTED"),
                ConfusionFigure.valueOf(prefix + "BINARY"));
    }

    private interface Choice {
        ConfusionFigure of(ScoreArguments arguments);
    }

    private static Scorer scorer(
            String name, String summary, List<ScoreOption> own, Choice choice, ConfusionFigure... figures) {
        List<ScoreOption> options = new ArrayList<>(Tables.options("prediction", "label"));
        options.add(Tables.labels());
        options.add(CLASSES);
        options.addAll(own);
        List<MetricDefinition> definitions = Arrays.stream(figures)
                .map(figure -> ConfusionMetric.of(figure).definition())
                .toList();
        return new Scorer(name, summary, options, definitions, arguments -> {
            ConfusionFigure figure = choice.of(arguments);
            ConfusionMetric metric = arguments.has(CLASSES.name())
                    ? ConfusionMetric.of(figure, (int) arguments.integer(CLASSES.name()))
                    : ConfusionMetric.of(figure);
            return Scoring.of(metric, Tables.openLabelled(arguments, true, Readings::labelOrBest, Readings::label));
        });
    }
}

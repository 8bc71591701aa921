package org.paperzoo.evaluation.score.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.paperzoo.evaluation.metric.classification.BinaryRanking;
import org.paperzoo.evaluation.metric.classification.BrierScore;
import org.paperzoo.evaluation.metric.classification.CalibrationError;
import org.paperzoo.evaluation.metric.classification.ClassScores;
import org.paperzoo.evaluation.metric.classification.LogLoss;
import org.paperzoo.evaluation.metric.classification.MulticlassAuroc;
import org.paperzoo.evaluation.metric.classification.TopKAccuracy;
import org.paperzoo.evaluation.score.Examples;
import org.paperzoo.evaluation.score.ScoreArguments;
import org.paperzoo.evaluation.score.ScoreOption;
import org.paperzoo.evaluation.score.Scorer;
import org.paperzoo.evaluation.score.Scoring;

/** Scorers of scores or probabilities of classes of which one is right. */
final class ClassScorers {

    private static final ScoreOption LOGITS =
            ScoreOption.flag("--logits", "The scores are logits: take their softmax first.");
    private static final ScoreOption K =
            ScoreOption.whole("--k", 1, 1_000_000, "Number of best classes.").or("5");
    private static final ScoreOption TIES = ScoreOption.choice(
                    "--ties",
                    List.of("sklearn", "timm"),
                    "Which of equal scores comes first: that of the higher class (0-1), or as PyTorch selects (0-100).")
            .or("sklearn");
    private static final ScoreOption BINS = ScoreOption.whole("--bins", 1, 10_000, "Number of bins of confidence.")
            .or("15");
    private static final ScoreOption AREA_OF = ScoreOption.choice(
                    "--average",
                    List.of("binary", "ovr-macro", "ovr-weighted", "ovo-macro", "ovo-weighted"),
                    "The area of two classes, or of several each against the rest or each against each, averaged evenly"
                            + " or by how often they occur.")
            .or("binary");
    private static final ScoreOption PARTIAL = ScoreOption.flag(
            "--partial", "The standardised area up to a rate of false positives of 0.1; of two classes.");

    private ClassScorers() {}

    static List<Scorer> all() {
        return List.of(topK(), auroc(), averagePrecision(), precisionArea(), logLoss(), brier(), calibration());
    }

    private static List<ScoreOption> options(String predicted, ScoreOption... own) {
        List<ScoreOption> options = new ArrayList<>(Tables.options(predicted, "label"));
        options.add(Tables.labels());
        options.addAll(Arrays.asList(own));
        return options;
    }

    private static Scorer topK() {
        return new Scorer(
                "top-k-accuracy",
                "Share of examples whose label is among the k classes of the greatest scores",
                options("score*", K, TIES),
                List.of(
                        TopKAccuracy.asInSklearn(5).definition(),
                        TopKAccuracy.asInSklearn(1).definition(),
                        TopKAccuracy.asInTimm(5).definition(),
                        TopKAccuracy.asInTimm(1).definition()),
                arguments -> {
                    int k = (int) arguments.integer(K.name());
                    return Scoring.of(
                            arguments.text(TIES.name()).equals("timm")
                                    ? TopKAccuracy.asInTimm(k)
                                    : TopKAccuracy.asInSklearn(k),
                            Tables.openLabelled(arguments, false, numbers -> numbers, Readings::label));
                });
    }

    private static RowExamples.Reading<double[]> probabilities(boolean logits) {
        return numbers -> logits ? ClassScores.softmax(checkedLogits(numbers)) : Readings.probabilities(numbers);
    }

    private static double[] checkedLogits(double[] numbers) {
        if (numbers.length < 2) {
            throw new IllegalArgumentException("has " + numbers.length + " logits; expected one for each class");
        }
        return numbers;
    }

    private static Scorer auroc() {
        return new Scorer(
                "auroc",
                "Area under the ROC curve: how often a right example scores above a wrong one",
                options("score*", LOGITS, AREA_OF, PARTIAL),
                Stream.concat(
                                Stream.of(BinaryRanking.Figure.AUROC, BinaryRanking.Figure.PARTIAL_AUROC)
                                        .map(figure -> new BinaryRanking(figure).definition()),
                                Arrays.stream(MulticlassAuroc.Average.values())
                                        .map(average -> new MulticlassAuroc(average).definition()))
                        .toList(),
                arguments -> {
                    String average = arguments.text(AREA_OF.name());
                    boolean logits = arguments.flag(LOGITS.name());
                    if (average.equals("binary")) {
                        return binary(
                                arguments.flag(PARTIAL.name())
                                        ? BinaryRanking.Figure.PARTIAL_AUROC
                                        : BinaryRanking.Figure.AUROC,
                                arguments);
                    }
                    if (arguments.flag(PARTIAL.name())) {
                        throw new IllegalArgumentException("--partial goes with --average binary only");
                    }
                    return Scoring.of(
                            new MulticlassAuroc(MulticlassAuroc.Average.valueOf(
                                    average.toUpperCase(Locale.ROOT).replace('-', '_'))),
                            Tables.openLabelled(arguments, false, probabilities(logits), Readings::label));
                });
    }

    private static Scoring<?, ?> binary(BinaryRanking.Figure figure, ScoreArguments arguments) throws IOException {
        return Scoring.of(new BinaryRanking(figure), openYesOrNo(arguments));
    }

    private static Examples<Double, Boolean> openYesOrNo(ScoreArguments arguments) throws IOException {
        boolean logits = arguments.flag(LOGITS.name());
        return Tables.openLabelled(
                arguments,
                false,
                numbers -> Readings.scoreOfYes(logits ? ClassScores.softmax(checkedLogits(numbers)) : numbers),
                Readings::truth);
    }

    private static Scorer averagePrecision() {
        return new Scorer(
                "average-precision",
                "Precision averaged over the steps of recall, of two classes",
                options("score*", LOGITS),
                List.of(new BinaryRanking(BinaryRanking.Figure.AVERAGE_PRECISION).definition()),
                arguments -> binary(BinaryRanking.Figure.AVERAGE_PRECISION, arguments));
    }

    private static Scorer precisionArea() {
        return new Scorer(
                "auprc",
                "Area under precision over recall by the trapezoidal rule, of two classes; not the average precision",
                options("score*", LOGITS),
                List.of(new BinaryRanking(BinaryRanking.Figure.AUPRC).definition()),
                arguments -> binary(BinaryRanking.Figure.AUPRC, arguments));
    }

    private static Scorer logLoss() {
        return new Scorer(
                "log-loss",
                "Mean negative logarithm of the right class's probability",
                options("score*", LOGITS),
                List.of(new LogLoss().definition()),
                arguments -> Scoring.of(
                        new LogLoss(),
                        Tables.openLabelled(
                                arguments, false, probabilities(arguments.flag(LOGITS.name())), Readings::label)));
    }

    private static Scorer brier() {
        return new Scorer(
                "brier",
                "Mean squared error of the probability of yes",
                options("score*", LOGITS),
                List.of(new BrierScore().definition()),
                arguments -> Scoring.of(new BrierScore(), openYesOrNo(arguments)));
    }

    private static Scorer calibration() {
        return new Scorer(
                "ece",
                "Expected calibration error: how far accuracy is from confidence",
                options("score*", LOGITS, BINS),
                List.of(CalibrationError.of(15).definition()),
                arguments -> Scoring.of(
                        CalibrationError.of((int) arguments.integer(BINS.name())),
                        Tables.openLabelled(
                                arguments, false, probabilities(arguments.flag(LOGITS.name())), Readings::label)));
    }
}

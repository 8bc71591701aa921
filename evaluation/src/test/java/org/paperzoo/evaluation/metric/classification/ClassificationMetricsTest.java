package org.paperzoo.evaluation.metric.classification;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.paperzoo.evaluation.metric.ReferenceCases.assertMergesExactly;
import static org.paperzoo.evaluation.metric.ReferenceCases.number;
import static org.paperzoo.evaluation.metric.ReferenceCases.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Bootstrap;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.MetricResult;
import org.paperzoo.evaluation.metric.PairwiseSum;
import org.paperzoo.evaluation.metric.ReferenceCases;

/** Against scikit-learn 1.2.1, SciPy 1.10.1 and torchmetrics dab0333. */
class ClassificationMetricsTest {

    private static final double TOLERANCE = 1e-12;

    @ParameterizedTest
    @ValueSource(strings = {"ten_class", "ten_class_ties", "absent_class", "binary", "binary_ties"})
    void labelsScoreAsInScikitLearn(String name) {
        JsonNode expected = ClassificationCases.expected(name);
        ClassificationCases cases = ClassificationCases.of(name);
        MetricResult result = ConfusionMetric.of(ConfusionFigure.ACCURACY).evaluate(cases.predicted(), cases.labels());
        int met = 0;
        for (ConfusionFigure figure : ConfusionFigure.values()) {
            if (expected.has(figure.part())) {
                assertEquals(number(expected.get(figure.part())), result.number(figure.part()), TOLERANCE);
                assertEquals(
                        result.number(figure.part()),
                        ConfusionMetric.of(figure)
                                .evaluate(cases.predicted(), cases.labels())
                                .value());
                met++;
            }
        }
        assertEquals(14, met);
        for (String part : List.of("precision", "recall", "f1", "support")) {
            assertArrayEquals(numbers(expected.get("per_class").get(part)), result.numbers(part), TOLERANCE, part);
        }
        int classes = cases.scores().get(0).length;
        assertEquals(
                number(expected.get("f1_macro_labels_all_K")),
                ConfusionMetric.of(ConfusionFigure.F1_MACRO, classes)
                        .evaluate(cases.predicted(), cases.labels())
                        .value(),
                TOLERANCE);
        List<Double> matrix = new ArrayList<>();
        expected.get("confusion_matrix").forEach(row -> row.forEach(cell -> matrix.add(cell.doubleValue())));
        assertEquals(
                matrix,
                IntStream.range(0, matrix.size())
                        .mapToObj(i -> result.numbers("confusion_matrix")[i])
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ten_class", "ten_class_ties", "absent_class", "binary", "binary_ties"})
    void probabilitiesScoreAsInScikitLearnAndTorchmetrics(String name) {
        JsonNode expected = ClassificationCases.expected(name);
        ClassificationCases cases = ClassificationCases.of(name);
        assertEquals(
                number(expected.get("log_loss")),
                new LogLoss().evaluate(cases.probabilities(), cases.labels()).value(),
                TOLERANCE);
        assertEquals(
                number(expected.get("ece_15_l1_torchmetrics")),
                CalibrationError.of(15)
                        .evaluate(cases.probabilities(), cases.labels())
                        .value(),
                1e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ten_class", "ten_class_ties", "absent_class"})
    void theBestClassesScoreAsInScikitLearnAndTimm(String name) {
        JsonNode expected = ClassificationCases.expected(name);
        ClassificationCases cases = ClassificationCases.of(name);
        for (int k : new int[] {1, 5}) {
            assertEquals(
                    number(expected.get("top" + k + "_sklearn")),
                    TopKAccuracy.asInSklearn(k)
                            .evaluate(cases.scores(), cases.labels())
                            .value(),
                    TOLERANCE);
            double percent = TopKAccuracy.asInTimm(k)
                    .evaluate(cases.scores(), cases.labels())
                    .value();
            assertEquals(number(expected.get("top" + k + "_torch_topk_percent(timm accuracy)")), percent, 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ten_class", "ten_class_ties"})
    void areasOfSeveralClassesAreAsInScikitLearn(String name) {
        JsonNode expected = ClassificationCases.expected(name);
        ClassificationCases cases = ClassificationCases.of(name);
        for (MulticlassAuroc.Average average : MulticlassAuroc.Average.values()) {
            MetricResult result = new MulticlassAuroc(average)
                    .evaluate(
                            cases.scores().stream()
                                    .map(ClassificationMetricsTest::softmaxOfTheReference)
                                    .toList(),
                            cases.labels());
            String part = "auroc_" + average.name().toLowerCase(Locale.ROOT);
            assertEquals(number(expected.get(part)), result.number(part), TOLERANCE, part);
            assertEquals(result.number(part), result.value());
        }
    }

    /**
     * Softmax with the exponentials of the machine that computed the cases: its numpy is one unit in the last place off
     * for exp(-1) and exp(-2), and whether examples with integers for logits tie depends on that digit. (Found by trying
     * all neighbours of exp(-1) to exp(-7): only with these two are all averages met.)
     */
    private static double[] softmaxOfTheReference(double[] logits) {
        double greatest = logits[ClassScores.greatest(logits)];
        double[] exponentials = new double[logits.length];
        for (int i = 0; i < logits.length; i++) {
            double difference = logits[i] - greatest;
            double exponential = StrictMath.exp(difference);
            exponentials[i] = difference == -1
                    ? Math.nextUp(exponential)
                    : difference == -2 ? Math.nextDown(exponential) : exponential;
        }
        double sum = PairwiseSum.of(exponentials, exponentials.length);
        return Arrays.stream(exponentials).map(exponential -> exponential / sum).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "binary_ties"})
    void rankingsOfTwoClassesAreAsInScikitLearn(String name) {
        JsonNode expected = ClassificationCases.expected(name);
        ClassificationCases cases = ClassificationCases.of(name);
        MetricResult result =
                new BinaryRanking(BinaryRanking.Figure.AUROC).evaluate(cases.probabilityOfYes(), cases.isYes());
        for (String part : List.of("auroc", "average_precision", "auprc_trapezoid", "max_fpr_0.1_partial_auc")) {
            assertEquals(number(expected.get(part)), result.number(part), TOLERANCE, part);
        }
        assertEquals(
                number(expected.get("brier")),
                new BrierScore()
                        .evaluate(cases.probabilityOfYes(), cases.isYes())
                        .value(),
                TOLERANCE);
        RocCurve curve = RocCurve.of(
                cases.probabilityOfYes().stream().mapToDouble(score -> score).toArray(), toArray(cases.isYes()));
        assertArrayEquals(numbers(expected.at("/roc_curve/fpr")), curve.falsePositiveRates(), TOLERANCE);
        assertArrayEquals(numbers(expected.at("/roc_curve/tpr")), curve.truePositiveRates(), TOLERANCE);
    }

    private static boolean[] toArray(List<Boolean> list) {
        boolean[] array = new boolean[list.size()];
        IntStream.range(0, array.length).forEach(i -> array[i] = list.get(i));
        return array;
    }

    @Test
    void audioTagsScoreAsInPannsAndScikitLearn() {
        JsonNode expected = ClassificationCases.expected("audio_tagging");
        ClassificationCases cases = ClassificationCases.of("audio_tagging");
        MetricResult result = new MultilabelRanking(MultilabelRanking.Figure.MEAN_AVERAGE_PRECISION)
                .evaluate(cases.scores(), cases.labelSets());
        assertEquals(number(expected.get("mAP")), result.value(), TOLERANCE);
        assertEquals(number(expected.get("mAUC")), result.number("mAUC"), TOLERANCE);
        assertEquals(number(expected.get("d_prime_of_mean_auc(PANNs/AST)")), result.number("d_prime"), TOLERANCE);
        assertEquals(number(expected.get("mean_of_d_primes")), result.number("mean_d_prime"), TOLERANCE);
        assertEquals(number(expected.get("micro_ap")), result.number("micro_ap"), TOLERANCE);
        assertEquals(number(expected.get("samples_ap(LRAP)")), result.number("lrap"), TOLERANCE);
        assertEquals(number(expected.get("coverage_error")), result.number("coverage_error"), TOLERANCE);
        assertEquals(number(expected.get("label_ranking_loss")), result.number("label_ranking_loss"), TOLERANCE);
        JsonNode labels = expected.get("per_class");
        for (int label = 0; label < labels.size(); label++) {
            double[] figures = numbers(labels.get(label));
            assertEquals(figures[0], result.numbers("average_precision")[label], TOLERANCE);
            assertEquals(figures[1], result.numbers("auc")[label], TOLERANCE);
            assertEquals(figures[2], result.numbers("d_prime_by_label")[label], TOLERANCE);
        }
        MetricResult decisions = new MultilabelDecisions(MultilabelDecisions.Figure.F1_MACRO, 0.5)
                .evaluate(cases.scores(), cases.labelSets());
        for (String part : List.of("f1_macro", "f1_micro", "f1_samples", "hamming_loss", "subset_accuracy")) {
            assertEquals(number(expected.get(part + "@0.5")), decisions.number(part), TOLERANCE, part);
        }
    }

    @Test
    void everyPartOfTheCasesIsTested() {
        // The parts of each case that the tests above read; a case with more of them needs more tests.
        assertEquals(27, ClassificationCases.expected("ten_class").size());
        assertEquals(23, ClassificationCases.expected("absent_class").size());
        assertEquals(25, ClassificationCases.expected("binary").size());
        assertEquals(15, ClassificationCases.expected("audio_tagging").size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void splitShuffledAndMergedTheyScoreTheSame(long seed) {
        Random random = new Random(seed);
        List<double[]> probabilities = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<boolean[]> labelSets = new ArrayList<>();
        List<Double> yes = new ArrayList<>();
        List<Boolean> isYes = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            // Few distinct scores, so that there are ties.
            double[] logits =
                    IntStream.range(0, 4).mapToDouble(c -> random.nextInt(4)).toArray();
            probabilities.add(ClassScores.softmax(logits));
            labels.add(random.nextInt(4));
            labelSets.add(new boolean[] {random.nextBoolean(), random.nextBoolean(), random.nextBoolean(), true});
            yes.add(random.nextInt(10) / 10.0);
            isYes.add(random.nextBoolean());
        }
        List<Integer> predicted =
                probabilities.stream().map(ClassScores::greatest).toList();
        for (ConfusionFigure figure : ConfusionFigure.values()) {
            if (!figure.isBinary()) {
                assertMergesExactly(ConfusionMetric.of(figure), predicted, labels, seed);
                assertMergesExactly(ConfusionMetric.of(figure, 7), predicted, labels, seed);
            }
        }
        assertMergesExactly(TopKAccuracy.asInSklearn(2), probabilities, labels, seed);
        assertMergesExactly(new LogLoss(), probabilities, labels, seed);
        assertMergesExactly(CalibrationError.of(15), probabilities, labels, seed);
        assertMergesExactly(new MulticlassAuroc(MulticlassAuroc.Average.OVO_MACRO), probabilities, labels, seed);
        assertMergesExactly(new BrierScore(), yes, isYes, seed);
        assertMergesExactly(new BinaryRanking(BinaryRanking.Figure.AUPRC), yes, isYes, seed);
        assertMergesExactly(new MultilabelRanking(MultilabelRanking.Figure.LRAP), probabilities, labelSets, seed);
        assertMergesExactly(
                new MultilabelDecisions(MultilabelDecisions.Figure.F1_SAMPLES, 0.25), probabilities, labelSets, seed);
    }

    @ParameterizedTest
    @EnumSource(ConfusionFigure.class)
    void rightLabelsScoreTheMost(ConfusionFigure figure) {
        List<Integer> labels = List.of(0, 1, 1, 0, 1);
        assertEquals(1.0, ConfusionMetric.of(figure).evaluate(labels, labels).value(), 1e-15);
        double value = ConfusionMetric.of(figure)
                .evaluate(List.of(1, 0, 0, 1, 0), labels)
                .value();
        assertTrue(value >= figure.minimum() && value <= 0, figure + " " + value);
    }

    @Test
    void manyClassesTakeMemoryOfThePairsThatOccur() {
        Random random = new Random(4);
        List<Integer> predicted = random.ints(3000, 0, 2_000_000).boxed().toList();
        List<Integer> labels = random.ints(3000, 0, 2_000_000).boxed().toList();
        ConfusionMetric metric = ConfusionMetric.of(ConfusionFigure.F1_MACRO);
        MetricResult result = metric.evaluate(predicted, labels);
        assertTrue(!result.values().containsKey("confusion_matrix"));
        assertTrue(result.number("kappa_quadratic") > -0.1 && result.number("kappa_quadratic") < 0.1);
    }

    @Test
    void areasWithoutOneKindAreUndefined() {
        MetricResult result = new BinaryRanking(BinaryRanking.Figure.AVERAGE_PRECISION)
                .evaluate(List.of(0.1, 0.9), List.of(false, false));
        assertEquals(0.0, result.value());
        assertTrue(Double.isNaN(result.number("auroc")) && Double.isNaN(result.number("auprc_trapezoid")));
        MetricResult several = new MulticlassAuroc(MulticlassAuroc.Average.OVR_MACRO)
                .evaluate(List.of(new double[] {0.5, 0.5}), List.of(0));
        assertTrue(Double.isNaN(several.value()));
    }

    @Test
    void drawsCountExamplesAsOftenAsTheyAreDrawn() {
        ClassificationCases cases = ClassificationCases.of("binary_ties");
        drawsLikeCopies(ConfusionMetric.of(ConfusionFigure.MCC), cases.predicted(), cases.labels());
        drawsLikeCopies(new BinaryRanking(BinaryRanking.Figure.AUROC), cases.probabilityOfYes(), cases.isYes());
        drawsLikeCopies(new LogLoss(), cases.probabilities(), cases.labels());
        drawsLikeCopies(CalibrationError.of(10), cases.probabilities(), cases.labels());
    }

    private static <P, R> void drawsLikeCopies(Metric<P, R> metric, List<P> predictions, List<R> references) {
        List<Accumulator<P, R>> units = new ArrayList<>();
        List<P> drawnPredictions = new ArrayList<>();
        List<R> drawnReferences = new ArrayList<>();
        int[] multiplicities = new Random(9).ints(predictions.size(), 0, 3).toArray();
        for (int i = 0; i < predictions.size(); i++) {
            units.add(metric.newAccumulator());
            units.get(i).update(predictions.get(i), references.get(i));
            for (int copy = 0; copy < multiplicities[i]; copy++) {
                drawnPredictions.add(predictions.get(i));
                drawnReferences.add(references.get(i));
            }
        }
        MetricResult drawn = metric.resampler(units).result(multiplicities);
        MetricResult copied = metric.evaluate(drawnPredictions, drawnReferences);
        assertEquals(copied.value(), drawn.value(), 1e-13);
        double whole = metric.evaluate(predictions, references).value();
        Bootstrap.Interval interval =
                new Bootstrap(100, 0.95, 1).intervals(metric.resampler(units)).value();
        assertTrue(interval.lower() < whole && whole < interval.upper());
    }

    @Test
    void whatCannotBeScoredIsRefusedInOneLine() {
        assertEquals(
                "example 0: the prediction 2 is not a label: 0 and 1 are",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ConfusionMetric.of(ConfusionFigure.F1_BINARY)
                                        .evaluate(List.of(2), List.of(1)))
                        .getMessage());
        assertEquals(
                "example 0: the reference -1 is not a label: those are integers from 0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> ConfusionMetric.of(ConfusionFigure.MCC).evaluate(List.of(2), List.of(-1)))
                        .getMessage());
        assertEquals(
                "example 0: the score of class 1 is NaN",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> TopKAccuracy.asInSklearn(1)
                                        .evaluate(List.of(new double[] {1, Double.NaN}), List.of(1)))
                        .getMessage());
        assertEquals(
                "example 0: the label 3 is none of the 2 classes, which count from 0",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new LogLoss().evaluate(List.of(new double[] {0.5, 0.5}), List.of(3)))
                        .getMessage());
        assertEquals(
                "example 0: the score 3.0 is no probability; logits go through a softmax first",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> CalibrationError.of(15).evaluate(List.of(new double[] {3, 0.5}), List.of(1)))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> ReferenceCases.throughJson(new LogLoss(), new LogLoss().newAccumulator())
                        .merge(null));
    }
}

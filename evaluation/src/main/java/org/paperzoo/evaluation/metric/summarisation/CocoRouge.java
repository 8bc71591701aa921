package org.paperzoo.evaluation.metric.summarisation;

import java.util.List;
import org.paperzoo.evaluation.metric.MetricDefinition;

/**
 * ROUGE-L of captions as COCO's evaluation computes it, beta 1.2: the greatest precision and the greatest recall over the
 * references, which need not be of one reference. Captions come tokenised, parted by single spaces: a second space makes
 * an empty token, as in the reference. The value is the mean over the captions, a fraction.
 */
public final class CocoRouge extends ExampleMeans<String, List<String>> {

    private static final double BETA = 1.2;

    public CocoRouge() {
        super(
                new MetricDefinition(
                        "rouge-l-coco", "ROUGE_L", "fraction", 0, 1, true, "pycocoevalcap ad63453, rouge.py"),
                List.of("ROUGE_L"),
                0);
    }

    @Override
    public double[] scores(String prediction, List<String> references) {
        References.check(prediction, references);
        TokenNumbers numbers = new TokenNumbers();
        int[] candidate = numbers.numbers(tokens(prediction));
        List<int[]> expected = references.stream()
                .map(reference -> numbers.numbers(tokens(reference)))
                .toList();
        CommonSubsequence subsequence = new CommonSubsequence(numbers.size());
        subsequence.setColumns(candidate);
        double precision = 0;
        double recall = 0;
        for (int[] reference : expected) {
            double length = subsequence.length(reference);
            precision = Math.max(precision, length / candidate.length);
            recall = Math.max(recall, length / reference.length);
        }
        double score = precision == 0 || recall == 0
                ? 0
                : (1 + BETA * BETA) * precision * recall / (recall + BETA * BETA * precision);
        return new double[] {score};
    }

    private static List<String> tokens(String caption) {
        return List.of(caption.split(" ", -1));
    }
}

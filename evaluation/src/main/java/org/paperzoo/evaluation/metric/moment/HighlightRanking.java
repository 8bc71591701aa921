package org.paperzoo.evaluation.metric.moment;

import java.util.Arrays;
import org.paperzoo.evaluation.metric.PairwiseSum;

/** How saliency scores rank a video's clips, after QVHighlights' evaluation (moment_detr, standalone_eval). */
final class HighlightRanking {

    private record Clip(double score, boolean salient) {}

    private HighlightRanking() {}

    /**
     * The mean, over the steps of recall, of the greatest precision at or below a step's threshold; 0 if no clip is
     * salient, 1 if all are. Scores that are missing are 0, those beyond the clips are left out.
     */
    static double averagePrecision(double[] scores, boolean[] salient) {
        Clip[] clips = new Clip[salient.length];
        int positives = 0;
        for (int i = 0; i < clips.length; i++) {
            // Adding zero makes -0 equal 0.
            clips[i] = new Clip(i < scores.length ? scores[i] + 0.0 : 0, salient[i]);
            positives += salient[i] ? 1 : 0;
        }
        if (positives == 0 || positives == clips.length) {
            return positives == 0 ? 0 : 1;
        }
        Arrays.sort(clips, (left, right) -> Double.compare(left.score(), right.score()));
        double[] steps = new double[positives];
        int count = 0;
        int above = positives;
        double greatest = 0;
        for (int start = 0; start < clips.length; ) {
            greatest = Math.max(greatest, (double) above / (clips.length - start));
            int end = start;
            int passed = 0;
            while (end < clips.length && clips[end].score() == clips[start].score()) {
                passed += clips[end].salient() ? 1 : 0;
                end++;
            }
            if (passed > 0) {
                steps[count++] = greatest;
                above -= passed;
            }
            start = end;
        }
        return PairwiseSum.of(steps, count) / count;
    }

    /** Whether any annotator finds the clip of the greatest score salient; the first of several, none beyond the clips. */
    static boolean isBestSalient(double[] scores, boolean[][] salientByAnnotator) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        for (boolean[] salient : salientByAnnotator) {
            if (best < salient.length && salient[best]) {
                return true;
            }
        }
        return false;
    }
}

package org.paperzoo.evaluation.metric.moment;

import java.util.Arrays;

/**
 * What a model found in a video for one query; of windows and saliency, one may be missing.
 *
 * @param query the query's ID
 * @param windows moments in the order given, each {@code start, end} in seconds and {@code score}; null if none are
 *     predicted
 * @param saliency a score for each clip of the video; null if none are predicted
 */
public record MomentPrediction(String query, double[][] windows, double[] saliency) {

    public MomentPrediction {
        if (windows == null && saliency == null) {
            throw new IllegalArgumentException("query " + query + ": there are neither windows nor saliency scores");
        }
        if (windows != null) {
            if (windows.length == 0) {
                throw new IllegalArgumentException("query " + query + ": there must be at least one predicted window");
            }
            for (double[] window : windows) {
                checkFinite(query, "predicted window", window, 3);
            }
        }
        if (saliency != null) {
            if (saliency.length == 0) {
                throw new IllegalArgumentException("query " + query + ": there must be at least one saliency score");
            }
            checkFinite(query, "list of saliency scores", saliency, saliency.length);
        }
    }

    static void checkFinite(String query, String what, double[] numbers, int length) {
        boolean fits = numbers.length == length;
        for (double number : numbers) {
            fits &= Double.isFinite(number);
        }
        if (!fits) {
            throw new IllegalArgumentException("query " + query + ": a " + what + " must be " + length
                    + " finite numbers, not " + Arrays.toString(numbers));
        }
    }
}

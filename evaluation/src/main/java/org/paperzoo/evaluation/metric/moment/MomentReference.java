package org.paperzoo.evaluation.metric.moment;

/**
 * What annotators said of one query.
 *
 * @param query the query's ID
 * @param duration length of the video in seconds
 * @param windows moments that answer the query, each {@code start, end} in seconds, at least one
 * @param clips indices of the clips of two seconds in them
 * @param saliency for each of these clips the scores of three annotators, 0 to 4
 */
public record MomentReference(String query, double duration, double[][] windows, int[] clips, int[][] saliency) {

    static final int ANNOTATORS = 3;
    private static final double CLIP_SECONDS = 2;
    private static final int MOST_CLIPS = 1 << 20;

    public MomentReference {
        if (!(duration >= CLIP_SECONDS && duration / CLIP_SECONDS <= MOST_CLIPS)) {
            throw new IllegalArgumentException("query " + query + ": the duration " + duration
                    + " must be at least one clip of 2 seconds, and less than " + MOST_CLIPS + " of them");
        }
        if (windows.length == 0) {
            throw new IllegalArgumentException("query " + query + ": there must be at least one relevant window");
        }
        for (double[] window : windows) {
            MomentPrediction.checkFinite(query, "relevant window", window, 2);
        }
        if (clips.length != saliency.length) {
            throw new IllegalArgumentException(
                    "query " + query + ": " + saliency.length + " saliency scores for " + clips.length + " clips");
        }
        for (int i = 0; i < clips.length; i++) {
            if (clips[i] < 0 || clips[i] >= (int) (duration / CLIP_SECONDS)) {
                throw new IllegalArgumentException("query " + query + ": clip " + clips[i] + " is none of the "
                        + (int) (duration / CLIP_SECONDS) + " of a video of " + duration + " seconds");
            }
            if (saliency[i].length != ANNOTATORS) {
                throw new IllegalArgumentException("query " + query + ": clip " + clips[i] + " has "
                        + saliency[i].length + " saliency scores, not three");
            }
        }
    }

    /** Number of clips in the video. */
    int clipCount() {
        return (int) (duration / CLIP_SECONDS);
    }

    /** Which clips an annotator gave at least a score. */
    boolean[] salient(int annotator, int least) {
        boolean[] salient = new boolean[clipCount()];
        for (int i = 0; i < clips.length; i++) {
            salient[clips[i]] = saliency[i][annotator] >= least;
        }
        return salient;
    }
}

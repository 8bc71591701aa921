package org.paperzoo.datasets.video;

import java.util.List;

/**
 * A query and the moments of a video that answer it.
 *
 * @param id number of the query in the data set
 * @param query what is looked for, in words
 * @param video name of the video
 * @param duration of the video in seconds
 * @param windows the moments, in the order of the file; none where the split is published without them
 * @param clips how salient the clips of the moments are; none where the split is published without them
 */
public record MomentQuery(
        long id, String query, String video, double duration, List<Window> windows, List<SalientClip> clips) {

    public MomentQuery {
        windows = List.copyOf(windows);
        clips = List.copyOf(clips);
    }

    /**
     * A moment.
     *
     * @param start in seconds
     * @param end in seconds
     */
    public record Window(double start, double end) {
        @Override
        public String toString() {
            return start + "-" + end;
        }
    }

    /**
     * A clip of two seconds.
     *
     * @param number counted from 0 at the video's start
     * @param scores of the annotators, 0 (very bad) to 4 (very good)
     */
    public record SalientClip(int number, List<Integer> scores) {
        @Override
        public String toString() {
            return number + ":" + scores;
        }
    }
}

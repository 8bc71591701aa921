package org.paperzoo.evaluation.metric.detection;

/**
 * How the detections of one category in one picture met its annotations. Bits are numbered by {@link CocoProtocol#bit}.
 *
 * @param category the category
 * @param positives for each range of area, the number of annotations to be found
 * @param scores scores of the detections that count, descending
 * @param matched for each detection, the bits at which it found an annotation
 * @param ignored for each detection, the bits at which it is neither right nor wrong
 */
record CategoryMatches(int category, int[] positives, double[] scores, long[] matched, long[] ignored) {}

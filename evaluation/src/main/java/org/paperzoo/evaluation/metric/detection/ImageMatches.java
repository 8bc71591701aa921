package org.paperzoo.evaluation.metric.detection;

import java.util.List;

/**
 * How the detections in one picture met its annotations.
 *
 * @param imageId the picture
 * @param categories those found or annotated, ascending
 */
record ImageMatches(long imageId, List<CategoryMatches> categories) {}

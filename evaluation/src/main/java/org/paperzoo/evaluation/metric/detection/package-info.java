/**
 * Average precision of detections as COCO defines it. What is compared (boxes, masks, keypoints) is a {@link
 * org.paperzoo.evaluation.metric.detection.Similarity} of two record types; matching and summing up are shared.
 */
package org.paperzoo.evaluation.metric.detection;

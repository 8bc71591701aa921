/** Metrics of label maps. */
package org.paperzoo.evaluation.metric.segmentation;

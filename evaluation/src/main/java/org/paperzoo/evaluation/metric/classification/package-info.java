/** Metrics of labels, scores of classes, and probabilities, as scikit-learn and torchmetrics define them. */
package org.paperzoo.evaluation.metric.classification;

/** Metrics of predicted numbers, as scikit-learn and SciPy define them. */
package org.paperzoo.evaluation.metric.regression;

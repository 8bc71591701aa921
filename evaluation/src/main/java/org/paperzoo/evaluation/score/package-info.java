/**
 * Scoring files without any model: what {@code paperzoo score} does. A {@link org.paperzoo.evaluation.score.Scorer}
 * declares its options and opens a metric with examples; running over all cores, confidence intervals and the comparison
 * of two systems are the same for all of them.
 */
package org.paperzoo.evaluation.score;

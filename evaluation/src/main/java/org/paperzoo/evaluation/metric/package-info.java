/**
 * The metrics of the papers, each equal to the reference implementation that its field uses.
 *
 * <p>A {@link org.paperzoo.evaluation.metric.Metric} is a definition; it makes {@link
 * org.paperzoo.evaluation.metric.Accumulator accumulators}, whose states add up exactly: an evaluation may be split over
 * threads, processes or machines in any way and gives the same digits. {@link
 * org.paperzoo.evaluation.metric.Bootstrap} draws confidence intervals for any of them. Predictions and references are
 * plain records of numbers and strings; nothing here knows an engine.
 */
package org.paperzoo.evaluation.metric;

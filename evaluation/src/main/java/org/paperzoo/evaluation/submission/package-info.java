/**
 * Benchmarks without a model: predictions of a file, in the form in which each data set takes submissions, are joined with
 * the references that the data set's reader gives, and scored by the metrics of the harness.
 */
package org.paperzoo.evaluation.submission;

/** Metrics whose state is a record of numbers for each example. */
package org.paperzoo.evaluation.metric.record;

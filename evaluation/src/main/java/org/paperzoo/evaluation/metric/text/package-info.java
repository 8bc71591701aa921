/** Metrics of texts. */
package org.paperzoo.evaluation.metric.text;

/** Metrics of forecasts. */
package org.paperzoo.evaluation.metric.series;

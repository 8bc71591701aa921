/** Scorers of tables of numbers: labels, scores, forecasts, rankings, moments. */
package org.paperzoo.evaluation.score.table;

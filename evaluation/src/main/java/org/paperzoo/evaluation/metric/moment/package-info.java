/** Metrics of moments and highlights found in videos, as QVHighlights defines them. */
package org.paperzoo.evaluation.metric.moment;

/** Metrics of speech: errors of transcripts, and distances of spectra. */
package org.paperzoo.evaluation.metric.speech;

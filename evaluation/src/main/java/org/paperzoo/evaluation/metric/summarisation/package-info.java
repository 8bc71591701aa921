/** Metrics of summaries, captions and other texts that are compared with references word by word. */
package org.paperzoo.evaluation.metric.summarisation;

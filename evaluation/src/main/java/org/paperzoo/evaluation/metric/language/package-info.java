/** Metrics of language models: how probable they find the tokens of a text. */
package org.paperzoo.evaluation.metric.language;

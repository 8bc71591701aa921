/** Metrics of rankings: trec_eval, torchmetrics, recall of images and texts, CodeXGLUE. */
package org.paperzoo.evaluation.metric.retrieval;

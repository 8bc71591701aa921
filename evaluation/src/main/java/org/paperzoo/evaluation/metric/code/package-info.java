/** Metrics of program code, as CodeXGLUE's evaluators define them. */
package org.paperzoo.evaluation.metric.code;

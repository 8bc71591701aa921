/**
 * A fair comparison of engines that run one model: timed in turns, their outputs compared, held against what the machine
 * could do at best. Nothing here knows what an engine is: it implements {@link
 * org.paperzoo.evaluation.comparison.Contender}.
 */
package org.paperzoo.evaluation.comparison;

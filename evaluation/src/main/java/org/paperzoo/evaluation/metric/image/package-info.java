/** How like generated or restored pictures are to real ones. */
package org.paperzoo.evaluation.metric.image;

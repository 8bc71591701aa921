/** Errors of poses, point clouds and rigid registration. */
package org.paperzoo.evaluation.metric.geometry;

package org.paperzoo.datasets.vision;

/**
 * One object of a picture. Coordinates are in pixels from the upper left corner.
 *
 * @param id its number in the data set
 * @param category number of its category
 * @param left of its box
 * @param top of its box
 * @param width of its box
 * @param height of its box
 * @param area of its mask in square pixels, which decides whether it counts as small, medium or large
 * @param crowd whether it stands for a group of objects that were not told apart
 */
public record ObjectAnnotation(
        long id, long category, double left, double top, double width, double height, double area, boolean crowd) {}

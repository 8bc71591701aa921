package org.paperzoo.datasets.vision;

/**
 * A picture with a class for each of its pixels.
 *
 * @param id unique in its data set
 * @param image the picture
 * @param labels its classes, of the picture's size
 */
public record SegmentationExample(String id, ImageSource image, LabelMap labels) {}

package org.paperzoo.datasets.vision;

/**
 * A picture and its class.
 *
 * @param id its path in the data set
 * @param image the picture, not yet decoded
 * @param label place of its class among the names of all classes in the order of their characters, from 0
 * @param className name of its class
 */
public record LabelledPicture(String id, ImageFile image, int label, String className) {}

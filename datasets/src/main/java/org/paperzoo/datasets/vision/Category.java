package org.paperzoo.datasets.vision;

/**
 * A class of objects.
 *
 * @param id its number in the data set, which need not count without gaps (COCO's 80 lie between 1 and 90)
 * @param name in the data set's language
 */
public record Category(long id, String name) {}

package org.paperzoo.datasets.vision;

/**
 * An object of a Pascal VOC picture.
 *
 * @param name its class
 * @param left leftmost pixel, counted from 1 as VOC does
 * @param top topmost pixel
 * @param right rightmost pixel, which belongs to it
 * @param bottom lowest pixel, which belongs to it
 * @param difficult whether the annotators marked it so, which leaves it out of account
 */
public record VocObject(String name, double left, double top, double right, double bottom, boolean difficult) {}

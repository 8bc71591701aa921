package org.paperzoo.datasets.video;

/**
 * Grey pictures one after another.
 *
 * @param id its place in the data set, from 0
 * @param frames number of pictures
 * @param height in pixels
 * @param width in pixels
 * @param pixels picture by picture, row by row from the top, 0 (black) to 255 as unsigned bytes
 */
public record FrameSequence(String id, int frames, int height, int width, byte[] pixels) {}

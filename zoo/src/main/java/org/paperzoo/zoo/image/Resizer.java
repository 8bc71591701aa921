package org.paperzoo.zoo.image;

/** A library's way to bring a picture to a size: results of different libraries differ by several levels. */
public sealed interface Resizer permits Resampling, OpenCvResampling {

    /**
     * Resizes a picture; one that has the size already is returned as it is.
     *
     * @throws IllegalArgumentException if a side is below 1, or the result (or what lies between two passes) larger than a
     *     picture may be
     */
    Picture resize(Picture picture, int width, int height);
}

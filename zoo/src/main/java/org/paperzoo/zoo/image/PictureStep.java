package org.paperzoo.zoo.image;

/**
 * One step by which evaluation code prepares a picture, as data: equal steps do the same, and a translator's steps can be
 * listed and compared.
 */
public sealed interface PictureStep
        permits CenterCrop, ResizeKeepingRatio, ResizeShortest, ResizeTo, ResizeToMultiple, ResizeWithin, ShortestSide {

    /**
     * Carries the step out.
     *
     * @throws IllegalArgumentException if the result would be empty or larger than a picture may be
     */
    Picture apply(Picture picture);
}

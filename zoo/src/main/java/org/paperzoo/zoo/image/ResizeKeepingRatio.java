package org.paperzoo.zoo.image;

/**
 * Sides in proportion so that the picture covers a size or lies within it, rounded half to even
 * (huggingface/pytorch-image-models, {@code timm/data/transforms.py}, {@code ResizeKeepRatio}).
 *
 * @param target the size to cover or to lie within
 * @param within whether the picture is to lie within it; else it covers it
 */
public record ResizeKeepingRatio(PictureSize target, boolean within, Resizer resizer) implements PictureStep {

    /** The size for a picture. */
    public PictureSize of(PictureSize size) {
        double horizontally = (double) size.width() / target.width();
        double vertically = (double) size.height() / target.height();
        double ratio = within ? Math.max(horizontally, vertically) : Math.min(horizontally, vertically);
        return new PictureSize(rounded(size.width() / ratio), rounded(size.height() / ratio));
    }

    private static int rounded(double length) {
        return (int) Math.rint(length);
    }

    @Override
    public Picture apply(Picture picture) {
        PictureSize size = of(PictureSize.of(picture));
        return resizer.resize(picture, size.width(), size.height());
    }
}

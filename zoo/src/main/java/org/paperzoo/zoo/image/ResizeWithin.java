package org.paperzoo.zoo.image;

/**
 * As large as fits into a longer and a shorter length, whichever way the picture lies, sides rounded half up
 * (open-mmlab/mmcv, {@code image/geometric.py}, {@code rescale_size}: mmsegmentation's and mmdetection's
 * {@code Resize(scale, keep_ratio=True)}).
 *
 * @param longest bound of the longer side in pixels
 * @param shortest bound of the shorter side in pixels
 */
public record ResizeWithin(int longest, int shortest, Resizer resizer) implements PictureStep {

    public ResizeWithin {
        if (shortest < 1 || longest < shortest) {
            throw new IllegalArgumentException(
                    "longest side " + longest + " and shortest " + shortest + "; expected longest >= shortest >= 1");
        }
    }

    /** As written in a configuration: {@code scale=(2048, 512)}, in either order. */
    public static ResizeWithin scale(int one, int other, Resizer resizer) {
        return new ResizeWithin(Math.max(one, other), Math.min(one, other), resizer);
    }

    /** The size for a picture. */
    public PictureSize of(PictureSize size) {
        double longer = Math.max(size.width(), size.height());
        double shorter = Math.min(size.width(), size.height());
        double factor = Math.min(longest / longer, shortest / shorter);
        return new PictureSize((int) (size.width() * factor + 0.5), (int) (size.height() * factor + 0.5));
    }

    @Override
    public Picture apply(Picture picture) {
        PictureSize size = of(PictureSize.of(picture));
        return resizer.resize(picture, size.width(), size.height());
    }
}

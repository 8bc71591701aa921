package org.paperzoo.zoo.image;

/**
 * Each side up to the next multiple of a number, by resizing and not by padding (open-mmlab/mmsegmentation,
 * {@code ResizeToMultiple}; mmcv, {@code imresize_to_multiple}), as SegFormer's evaluation does.
 */
public record ResizeToMultiple(int divisor, Resizer resizer) implements PictureStep {

    public ResizeToMultiple {
        if (divisor < 1 || divisor > 1 << 16) {
            throw new IllegalArgumentException("a divisor of " + divisor + "; expected 1 to 65536");
        }
    }

    @Override
    public Picture apply(Picture picture) {
        return resizer.resize(picture, up(picture.width()), up(picture.height()));
    }

    private int up(int side) {
        return (int) Math.min(Integer.MAX_VALUE, (side + divisor - 1L) / divisor * divisor);
    }
}

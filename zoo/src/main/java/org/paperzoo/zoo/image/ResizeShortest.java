package org.paperzoo.zoo.image;

/**
 * The shorter side to a length, the longer one in proportion and rounded down (torchvision's {@code Resize(side)};
 * pytorch/vision, {@code transforms/functional.py}, {@code _compute_resized_output_size}).
 *
 * @param side length of the shorter side in pixels
 */
public record ResizeShortest(int side, Resizer resizer) implements PictureStep {

    public ResizeShortest {
        if (side < 1) {
            throw new IllegalArgumentException("a shorter side of " + side + " pixels; expected at least 1");
        }
    }

    /** The size for a picture. */
    public PictureSize of(PictureSize size) {
        int shorter = Math.min(size.width(), size.height());
        int longer = Math.max(size.width(), size.height());
        // Python divides whole numbers exactly rounded; both fit a double.
        double scaled = (double) ((long) side * longer) / shorter;
        int length = (int) Math.min(Integer.MAX_VALUE, scaled);
        return size.width() <= size.height() ? new PictureSize(side, length) : new PictureSize(length, side);
    }

    @Override
    public Picture apply(Picture picture) {
        PictureSize size = of(PictureSize.of(picture));
        return resizer.resize(picture, size.width(), size.height());
    }
}

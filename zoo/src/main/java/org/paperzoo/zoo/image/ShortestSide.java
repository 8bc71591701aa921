package org.paperzoo.zoo.image;

/**
 * The size to which detectors bring pictures: the shorter side to a length, unless the longer one would exceed a bound
 * (torchvision's and DETR's {@code get_size_with_aspect_ratio}; facebookresearch/detr, {@code datasets/transforms.py}).
 *
 * @param shortest length of the shorter side in pixels
 * @param longest bound of the longer side in pixels
 */
public record ShortestSide(int shortest, int longest) implements PictureStep {

    public ShortestSide {
        if (shortest < 1 || longest < shortest) {
            throw new IllegalArgumentException(
                    "shortest side " + shortest + " and longest " + longest + "; expected 1 <= shortest <= longest");
        }
    }

    /**
     * The size for a picture. Numbers round as Python's do: the shorter side half to even, the longer one down.
     *
     * @throws IllegalArgumentException if the picture is so thin that its shorter side would vanish
     */
    public PictureSize of(int width, int height) {
        double shorter = Math.min(width, height);
        double longer = Math.max(width, height);
        int side = longer / shorter * shortest > longest ? (int) Math.rint(longest * shorter / longer) : shortest;
        if (side < 1) {
            throw new IllegalArgumentException(
                    "a picture of " + width + " by " + height + " pixels is too thin for a longer side of " + longest);
        }
        if (shorter == side) {
            return new PictureSize(width, height);
        }
        return width < height
                ? new PictureSize(side, (int) ((double) ((long) side * height) / width))
                : new PictureSize((int) ((double) ((long) side * width) / height), side);
    }

    /** Brings a picture to that size, bilinearly. */
    @Override
    public Picture apply(Picture picture) {
        PictureSize size = of(picture.width(), picture.height());
        return Resampling.BILINEAR.resize(picture, size.width(), size.height());
    }
}

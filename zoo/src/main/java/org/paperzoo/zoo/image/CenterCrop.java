package org.paperzoo.zoo.image;

import java.util.List;

/**
 * Cuts the middle out; where the picture is smaller, it is put into the middle of a colour (torchvision's
 * {@code CenterCrop}, which fills with black; timm's {@code CenterCropOrPad}, which fills with the mean). What cannot be
 * halved goes right and below when padding, and is rounded half to even when cutting.
 *
 * @param size what is cut out
 * @param fill red, green and blue of the colour, in [0, 255]
 */
public record CenterCrop(PictureSize size, List<Integer> fill) implements PictureStep {

    public CenterCrop {
        fill = List.copyOf(fill);
        if (fill.size() != Picture.CHANNELS || !fill.stream().allMatch(level -> level >= 0 && level <= 255)) {
            throw new IllegalArgumentException("the colour " + fill + "; expected three levels from 0 to 255");
        }
    }

    /** A crop that fills with black. */
    public static CenterCrop of(PictureSize size) {
        return new CenterCrop(size, List.of(0, 0, 0));
    }

    @Override
    public Picture apply(Picture picture) {
        if (PictureSize.of(picture).equals(size)) {
            return picture;
        }
        int left = start(picture.width(), size.width());
        int top = start(picture.height(), size.height());
        byte[] from = picture.pixels();
        byte[] to = new byte[Picture.CHANNELS * size.width() * size.height()];
        paint(to);
        int firstColumn = Math.max(0, -left);
        int columns = Math.min(size.width(), picture.width() - left) - firstColumn;
        for (int y = Math.max(0, -top); y < Math.min(size.height(), picture.height() - top); y++) {
            int source = Picture.CHANNELS * ((y + top) * picture.width() + left + firstColumn);
            int target = Picture.CHANNELS * (y * size.width() + firstColumn);
            System.arraycopy(from, source, to, target, Picture.CHANNELS * columns);
        }
        return new Picture(size.width(), size.height(), to);
    }

    /** The column of the picture that becomes the first one; below 0 where columns are put before it. */
    private static int start(int length, int wanted) {
        return wanted > length ? -((wanted - length) / 2) : (int) Math.rint((length - wanted) / 2.0);
    }

    private void paint(byte[] pixels) {
        if (fill.stream().allMatch(level -> level == 0)) {
            return;
        }
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = fill.get(i % Picture.CHANNELS).byteValue();
        }
    }
}

package org.paperzoo.zoo.image;

import java.util.List;

/**
 * How a picture becomes what a network reads, as data: steps on its bytes, normalisation, and zeros around the normalised
 * picture where the network wants sides of a multiple. A translator composes one of its parts or takes a ready one from
 * {@link EvaluationInputs}.
 *
 * @param steps carried out one after another
 * @param normalisation from bytes to numbers
 * @param divisor of which both sides are made a multiple by zeros at the right and the bottom, after normalising; 1 for none
 */
public record PictureInput(List<PictureStep> steps, Normalisation normalisation, int divisor) {

    public PictureInput {
        steps = List.copyOf(steps);
        if (divisor < 1 || divisor > 1 << 16) {
            throw new IllegalArgumentException("a divisor of " + divisor + "; expected 1 to 65536");
        }
    }

    /** An input without padding. */
    public static PictureInput of(Normalisation normalisation, PictureStep... steps) {
        return new PictureInput(List.of(steps), normalisation, 1);
    }

    /**
     * Numbers of a picture.
     *
     * @param values the planes of red, green and blue one after another: {@code [3, height, width]}
     */
    public record Planes(PictureSize size, float[] values) {}

    /** What the network sees of a picture, before normalisation; what will be padded with zeros is black. */
    public Picture seen(Picture picture) {
        Picture stepped = stepped(picture);
        PictureSize size = padded(stepped);
        if (size.equals(PictureSize.of(stepped))) {
            return stepped;
        }
        byte[] pixels = new byte[Picture.CHANNELS * size.width() * size.height()];
        int row = Picture.CHANNELS * stepped.width();
        for (int y = 0; y < stepped.height(); y++) {
            System.arraycopy(stepped.pixels(), y * row, pixels, y * Picture.CHANNELS * size.width(), row);
        }
        return new Picture(size.width(), size.height(), pixels);
    }

    /** The numbers that the network reads. */
    public Planes planes(Picture picture) {
        Picture stepped = stepped(picture);
        PictureSize size = padded(stepped);
        float[] values = normalisation.planes(stepped);
        if (size.equals(PictureSize.of(stepped))) {
            return new Planes(size, values);
        }
        float[] padded = new float[Picture.CHANNELS * size.width() * size.height()];
        for (int row = 0; row < Picture.CHANNELS * stepped.height(); row++) {
            int plane = row / stepped.height();
            int target = (plane * size.height() + row % stepped.height()) * size.width();
            System.arraycopy(values, row * stepped.width(), padded, target, stepped.width());
        }
        return new Planes(size, padded);
    }

    private Picture stepped(Picture picture) {
        Picture stepped = picture;
        for (PictureStep step : steps) {
            stepped = step.apply(stepped);
        }
        return stepped;
    }

    private PictureSize padded(Picture picture) {
        return new PictureSize(up(picture.width()), up(picture.height()));
    }

    private int up(int side) {
        return (int) Math.min(Integer.MAX_VALUE, (side + divisor - 1L) / divisor * divisor);
    }
}

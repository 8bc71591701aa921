package org.paperzoo.zoo.image;

/**
 * From bytes to the numbers a network reads, in float32 and in the order of operations of the library that is followed:
 * a last digit decides nothing, but lets a run be compared with the reference's digit by digit.
 *
 * @param mean of red, green and blue, in the unit of the form
 * @param deviation standard deviation of red, green and blue, above 0
 * @param form which library's order of operations
 */
public record Normalisation(float[] mean, float[] deviation, Form form) {

    /** The order of operations. */
    public enum Form {
        /** {@code (byte / 255 - mean) / deviation}: torchvision's {@code ToTensor} and {@code Normalize}. */
        UNIT {
            @Override
            float apply(int level, float mean, float deviation) {
                return (level / 255f - mean) / deviation;
            }
        },
        /** {@code (byte - mean) / deviation}: mmengine's {@code ImgDataPreprocessor}, detectron2. */
        BYTE {
            @Override
            float apply(int level, float mean, float deviation) {
                return (level - mean) / deviation;
            }
        },
        /** {@code (byte - mean) * (1 / deviation)}, the product in float64: mmcv's {@code imnormalize} through OpenCV. */
        BYTE_INVERSE {
            @Override
            float apply(int level, float mean, float deviation) {
                // What was written down is inverted, and not the float32 next to it.
                double factor = 1 / Double.parseDouble(Float.toString(deviation));
                return (float) ((level - mean) * factor);
            }
        };

        abstract float apply(int level, float mean, float deviation);
    }

    /** The statistics of ImageNet, with which most backbones were trained. */
    public static final Normalisation IMAGENET =
            new Normalisation(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

    /** The same as mmsegmentation's configurations write and mmcv computes them. */
    public static final Normalisation MMSEGMENTATION = new Normalisation(
            new float[] {123.675f, 116.28f, 103.53f}, new float[] {58.395f, 57.12f, 57.375f}, Form.BYTE_INVERSE);

    public Normalisation {
        if (mean.length != Picture.CHANNELS || deviation.length != Picture.CHANNELS) {
            throw new IllegalArgumentException("needs three means and deviations");
        }
        mean = mean.clone();
        deviation = deviation.clone();
        for (int channel = 0; channel < Picture.CHANNELS; channel++) {
            if (!Float.isFinite(mean[channel])) {
                throw new IllegalArgumentException("a mean of " + mean[channel] + "; expected a finite number");
            }
            if (!(deviation[channel] > 0 && deviation[channel] < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "a standard deviation of " + deviation[channel] + "; expected a finite number above 0");
            }
        }
    }

    /** torchvision's form: mean and deviation of values in [0, 1]. */
    public Normalisation(float[] mean, float[] deviation) {
        this(mean, deviation, Form.UNIT);
    }

    /** The picture's three planes one after another: {@code [3, height, width]}. */
    public float[] planes(Picture picture) {
        int size = picture.width() * picture.height();
        float[] planes = new float[Picture.CHANNELS * size];
        byte[] pixels = picture.pixels();
        for (int channel = 0; channel < Picture.CHANNELS; channel++) {
            float[] values = new float[256];
            for (int level = 0; level < values.length; level++) {
                values[level] = form.apply(level, mean[channel], deviation[channel]);
            }
            int to = channel * size;
            for (int from = channel; from < pixels.length; from += Picture.CHANNELS) {
                planes[to++] = values[pixels[from] & 0xff];
            }
        }
        return planes;
    }
}

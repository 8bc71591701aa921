package org.paperzoo.zoo.image;

/**
 * From bytes to the numbers a network reads: {@code (byte / 255 - mean) / deviation} of each channel, in float32 as
 * torchvision's {@code ToTensor} and {@code Normalize} compute it.
 *
 * @param mean of red, green and blue, in [0, 1]
 * @param deviation standard deviation of red, green and blue, above 0
 */
public record Normalisation(float[] mean, float[] deviation) {

    /** The statistics of ImageNet, with which most backbones were trained. */
    public static final Normalisation IMAGENET =
            new Normalisation(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

    public Normalisation {
        if (mean.length != Picture.CHANNELS || deviation.length != Picture.CHANNELS) {
            throw new IllegalArgumentException("needs three means and deviations");
        }
        mean = mean.clone();
        deviation = deviation.clone();
        for (float each : deviation) {
            if (!(each > 0)) {
                throw new IllegalArgumentException("a standard deviation of " + each + "; expected above 0");
            }
        }
    }

    /** The picture's three planes one after another: {@code [3, height, width]}. */
    public float[] planes(Picture picture) {
        int size = picture.width() * picture.height();
        float[] planes = new float[Picture.CHANNELS * size];
        byte[] pixels = picture.pixels();
        for (int channel = 0; channel < Picture.CHANNELS; channel++) {
            float[] values = new float[256];
            for (int value = 0; value < values.length; value++) {
                values[value] = (value / 255f - mean[channel]) / deviation[channel];
            }
            int to = channel * size;
            for (int from = channel; from < pixels.length; from += Picture.CHANNELS) {
                planes[to++] = values[pixels[from] & 0xff];
            }
        }
        return planes;
    }
}

package org.paperzoo.evaluation.metric.image;

/**
 * The samples of a picture, of 8 or 16 bits.
 *
 * @param samples row by row, the channels of a pixel together; held uncopied
 * @param width in pixels
 * @param height in pixels
 * @param channels 1 for grey, 3 for RGB
 * @param peak the greatest value that a sample can have: 255 or 65,535
 */
public record Pixels(char[] samples, int width, int height, int channels, int peak) {

    public Pixels {
        if (width < 1 || height < 1 || channels < 1 || (long) width * height * channels != samples.length) {
            throw new IllegalArgumentException(
                    samples.length + " samples for " + width + " x " + height + " pixels of " + channels + " channels");
        }
        if (peak != 255 && peak != 65_535) {
            throw new IllegalArgumentException("the peak of samples is 255 or 65535, not " + peak);
        }
        for (char sample : samples) {
            if (sample > peak) {
                throw new IllegalArgumentException("a sample is " + (int) sample + ", the peak " + peak);
            }
        }
    }

    /** Checks that another picture has this one's form. */
    void checkSameForm(Pixels other) {
        if (!form().equals(other.form())) {
            throw new IllegalArgumentException("the prediction has " + other.form() + ", the reference " + form());
        }
    }

    private String form() {
        return width + " x " + height + " pixels of " + channels + " channels up to " + peak;
    }
}

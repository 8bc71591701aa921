package org.paperzoo.datasets.vision;

/**
 * The numbers that a PNG picture stores, without any colour that they stand for: indices of a palette stay indices, and
 * grey of few bits is not stretched.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels samples of a pixel: 1 for grey or indices, 2 with transparency, 3 for RGB, 4 with transparency
 * @param bits of a sample, as stored: 1, 2, 4, 8 or 16
 * @param indexed whether samples are indices of a palette
 * @param samples row by row, the samples of a pixel together; a byte each, or two with the upper one first where there are
 *     16 bits
 */
public record PngSamples(int width, int height, int channels, int bits, boolean indexed, byte[] samples) {

    /** A sample, unsigned. */
    public int sample(int index) {
        return bits == 16 ? (samples[2 * index] & 0xFF) << 8 | samples[2 * index + 1] & 0xFF : samples[index] & 0xFF;
    }
}

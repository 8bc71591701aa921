package org.paperzoo.evaluation.metric.image;

/** Weighted means over square windows of a picture, by one axis after the other. */
final class WindowMeans {

    private final int width;
    private final int height;
    private final double[] weights;
    /** How far windows reach over the border. */
    private final int padding;

    private final int outputWidth;
    private final int outputHeight;

    /**
     * Windows of a picture.
     *
     * @param weights of a window along either axis; an odd number
     * @param reflected whether there is a window around each pixel, over a picture reflected without its edge; if not, only
     *     where it fits
     */
    WindowMeans(int width, int height, double[] weights, boolean reflected) {
        this.width = width;
        this.height = height;
        this.weights = weights;
        padding = reflected ? weights.length / 2 : 0;
        outputWidth = width + 2 * padding - weights.length + 1;
        outputHeight = height + 2 * padding - weights.length + 1;
    }

    /**
     * The mean of each window.
     *
     * @param samples row by row
     * @param factors what each sample is multiplied by first; null for nothing
     */
    double[] of(double[] samples, double[] factors) {
        double[] columns = new double[outputHeight * width];
        for (int y = 0; y < outputHeight; y++) {
            for (int tap = 0; tap < weights.length; tap++) {
                int from = reflect(y + tap - padding, height) * width;
                if (factors == null) {
                    add(weights[tap], samples, from, columns, y * width, width);
                } else {
                    addProducts(weights[tap], samples, factors, from, columns, y * width, width);
                }
            }
        }
        double[] means = new double[outputHeight * outputWidth];
        double[] row = new double[width + 2 * padding];
        for (int y = 0; y < outputHeight; y++) {
            for (int x = 0; x < row.length; x++) {
                row[x] = columns[y * width + reflect(x - padding, width)];
            }
            for (int tap = 0; tap < weights.length; tap++) {
                add(weights[tap], row, tap, means, y * outputWidth, outputWidth);
            }
        }
        return means;
    }

    private static int reflect(int index, int length) {
        int positive = Math.abs(index);
        return positive < length ? positive : 2 * (length - 1) - positive;
    }

    private static void add(double weight, double[] samples, int from, double[] sums, int to, int count) {
        for (int i = 0; i < count; i++) {
            sums[to + i] += weight * samples[from + i];
        }
    }

    private static void addProducts(
            double weight, double[] samples, double[] factors, int from, double[] sums, int to, int count) {
        for (int i = 0; i < count; i++) {
            sums[to + i] += weight * (samples[from + i] * factors[from + i]);
        }
    }
}

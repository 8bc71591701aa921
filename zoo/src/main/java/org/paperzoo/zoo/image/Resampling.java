package org.paperzoo.zoo.image;

import java.util.Arrays;

/**
 * Resizing as Pillow does it for 8-bit pictures, byte for byte (python-pillow/Pillow, {@code src/libImaging/Resample.c}
 * and {@code Geometry.c}): a horizontal and a vertical pass with kernels widened to the scale when shrinking, weights in
 * fixed point of 22 bits, and rounding to a byte between the passes.
 */
public enum Resampling implements Resizer {
    /** The pixel under the centre; no averaging when shrinking. */
    NEAREST(0) {
        @Override
        double weight(double x) {
            throw new UnsupportedOperationException("nearest has no kernel");
        }
    },
    BOX(0.5) {
        @Override
        double weight(double x) {
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        }
    },
    BILINEAR(1) {
        @Override
        double weight(double x) {
            double distance = Math.abs(x);
            return distance < 1 ? 1 - distance : 0;
        }
    },
    /** A raised cosine on a sinc, as narrow as the bilinear kernel. */
    HAMMING(1) {
        @Override
        double weight(double x) {
            double angle = Math.abs(x) * Math.PI;
            if (x == 0) {
                return 1;
            }
            return Math.abs(x) < 1 ? Math.sin(angle) / angle * (0.54 + 0.46 * Math.cos(angle)) : 0;
        }
    },
    /** Keys' kernel with a = -0.5. */
    BICUBIC(2) {
        @Override
        double weight(double x) {
            double a = -0.5;
            double distance = Math.abs(x);
            if (distance < 1) {
                return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
            }
            return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * a : 0;
        }
    },
    /** A sinc windowed by one three times as wide. */
    LANCZOS(3) {
        @Override
        double weight(double x) {
            return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
        }

        private static double sinc(double x) {
            double angle = x * Math.PI;
            return x == 0 ? 1 : Math.sin(angle) / angle;
        }
    };

    /** Of 32 bits, 8 hold the result, and 2 what kernels with negative parts overshoot. */
    private static final int PRECISION = 32 - 8 - 2;

    private static final int HALF = 1 << (PRECISION - 1);

    private final double support;

    Resampling(double support) {
        this.support = support;
    }

    /** The kernel at a distance in pixels. */
    abstract double weight(double x);

    @Override
    public Picture resize(Picture picture, int width, int height) {
        PictureSize size = new PictureSize(width, height);
        if (this == NEAREST) {
            return nearest(picture, size.width(), size.height());
        }
        if ((long) width * picture.height() > Picture.MOST_PIXELS) {
            throw new IllegalArgumentException("a picture of " + PictureSize.of(picture) + " pixels is too high to be"
                    + " made " + width + " wide first: at most " + Picture.MOST_PIXELS + " pixels in all");
        }
        Picture narrowed = width == picture.width() ? picture : horizontally(picture, taps(picture.width(), width));
        return height == picture.height() ? narrowed : vertically(narrowed, taps(picture.height(), height));
    }

    /**
     * What each pixel of a row (or column) is made of.
     *
     * @param starts the first pixel read
     * @param counts how many are read
     * @param weights in fixed point: {@code size} for each pixel made, of which the first {@code counts} are used
     * @param size most pixels read
     */
    private record Taps(int[] starts, int[] counts, int[] weights, int size) {}

    private Taps taps(int from, int to) {
        double scale = (double) from / to;
        double stretch = Math.max(scale, 1);
        double reach = support * stretch;
        int size = (int) Math.ceil(reach) * 2 + 1;
        int[] starts = new int[to];
        int[] counts = new int[to];
        int[] fixed = new int[Math.multiplyExact(to, size)];
        double[] weights = new double[size];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * scale;
            int start = Math.max(0, (int) (centre - reach + 0.5));
            int count = Math.min(from, (int) (centre + reach + 0.5)) - start;
            double sum = 0;
            for (int k = 0; k < count; k++) {
                // Multiplied by the inverse, not divided: the last bit decides roundings further on.
                weights[k] = weight((k + start - centre + 0.5) * (1 / stretch));
                sum += weights[k];
            }
            for (int k = 0; k < count; k++) {
                double share = (sum == 0 ? weights[k] : weights[k] / sum) * (1 << PRECISION);
                fixed[i * size + k] = (int) (share < 0 ? share - 0.5 : share + 0.5);
            }
            starts[i] = start;
            counts[i] = count;
        }
        return new Taps(starts, counts, fixed, size);
    }

    private static Picture horizontally(Picture picture, Taps taps) {
        int width = taps.starts().length;
        int height = picture.height();
        byte[] from = picture.pixels();
        byte[] to = new byte[Picture.CHANNELS * width * height];
        int[] weights = taps.weights();
        int out = 0;
        for (int y = 0; y < height; y++) {
            int row = Picture.CHANNELS * y * picture.width();
            for (int x = 0; x < width; x++) {
                int in = row + Picture.CHANNELS * taps.starts()[x];
                int weight = x * taps.size();
                int red = HALF;
                int green = HALF;
                int blue = HALF;
                for (int end = weight + taps.counts()[x]; weight < end; weight++) {
                    int factor = weights[weight];
                    red += (from[in] & 0xff) * factor;
                    green += (from[in + 1] & 0xff) * factor;
                    blue += (from[in + 2] & 0xff) * factor;
                    in += Picture.CHANNELS;
                }
                to[out++] = clip(red);
                to[out++] = clip(green);
                to[out++] = clip(blue);
            }
        }
        return new Picture(width, height, to);
    }

    /** Whole rows at once, so that memory is read in its order. */
    private static Picture vertically(Picture picture, Taps taps) {
        int height = taps.starts().length;
        int stride = Picture.CHANNELS * picture.width();
        byte[] from = picture.pixels();
        byte[] to = new byte[stride * height];
        int[] sums = new int[stride];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, HALF);
            for (int k = 0; k < taps.counts()[y]; k++) {
                int factor = taps.weights()[y * taps.size() + k];
                int in = (taps.starts()[y] + k) * stride;
                for (int i = 0; i < stride; i++) {
                    sums[i] += (from[in + i] & 0xff) * factor;
                }
            }
            for (int i = 0; i < stride; i++) {
                to[y * stride + i] = clip(sums[i]);
            }
        }
        return new Picture(picture.width(), height, to);
    }

    private static byte clip(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> PRECISION));
    }

    private static Picture nearest(Picture picture, int width, int height) {
        int[] columns = centres(picture.width(), width);
        int[] rows = centres(picture.height(), height);
        byte[] from = picture.pixels();
        byte[] to = new byte[Picture.CHANNELS * width * height];
        int out = 0;
        for (int row : rows) {
            for (int column : columns) {
                int in = Picture.CHANNELS * (row * picture.width() + column);
                to[out++] = from[in];
                to[out++] = from[in + 1];
                to[out++] = from[in + 2];
            }
        }
        return new Picture(width, height, to);
    }

    /** Positions are added up step by step, as Pillow does: a product would round otherwise. */
    private static int[] centres(int from, int to) {
        double step = (double) from / to;
        double position = step * 0.5;
        int[] centres = new int[to];
        for (int i = 0; i < to; i++) {
            centres[i] = Math.min((int) position, from - 1);
            position += step;
        }
        return centres;
    }
}

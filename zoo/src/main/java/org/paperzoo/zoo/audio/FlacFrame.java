package org.paperzoo.zoo.audio;

import java.io.IOException;
import java.util.Arrays;

/** Decodes the subframes of a FLAC frame (RFC 9639, section 9.2). Errors are told as {@link IOException} without a place. */
final class FlacFrame {

    private static final int LARGEST_ORDER = 32;

    private FlacFrame() {}

    /**
     * Decodes a subframe.
     *
     * @param bits of a sample, up to 33
     * @param samples takes the samples, the first {@code size} of it
     */
    static void subframe(FlacBits input, int bits, long[] samples, int size) throws IOException {
        if (input.unsigned(1) != 0) {
            throw new IOException("a subframe does not begin with 0");
        }
        int type = (int) input.unsigned(6);
        int wasted = input.unsigned(1) == 0 ? 0 : 1 + input.zeros(bits);
        int width = bits - wasted;
        if (width < 1) {
            throw new IOException("more bits are wasted than there are");
        }
        if (type == 0) {
            Arrays.fill(samples, 0, size, input.signed(width));
        } else if (type == 1) {
            for (int i = 0; i < size; i++) {
                samples[i] = input.signed(width);
            }
        } else if (type >= 8 && type <= 12) {
            fixed(input, width, type - 8, samples, size);
        } else if (type >= 32) {
            linear(input, width, type - 31, samples, size);
        } else {
            throw new IOException("a subframe is of the reserved type " + type);
        }
        if (wasted > 0) {
            for (int i = 0; i < size; i++) {
                samples[i] <<= wasted;
            }
        }
    }

    private static void fixed(FlacBits input, int bits, int order, long[] samples, int size) throws IOException {
        warmUp(input, bits, order, samples, size);
        residuals(input, order, samples, size);
        for (int i = order; i < size; i++) {
            samples[i] += switch (order) {
                case 0 -> 0;
                case 1 -> samples[i - 1];
                case 2 -> 2 * samples[i - 1] - samples[i - 2];
                case 3 -> 3 * (samples[i - 1] - samples[i - 2]) + samples[i - 3];
                default -> 4 * (samples[i - 1] + samples[i - 3]) - 6 * samples[i - 2] - samples[i - 4];
            };
        }
    }

    private static void linear(FlacBits input, int bits, int order, long[] samples, int size) throws IOException {
        if (order > LARGEST_ORDER) {
            throw new IOException("a predictor of order " + order);
        }
        warmUp(input, bits, order, samples, size);
        int precision = (int) input.unsigned(4) + 1;
        int shift = (int) input.signed(5);
        if (precision == 16 || shift < 0) {
            throw new IOException("a predictor's precision or shift is forbidden");
        }
        long[] coefficients = new long[order];
        for (int i = 0; i < order; i++) {
            coefficients[i] = input.signed(precision);
        }
        residuals(input, order, samples, size);
        for (int i = order; i < size; i++) {
            long sum = 0;
            for (int k = 0; k < order; k++) {
                sum += coefficients[k] * samples[i - 1 - k];
            }
            samples[i] += sum >> shift;
        }
    }

    private static void warmUp(FlacBits input, int bits, int order, long[] samples, int size) throws IOException {
        if (order > size) {
            throw new IOException("a predictor is longer than its block");
        }
        for (int i = 0; i < order; i++) {
            samples[i] = input.signed(bits);
        }
    }

    /** Puts the residuals behind the warm-up samples. */
    private static void residuals(FlacBits input, int order, long[] samples, int size) throws IOException {
        int method = (int) input.unsigned(2);
        if (method > 1) {
            throw new IOException("residuals are coded by the reserved method " + method);
        }
        int parameterBits = method == 0 ? 4 : 5;
        int escape = (1 << parameterBits) - 1;
        int partitions = 1 << input.unsigned(4);
        if (size % partitions != 0 || size / partitions < order) {
            throw new IOException("a block of " + size + " samples cannot be cut into " + partitions + " parts");
        }
        int next = order;
        for (int partition = 1; partition <= partitions; partition++) {
            int end = size / partitions * partition;
            int parameter = (int) input.unsigned(parameterBits);
            if (parameter == escape) {
                int bits = (int) input.unsigned(5);
                while (next < end) {
                    samples[next++] = input.signed(bits);
                }
            } else {
                while (next < end) {
                    samples[next++] = input.rice(parameter);
                }
            }
        }
    }
}

package org.paperzoo.zoo.audio;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The discrete Fourier transform of real numbers, of any length whose prime factors are small (Stockham's
 * self-sorting form with mixed radices), in float64. Written here because front ends need lengths such as 400, which
 * power-of-two libraries lack, and a hundred lines are less than a dependency.
 *
 * <p>For one thread: it holds its work space.
 */
final class Fourier {

    private static final int LARGEST = 1 << 20;
    private static final int LARGEST_FACTOR = 61;

    private final int size;
    private final int[] factors;
    private final double[] cosines;
    private final double[] sines;
    private final double[][] real = new double[2][];
    private final double[][] imaginary = new double[2][];

    /**
     * A transform of a length.
     *
     * @throws IllegalArgumentException if it is below 1 or above 2^20, or has a prime factor above 61
     */
    Fourier(int size) {
        if (size < 1 || size > LARGEST) {
            throw new IllegalArgumentException("a Fourier transform of " + size + " points; expected 1 to " + LARGEST);
        }
        this.size = size;
        factors = factors(size);
        cosines = new double[size];
        sines = new double[size];
        for (int i = 0; i < size; i++) {
            cosines[i] = Math.cos(2 * Math.PI * i / size);
            sines[i] = -Math.sin(2 * Math.PI * i / size);
        }
        for (int i = 0; i < 2; i++) {
            real[i] = new double[size];
            imaginary[i] = new double[size];
        }
    }

    private static int[] factors(int size) {
        List<Integer> factors = new ArrayList<>();
        int rest = size;
        for (int factor = 4; rest > 1; ) {
            if (rest % factor == 0) {
                factors.add(factor);
                rest /= factor;
            } else {
                factor = factor == 4 ? 2 : factor == 2 ? 3 : factor + 2;
            }
            if (factor > LARGEST_FACTOR) {
                throw new IllegalArgumentException("a Fourier transform of " + size + " points: its factor " + rest
                        + " is too large; expected a product of small primes");
            }
        }
        return factors.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Number of frequencies from 0 to half the sampling rate: {@code size / 2 + 1}. */
    int bins() {
        return size / 2 + 1;
    }

    /**
     * Squared magnitudes.
     *
     * @param frame {@code size} numbers
     * @param power takes {@link #bins()} numbers
     */
    void power(double[] frame, double[] power) {
        System.arraycopy(frame, 0, real[0], 0, size);
        Arrays.fill(imaginary[0], 0);
        int from = 0;
        int length = size;
        int stride = 1;
        for (int factor : factors) {
            pass(factor, length / factor, stride, from);
            from = 1 - from;
            length /= factor;
            stride *= factor;
        }
        for (int i = 0; i < bins(); i++) {
            power[i] = real[from][i] * real[from][i] + imaginary[from][i] * imaginary[from][i];
        }
    }

    /** One pass: transforms of {@code factor} points, {@code parts * stride} of them. */
    private void pass(int factor, int parts, int stride, int from) {
        double[] inReal = real[from];
        double[] inImaginary = imaginary[from];
        double[] outReal = real[1 - from];
        double[] outImaginary = imaginary[1 - from];
        int step = size / factor;
        for (int part = 0; part < parts; part++) {
            for (int result = 0; result < factor; result++) {
                // The angles of this result's terms, and the twiddle that the next pass needs, are multiples of one.
                int turn = result * part * stride % size;
                double turnReal = cosines[turn];
                double turnImaginary = sines[turn];
                for (int q = 0; q < stride; q++) {
                    double sumReal = 0;
                    double sumImaginary = 0;
                    int angle = 0;
                    for (int k = 0; k < factor; k++) {
                        int in = q + stride * (part + parts * k);
                        sumReal += inReal[in] * cosines[angle] - inImaginary[in] * sines[angle];
                        sumImaginary += inReal[in] * sines[angle] + inImaginary[in] * cosines[angle];
                        angle += result * step;
                        angle = angle >= size ? angle % size : angle;
                    }
                    int out = q + stride * (factor * part + result);
                    outReal[out] = sumReal * turnReal - sumImaginary * turnImaginary;
                    outImaginary[out] = sumReal * turnImaginary + sumImaginary * turnReal;
                }
            }
        }
    }
}

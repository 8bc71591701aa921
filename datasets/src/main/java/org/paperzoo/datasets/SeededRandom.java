package org.paperzoo.datasets;

/**
 * The generator behind everything that is made from a seed: SplitMix64 (Steele, Lea and Flood, "Fast splittable
 * pseudorandom number generators", 2014). It is written out here, with whole-number and plain IEEE arithmetic only, because
 * the numbers that the JDK's generators give for bounded and Gaussian draws are not promised from release to release, and
 * samples must not drift.
 */
public final class SeededRandom {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    public SeededRandom(long seed) {
        this.state = seed;
    }

    /** A generator for one member of a sequence: independent of the others, reachable without drawing them. */
    public static SeededRandom of(long seed, long member) {
        return new SeededRandom(mix(seed + GOLDEN_GAMMA * (2 * member + 1)));
    }

    /** 64 uniform bits. */
    public long nextLong() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /** Uniform in {@code [0, bound)}; without the bias of a plain remainder. */
    public int below(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("the bound must be at least 1, not " + bound);
        }
        long limit = (1L << 31) / bound * bound;
        long drawn;
        do {
            drawn = nextLong() >>> 33;
        } while (drawn >= limit);
        return (int) (drawn % bound);
    }

    /** Uniform in {@code [least, most]}. */
    public int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /** Uniform in {@code [0, 1)} with 53 bits. */
    public double uniform() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in {@code [least, most)}. */
    public double uniform(double least, double most) {
        return least + (most - least) * uniform();
    }

    /** True with a probability. */
    public boolean chance(double probability) {
        return uniform() < probability;
    }

    /**
     * Close to normal with mean 0 and deviation 1: the sum of twelve uniform numbers less six, which needs no logarithm and
     * is cut off at six deviations.
     */
    public double gaussian() {
        double sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += uniform();
        }
        return sum - 6;
    }

    /** One of some values. */
    @SafeVarargs
    public final <T> T pick(T... values) {
        return values[below(values.length)];
    }

    /** The numbers from 0 to {@code size - 1} in random order. */
    public int[] permutation(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int other = below(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

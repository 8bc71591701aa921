package org.paperzoo.evaluation.metric;

import java.util.Arrays;

/**
 * The random numbers of numpy's {@code default_rng(seed)}, for references that draw them: PCG64 (O'Neill 2014, 128 bits
 * of state, output XSL-RR) with a state that numpy's {@code SeedSequence} derives from the seed. Checked against numpy
 * 1.24. For one thread.
 */
public final class NumpyRandom {

    private static final long MULTIPLIER_HIGH = 0x2360_ED05_1FC6_5DA4L;
    private static final long MULTIPLIER_LOW = 0x4385_DF64_9FCC_F645L;
    private static final long UNSIGNED_INT = 0xFFFF_FFFFL;
    private static final int POOL = 4;

    private long high;
    private long low;
    private final long incrementHigh;
    private final long incrementLow;

    /** Upper half of a 64-bit output, of which the lower half was given. */
    private long kept;

    private boolean hasKept;

    /**
     * @param seed the seed, not negative
     */
    public NumpyRandom(long seed) {
        if (seed < 0) {
            throw new IllegalArgumentException("the seed must not be negative, but is " + seed);
        }
        long[] words = seedWords(seed);
        incrementHigh = words[2] << 1 | words[3] >>> 63;
        incrementLow = words[3] << 1 | 1;
        step();
        add(words[0], words[1]);
        step();
    }

    /** What {@code SeedSequence(seed).generate_state(4, uint64)} gives. */
    private static long[] seedWords(long seed) {
        int[] pool = new int[POOL];
        int constant = 0x43B0_D7E5;
        for (int i = 0; i < POOL; i++) {
            int entropy = i == 0 ? (int) seed : i == 1 ? (int) (seed >>> 32) : 0;
            pool[i] = hashed(entropy, constant, 0x931E_8875);
            constant *= 0x931E_8875;
        }
        for (int source = 0; source < POOL; source++) {
            for (int target = 0; target < POOL; target++) {
                if (source != target) {
                    int mixed = 0xCA01_F9DD * pool[target] - 0x4973_F715 * hashed(pool[source], constant, 0x931E_8875);
                    pool[target] = mixed ^ mixed >>> 16;
                    constant *= 0x931E_8875;
                }
            }
        }
        long[] words = new long[4];
        constant = 0x8B51_F9DD;
        for (int i = 0; i < 2 * words.length; i++) {
            int word = hashed(pool[i % POOL], constant, 0x58F3_8DED);
            constant *= 0x58F3_8DED;
            words[i / 2] |= (word & UNSIGNED_INT) << 32 * (i % 2);
        }
        return words;
    }

    private static int hashed(int value, int constant, int multiplier) {
        int hash = (value ^ constant) * (constant * multiplier);
        return hash ^ hash >>> 16;
    }

    private void step() {
        long product = unsignedMultiplyHigh(low, MULTIPLIER_LOW) + high * MULTIPLIER_LOW + low * MULTIPLIER_HIGH;
        low *= MULTIPLIER_LOW;
        high = product;
        add(incrementHigh, incrementLow);
    }

    private void add(long otherHigh, long otherLow) {
        low += otherLow;
        high += otherHigh + (Long.compareUnsigned(low, otherLow) < 0 ? 1 : 0);
    }

    private static long unsignedMultiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
    }

    /** The next 64 bits. */
    public long nextLong() {
        step();
        return Long.rotateRight(high ^ low, (int) (high >>> 58));
    }

    /** The next 32 bits, without sign: of each 64 bits the lower half, then the upper one. */
    private long nextWord() {
        if (hasKept) {
            hasKept = false;
            return kept;
        }
        long bits = nextLong();
        kept = bits >>> 32;
        hasKept = true;
        return bits & UNSIGNED_INT;
    }

    /**
     * One row of {@code choice(bound, size=(rows, length), replace=True)}: calls for row after row give the whole.
     *
     * @param indices receives numbers from 0 to {@code bound - 1}
     */
    public void choice(int bound, int[] indices) {
        if (bound < 1) {
            throw new IllegalArgumentException("there is nothing to choose from");
        }
        // numpy draws nothing where there is only one choice.
        if (bound == 1) {
            Arrays.fill(indices, 0);
            return;
        }
        long rejected = (UNSIGNED_INT - (bound - 1)) % bound;
        for (int i = 0; i < indices.length; i++) {
            long product = nextWord() * bound;
            while ((product & UNSIGNED_INT) < rejected) {
                product = nextWord() * bound;
            }
            indices[i] = (int) (product >>> 32);
        }
    }

    /** Starts what {@code integers(2, size, dtype=bool)} gives, one after another. */
    public Bits bits() {
        return new Bits();
    }

    /** Random bits; those of the last 32 that are not taken are lost, as in numpy. */
    public final class Bits {

        private long word;
        private int left;

        private Bits() {}

        /** The next bit. */
        public boolean next() {
            if (left == 0) {
                word = nextWord();
                left = 32;
            }
            boolean bit = (word & 1) != 0;
            word >>>= 1;
            left--;
            return bit;
        }
    }
}

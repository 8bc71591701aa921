package org.paperzoo.evaluation.metric.summarisation;

/**
 * The generator MT19937 (Matsumoto and Nishimura 1998) with numpy's legacy functions, for results that are defined by a
 * seed of {@code numpy.random.seed}. For one thread.
 */
final class MersenneTwister {

    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int position = SIZE;

    /** @param seed as for {@code numpy.random.seed}, 0 to 2^32 - 1 */
    MersenneTwister(long seed) {
        int word = (int) seed;
        for (int i = 0; i < SIZE; i++) {
            state[i] = word;
            word = 1_812_433_253 * (word ^ word >>> 30) + i + 1;
        }
    }

    /** 32 random bits. */
    int next() {
        if (position == SIZE) {
            twist();
        }
        int word = state[position++];
        word ^= word >>> 11;
        word ^= word << 7 & 0x9D2C_5680;
        word ^= word << 15 & 0xEFC6_0000;
        return word ^ word >>> 18;
    }

    /** One draw of {@code numpy.random.choice(n)} for n of at least 1: bits are drawn until they are less than n. */
    int choice(int n) {
        int greatest = n - 1;
        if (greatest == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(greatest);
        int drawn = next() & mask;
        while (drawn > greatest) {
            drawn = next() & mask;
        }
        return drawn;
    }

    private void twist() {
        for (int i = 0; i < SIZE; i++) {
            int bits = (state[i] & 0x8000_0000) | (state[(i + 1) % SIZE] & 0x7FFF_FFFF);
            state[i] = state[(i + SHIFT) % SIZE] ^ bits >>> 1 ^ ((bits & 1) == 0 ? 0 : 0x9908_B0DF);
        }
        position = 0;
    }
}

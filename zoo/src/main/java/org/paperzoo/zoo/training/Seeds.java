package org.paperzoo.zoo.training;

import java.util.SplittableRandom;

/** Independent streams of random numbers from one seed, so that epoch 4 is the same whether or not epochs 1 to 3 ran. */
final class Seeds {

    private final long seed;

    Seeds(long seed) {
        this.seed = seed;
    }

    /** For the initial weights. */
    int initial() {
        return (int) mixed(0, 0);
    }

    /** For the engine's own generator, which dropout draws from. */
    int dropout(int epoch) {
        return (int) mixed(epoch, 1);
    }

    /** For what a network draws in a step. */
    long step(int epoch, int step) {
        return mixed(epoch, 2L + step);
    }

    /** The order of an epoch's examples. */
    int[] order(int epoch, int size) {
        int[] order = new int[size];
        SplittableRandom random = new SplittableRandom(mixed(epoch, -1));
        for (int i = 0; i < size; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private long mixed(long epoch, long purpose) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong()
                        ^ epoch * 0x9E3779B97F4A7C15L
                        ^ purpose * 0xD1B54A32D192ED03L)
                .nextLong();
    }
}

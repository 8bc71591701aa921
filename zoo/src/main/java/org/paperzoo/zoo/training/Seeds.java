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

    /** For what is drawn at random in a batch of an epoch: by examples, network and dropout. Never 0. */
    long batch(int epoch, int batch) {
        long drawn = mixed(epoch, 2L + batch);
        return drawn == 0 ? 1 : drawn;
    }

    /** For the arrangement of an epoch's batches. */
    long arrangement(int epoch) {
        return mixed(epoch, 1);
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

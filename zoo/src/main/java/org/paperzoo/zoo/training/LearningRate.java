package org.paperzoo.zoo.training;

import java.util.Map;
import java.util.TreeMap;

/** The learning rate of each epoch. */
public sealed interface LearningRate {

    /**
     * The rate.
     *
     * @param epoch from 1
     */
    double of(int epoch);

    /**
     * Halved after each epoch but the first: the Informer authors' {@code type1} ({@code utils/tools.py}), which sets after
     * epoch {@code e} what belongs to epoch {@code e}, so that the first two epochs share the first rate.
     */
    record Halving(double first) implements LearningRate {

        public Halving {
            requirePositive(first);
        }

        @Override
        public double of(int epoch) {
            return first * Math.pow(0.5, Math.max(0, epoch - 2));
        }
    }

    /** One rate throughout. */
    record Constant(double rate) implements LearningRate {

        public Constant {
            requirePositive(rate);
        }

        @Override
        public double of(int epoch) {
            return rate;
        }
    }

    /**
     * A rate that changes after some epochs.
     *
     * @param first until the first change
     * @param after the rate from the epoch that follows the key
     */
    record Steps(double first, Map<Integer, Double> after) implements LearningRate {

        public Steps {
            requirePositive(first);
            after.values().forEach(LearningRate::requirePositive);
            after = Map.copyOf(after);
        }

        @Override
        public double of(int epoch) {
            var last = new TreeMap<>(after).lowerEntry(epoch);
            return last == null ? first : last.getValue();
        }
    }

    /** The Informer authors' {@code type2}. */
    static LearningRate informerSteps(double first) {
        return new Steps(first, Map.of(2, 5e-5, 4, 1e-5, 6, 5e-6, 8, 1e-6, 10, 5e-7, 15, 1e-7, 20, 5e-8));
    }

    private static void requirePositive(double rate) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("a learning rate is greater than 0, not " + rate);
        }
    }
}

package org.paperzoo.zoo.training;

import java.util.Map;
import java.util.TreeMap;

/** The learning rate of each step. */
public sealed interface LearningRate {

    /** The rate of a step. */
    double of(TrainingTime time);

    /**
     * Halved after each epoch but the first: the Informer authors' {@code type1} ({@code utils/tools.py}), which sets after
     * epoch {@code e} what belongs to epoch {@code e}, so that the first two epochs share the first rate.
     */
    record Halving(double first) implements LearningRate {

        public Halving {
            requirePositive(first);
        }

        @Override
        public double of(TrainingTime time) {
            return first * Math.pow(0.5, Math.max(0, time.epoch() - 2));
        }
    }

    /**
     * Raised from nearly nothing over the first steps, then one rate throughout.
     *
     * @param warmup steps of the rise, or 0
     */
    record Constant(double rate, long warmup) implements LearningRate {

        public Constant {
            requirePositive(rate);
            requireWarmup(warmup);
        }

        /** One rate throughout. */
        public Constant(double rate) {
            this(rate, 0);
        }

        @Override
        public double of(TrainingTime time) {
            return rate * risen(time, warmup);
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
        public double of(TrainingTime time) {
            var last = new TreeMap<>(after).lowerEntry(time.epoch());
            return last == null ? first : last.getValue();
        }
    }

    /**
     * Multiplied by a factor after every so many epochs: PyTorch's {@code StepLR}, DETR's schedule with a drop after epoch 200.
     *
     * @param warmup steps over which the first rate is reached, or 0
     */
    record Drops(double first, int every, double factor, long warmup) implements LearningRate {

        public Drops {
            requirePositive(first);
            requireWarmup(warmup);
            if (every < 1 || !(factor > 0 && factor <= 1)) {
                throw new IllegalArgumentException(
                        "a rate drops after at least 1 epoch by a factor in (0, 1], not after " + every + " by "
                                + factor);
            }
        }

        @Override
        public double of(TrainingTime time) {
            return first * Math.pow(factor, (time.epoch() - 1) / every) * risen(time, warmup);
        }
    }

    /**
     * Raised over the first steps, then lowered in a straight line: {@code get_linear_schedule_with_warmup} of the
     * transformers library where {@code last} is 0.
     *
     * @param warmup steps of the rise, or 0
     * @param last what the line ends at, one step after the last
     */
    record Linear(double peak, long warmup, double last) implements LearningRate {

        public Linear {
            requirePositive(peak);
            requireWarmup(warmup);
            requireEnd(last, peak);
        }

        @Override
        public double of(TrainingTime time) {
            return time.step() <= warmup ? peak * risen(time, warmup) : peak + (last - peak) * fallen(time, warmup);
        }
    }

    /**
     * Raised over the first steps, then lowered along half a cosine.
     *
     * @param warmup steps of the rise, or 0
     * @param last what the curve ends at, one step after the last
     */
    record Cosine(double peak, long warmup, double last) implements LearningRate {

        public Cosine {
            requirePositive(peak);
            requireWarmup(warmup);
            requireEnd(last, peak);
        }

        @Override
        public double of(TrainingTime time) {
            return time.step() <= warmup
                    ? peak * risen(time, warmup)
                    : last + (peak - last) * 0.5 * (1 + Math.cos(Math.PI * fallen(time, warmup)));
        }
    }

    /**
     * Lowered as a power of what is left of the training: mmsegmentation's {@code poly}.
     *
     * @param warmup steps over which the rate of the step is reached, or 0
     */
    record Polynomial(double first, double power, long warmup) implements LearningRate {

        public Polynomial {
            requirePositive(first);
            requirePositive(power);
            requireWarmup(warmup);
        }

        @Override
        public double of(TrainingTime time) {
            double left = 1 - (time.step() - 1) / (double) time.steps();
            return first * Math.pow(left, power) * risen(time, warmup);
        }
    }

    /**
     * "Attention Is All You Need", section 5.3: a linear rise, then the inverse square root of the step.
     *
     * @param factor multiplies the paper's rate
     * @param width the model's
     * @param warmup steps of the rise, at least 1
     */
    record InverseSquareRoot(double factor, int width, long warmup) implements LearningRate {

        public InverseSquareRoot {
            requirePositive(factor);
            requirePositive(width);
            requirePositive(warmup);
        }

        @Override
        public double of(TrainingTime time) {
            return factor
                    / Math.sqrt(width)
                    * Math.min(1 / Math.sqrt(time.step()), time.step() * Math.pow(warmup, -1.5));
        }
    }

    /** The Informer authors' {@code type2}. */
    static LearningRate informerSteps(double first) {
        return new Steps(first, Map.of(2, 5e-5, 4, 1e-5, 6, 5e-6, 8, 1e-6, 10, 5e-7, 15, 1e-7, 20, 5e-8));
    }

    /** The part of the rise that a step has made: 1 at its end and after it. */
    private static double risen(TrainingTime time, long warmup) {
        return time.step() >= warmup ? 1 : time.step() / (double) warmup;
    }

    /** The part of the way after the rise that lies before a step. */
    private static double fallen(TrainingTime time, long warmup) {
        return (time.step() - 1 - warmup) / (double) Math.max(1, time.steps() - warmup);
    }

    private static void requirePositive(double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("a learning rate is greater than 0, not " + value);
        }
    }

    private static void requireWarmup(long steps) {
        if (steps < 0) {
            throw new IllegalArgumentException("a rate rises over 0 steps or more, not " + steps);
        }
    }

    private static void requireEnd(double last, double peak) {
        if (!(last >= 0 && last <= peak)) {
            throw new IllegalArgumentException("a rate falls to between 0 and " + peak + ", not to " + last);
        }
    }
}

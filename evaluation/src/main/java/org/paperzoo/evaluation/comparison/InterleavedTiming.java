package org.paperzoo.evaluation.comparison;

import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Times contenders in turns: first each is warmed up until its times have settled, then all run in rounds whose order
 * changes, so that what the machine does meanwhile (clock rates, other processes, heat) meets them alike. Closing the
 * outputs is not timed.
 *
 * <p><b>Threads that spin.</b> A pool whose threads wait by spinning keeps the cores after its run has returned and takes
 * them from the next contender. OpenMP's workers under PyTorch (GNU's libgomp) spin for some milliseconds unless the
 * process was started with {@code OMP_WAIT_POLICY=passive}, which nothing can change later. ONNX Runtime's workers spin
 * unless the session has the entry {@code session.intra_op.allow_spinning} (and {@code inter_op}) at {@code 0}; with
 * {@code session.force_spinning_stop} at {@code 1} they stop when a run returns. Measured with products of matrices of
 * 384 on two cores that other processes kept busy: PyTorch took 8 ms with the passive policy and 90 without; right after
 * ONNX Runtime whose threads spun it took 1.7 to 1.9 times what it took after itself, and 1.0 to 1.1 times after one
 * whose threads did not. The balanced order spreads such losses over all contenders, and does not remove them. So
 * whoever implements contenders should stop the spinning, and say so in the report.
 */
public final class InterleavedTiming {

    private final WarmUp warmUp;
    private final RepetitionLimits limits;
    private final LongSupplier clock;

    /** A timing by the system's monotonic clock. */
    public InterleavedTiming(WarmUp warmUp, RepetitionLimits limits) {
        this(warmUp, limits, System::nanoTime);
    }

    /** A timing by a clock of one's own, in nanoseconds. */
    InterleavedTiming(WarmUp warmUp, RepetitionLimits limits, LongSupplier clock) {
        this.warmUp = warmUp;
        this.limits = limits;
        this.clock = clock;
    }

    /** Runs a contender alone until it is warm. */
    public WarmUp.Outcome warmUp(Trial trial) throws IOException {
        long[] nanos = new long[16];
        int count = 0;
        long began = clock.getAsLong();
        while (true) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = time(trial);
            boolean stable = warmUp.stable(nanos, count);
            boolean late = count >= warmUp.minimum() && seconds(began) >= warmUp.seconds();
            if (stable || late || count >= warmUp.maximum()) {
                return new WarmUp.Outcome(count, stable, nanos[0] / 1e6);
            }
        }
    }

    /**
     * Times contenders that are warm.
     *
     * @return for each contender, in the order given, the nanoseconds of its repetitions, round by round
     */
    public List<long[]> measure(List<Trial> trials) throws IOException {
        if (trials.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to time");
        }
        TurnOrder order = new TurnOrder(trials.size());
        long[][] nanos = new long[trials.size()][Math.min(limits.maximum(), 64)];
        // What loading and warming up left behind is collected now, not in the middle of somebody's repetition.
        System.gc();
        long began = clock.getAsLong();
        int round = 0;
        while (round < limits.maximum() && (round < limits.minimum() || seconds(began) < limits.seconds())) {
            for (int index : order.round(round)) {
                if (round == nanos[index].length) {
                    nanos[index] = Arrays.copyOf(nanos[index], Math.min(limits.maximum(), 2 * round));
                }
                nanos[index][round] = time(trials.get(index));
            }
            round++;
        }
        List<long[]> repetitions = new ArrayList<>();
        for (long[] times : nanos) {
            repetitions.add(Arrays.copyOf(times, round));
        }
        return repetitions;
    }

    private long time(Trial trial) throws IOException {
        long began = clock.getAsLong();
        NDList outputs = trial.run();
        long elapsed = clock.getAsLong() - began;
        outputs.close();
        return elapsed;
    }

    private double seconds(long began) {
        return (clock.getAsLong() - began) / 1e9;
    }
}

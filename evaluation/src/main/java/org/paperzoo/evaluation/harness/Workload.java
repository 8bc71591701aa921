package org.paperzoo.evaluation.harness;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.paperzoo.evaluation.result.KeptExample;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.zoo.task.SeriesInput;

/**
 * A benchmark's examples as a model takes them, and how its outputs are scored.
 *
 * @param <I> the model's input
 * @param <R> the task's raw result
 * @param <X> what a result is compared with
 */
interface Workload<I, R, X> extends Closeable {

    /** Type of the model's input, such as {@link SeriesInput}. */
    Class<I> input();

    /** Type of the raw result. */
    Class<R> output();

    /** Number of examples, or -1 where only reading them all would tell. */
    long size();

    /** The next example, or null behind the last one. */
    Sample<I, X> next() throws IOException;

    /** Scores one output. */
    void score(R output, X reference);

    /** All values so far. */
    List<MeasuredValue> values(int resamples, long seed);

    /** What scores the outputs. */
    Scoreboard<?, ?> scores();

    /** One example for a reader to look at. */
    KeptExample show(long index, I input, R output, X reference, ExampleKeeper keeper) throws IOException;

    /** Where the data came from, for the record. */
    String source();

    /** Digest of all examples that {@link #next} gave, in their order. */
    String digest();

    @Override
    default void close() throws IOException {}

    /** One example. */
    record Sample<I, X>(I input, X reference) {}
}

package org.paperzoo.evaluation.harness;

import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.result.Result.MeasuredValue;

/**
 * What workloads whose outputs go to a scoreboard have in common.
 *
 * @param <I> the model's input
 * @param <R> the task's raw result
 * @param <X> what a result is compared with
 * @param <P> a result as the metrics take it
 * @param <Q> a reference as the metrics take it
 */
abstract class ScoredWorkload<I, R, X, P, Q> implements Workload<I, R, X> {

    private final Class<I> input;
    private final Class<R> output;
    private final String source;
    private final Scoreboard<P, Q> scores;
    private final MessageDigest digest = Digests.sha256();

    /**
     * Nothing is scored yet.
     *
     * @param source where the data came from
     * @param examplesOfAUnit neighbouring examples that the bootstrap draws together
     */
    ScoredWorkload(Class<I> input, Class<R> output, String source, List<Metric<P, Q>> metrics, int examplesOfAUnit) {
        this.input = input;
        this.output = output;
        this.source = source;
        scores = new Scoreboard<>(metrics, examplesOfAUnit);
    }

    /** A result as the metrics take it. */
    abstract P prediction(R result);

    /** A reference as the metrics take it. */
    abstract Q expectation(X reference);

    /** Takes bytes of an example into the digest of all. */
    final void feed(byte[] bytes) {
        digest.update(bytes);
    }

    /** The headline value of each metric over one output alone, by the metric's ID. */
    final Map<String, Double> alone(R result, X reference) {
        return scores.alone(prediction(result), expectation(reference));
    }

    @Override
    public final void score(R result, X reference) {
        scores.update(prediction(result), expectation(reference));
    }

    @Override
    public final Class<I> input() {
        return input;
    }

    @Override
    public final Class<R> output() {
        return output;
    }

    @Override
    public final Scoreboard<?, ?> scores() {
        return scores;
    }

    @Override
    public final List<MeasuredValue> values(int resamples, long seed) {
        return scores.values(resamples, seed);
    }

    @Override
    public final String source() {
        return source;
    }

    @Override
    public final String digest() {
        return Digests.hex(digest);
    }
}

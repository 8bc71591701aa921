package org.paperzoo.leaderboard.store;

/**
 * What the store holds of one benchmark.
 *
 * @param benchmark its ID
 * @param task label of the task
 * @param models number of models
 * @param settings number of settings, each of which has a newest result
 * @param runs number of results
 * @param best the best result with whole splits and quality; null where there is none
 */
public record BenchmarkSummary(String benchmark, String task, long models, long settings, long runs, Best best) {

    /**
     * The best result of a benchmark.
     *
     * @param address its address
     * @param model its model
     * @param metric its metric
     * @param value its main value
     */
    public record Best(String address, String model, String metric, double value) {}
}

package org.paperzoo.zoo.timeseries;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Picks the random keys by which ProbSparse attention estimates how peaked each query's attention is. The reference
 * ({@code models/attn.py}, {@code _prob_QK}) draws them anew in every forward, at inference too, so its forecasts differ
 * from run to run; here they are a function of what the sampler was made from.
 */
@FunctionalInterface
public interface KeySampler {

    /**
     * Draws keys with replacement, shared by all members of the batch and all heads.
     *
     * @param draw how many draws of this forward came before: encoder layers in their order, then decoder layers
     * @param queries number of queries, at least 1
     * @param keys number of keys, at least 1
     * @param samples number of keys for each query
     * @return indices in {@code [0, keys)}: {@code samples} for each query, row by row
     */
    long[] sample(int draw, int queries, int keys, int samples);

    /** Keys that are the same in every forward with the same lengths: the seed and the draw decide. */
    static KeySampler seeded(long seed) {
        return (draw, queries, keys, samples) -> {
            // The odd constant (of SplitMix64) keeps the streams of neighbouring seeds and draws apart.
            SplittableRandom random = new SplittableRandom(seed + (draw + 1) * 0x9E3779B97F4A7C15L);
            return random.longs((long) queries * samples, 0, keys).toArray();
        };
    }

    /**
     * Keys that another implementation drew.
     *
     * @param draws one table for each draw: a row of key indices for each query
     */
    static KeySampler recorded(List<RecordedKeys> draws) {
        List<RecordedKeys> tables = List.copyOf(draws);
        return (draw, queries, keys, samples) -> {
            if (draw >= tables.size()) {
                throw new IllegalArgumentException(
                        "samples." + draw + " is missing: [" + queries + ", " + samples + "] key indices");
            }
            return tables.get(draw).checked("samples." + draw, queries, keys, samples);
        };
    }

    /**
     * One recorded draw.
     *
     * @param indices key indices, row by row
     * @param queries number of rows
     * @param samples number of indices in a row
     */
    record RecordedKeys(long[] indices, long queries, long samples) {

        private long[] checked(String name, int wantedQueries, int keys, int wantedSamples) {
            if (queries != wantedQueries || samples != wantedSamples) {
                throw new IllegalArgumentException(name + " is [" + queries + ", " + samples + "]; expected ["
                        + wantedQueries + ", " + wantedSamples + "]");
            }
            for (long index : indices) {
                if (index < 0 || index >= keys) {
                    throw new IllegalArgumentException(name + " holds key " + index + "; there are " + keys);
                }
            }
            return indices;
        }
    }
}

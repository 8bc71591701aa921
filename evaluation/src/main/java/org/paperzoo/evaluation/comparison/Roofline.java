package org.paperzoo.evaluation.comparison;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The least time that a machine could need for a run (Williams, Waterman and Patterson 2009): that of its operations at
 * the best rate, or that of its bytes at the best bandwidth, whichever is longer.
 *
 * @param computeMillis operations over the best rate of matrix products
 * @param memoryMillis bytes over the bandwidth for so many bytes
 */
public record Roofline(double computeMillis, double memoryMillis) {

    /** What keeps a run from being faster. */
    public enum Bound {
        @JsonProperty("compute")
        COMPUTE,
        @JsonProperty("memory")
        MEMORY;

        /** The word for it in texts. */
        public String label() {
            return this == COMPUTE ? "compute" : "memory";
        }
    }

    /** The roofline of some work on a machine. */
    public static Roofline of(Work work, MachineLimits limits) {
        return new Roofline(
                work.flops() / limits.flopsPerSecond() * 1e3, work.bytes() / limits.bandwidthFor(work.bytes()) * 1e3);
    }

    /** The longer of the two times. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public double leastMillis() {
        return Math.max(computeMillis, memoryMillis);
    }

    /** Which of the two it is. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    public Bound bound() {
        return computeMillis >= memoryMillis ? Bound.COMPUTE : Bound.MEMORY;
    }

    /** Share of the rate of matrix products that a run of so many milliseconds reached; 1 is the limit. */
    public double computeShare(double millis) {
        return computeMillis / millis;
    }

    /** Share of the bandwidth that it reached. */
    public double memoryShare(double millis) {
        return memoryMillis / millis;
    }
}

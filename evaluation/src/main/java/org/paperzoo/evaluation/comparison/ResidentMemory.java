package org.paperzoo.evaluation.comparison;

import java.util.OptionalLong;
import org.paperzoo.evaluation.result.Host;

/**
 * How much memory of this process came to be resident since a moment, so that a contender which works alone meanwhile can
 * be charged with it. Pages that are mapped from a file count once they are touched. What an allocator kept of freed
 * memory and hands out again does not count: a contender that follows one of the same allocator looks smaller than it is
 * by as much.
 */
public final class ResidentMemory {

    private final OptionalLong before;
    private final boolean peakFromHere;

    private ResidentMemory(OptionalLong before, boolean peakFromHere) {
        this.before = before;
        this.peakFromHere = peakFromHere;
    }

    /** Starts watching; only the last watch that was started knows its peak. */
    public static ResidentMemory watch() {
        boolean peakFromHere = Host.resetPeakMemory();
        return new ResidentMemory(Host.residentMemory(), peakFromHere);
    }

    /** Bytes resident now beyond those at the start, negative if there are fewer; empty where the system does not tell. */
    public OptionalLong growth() {
        OptionalLong now = Host.residentMemory();
        return before.isPresent() && now.isPresent()
                ? OptionalLong.of(now.getAsLong() - before.getAsLong())
                : OptionalLong.empty();
    }

    /** The most bytes resident at any moment since the start beyond those at it; empty where the system does not tell. */
    public OptionalLong peakGrowth() {
        OptionalLong peak = Host.peakMemory();
        return peakFromHere && before.isPresent() && peak.isPresent()
                ? OptionalLong.of(Math.max(0, peak.getAsLong() - before.getAsLong()))
                : OptionalLong.empty();
    }
}

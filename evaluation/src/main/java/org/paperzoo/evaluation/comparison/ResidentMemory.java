package org.paperzoo.evaluation.comparison;

import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import javax.management.JMException;
import javax.management.ObjectName;
import org.paperzoo.evaluation.result.Host;

/**
 * How much memory of this process came to be resident since a moment, so that a contender which works alone meanwhile can
 * be charged with it. Pages that are mapped from a file count once they are touched. What an allocator keeps of freed
 * memory and hands out again does not count: a contender that follows one of the same allocator would look smaller than it
 * is by as much. So the C library's allocator is told to give back what it keeps, where the JVM can tell it (on Linux with
 * glibc, from Java 17.0.9 on).
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
        giveBackFreedMemory();
        boolean peakFromHere = Host.resetPeakMemory();
        return new ResidentMemory(Host.residentMemory(), peakFromHere);
    }

    /** What {@code jcmd PID System.trim_native_heap} does, to this process. */
    private static void giveBackFreedMemory() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            new Object[0],
                            new String[0]);
        } catch (JMException e) {
            // Other systems and older JVMs have no such command: what is reused is not seen then.
        }
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

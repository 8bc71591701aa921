package org.paperzoo.evaluation.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What this machine is, and how much memory this process takes. */
public final class Host {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Host() {}

    /** Operating system and architecture, such as {@code Linux 6.1 amd64}. */
    public static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch");
    }

    /** The processor's own name where the system tells it, else its architecture. */
    public static String processor() {
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException | RuntimeException e) {
            return System.getProperty("os.arch");
        }
    }

    /**
     * Starts a new measurement of {@link #peakMemory}, where the system allows it (Linux does).
     *
     * @return whether it did; else the peak counts from the start of the process, which is an upper bound still
     */
    public static boolean resetPeakMemory() {
        try {
            Files.writeString(CLEAR, "5");
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** The largest resident memory of this process in bytes, where the system tells it (Linux does). */
    public static OptionalLong peakMemory() {
        return status("VmHWM:");
    }

    /** The resident memory of this process now in bytes, where the system tells it (Linux does). */
    public static OptionalLong residentMemory() {
        return status("VmRSS:");
    }

    private static OptionalLong status(String key) {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty();
        }
    }
}

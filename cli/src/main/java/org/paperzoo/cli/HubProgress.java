package org.paperzoo.cli;

import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.paperzoo.hub.HubListener;
import org.paperzoo.hub.RemoteFile;

/**
 * What is being fetched, on standard error: on a terminal a bar with bytes, rate and time left; elsewhere a line at the
 * beginning, one every few seconds, and one at the end.
 */
final class HubProgress implements HubListener {

    private static final int UPDATE_MILLIS = 200;
    private static final long LINE_NANOS = 5_000_000_000L;
    private static final long MIB = 1 << 20;

    private final boolean terminal = System.console() != null;
    private ProgressBar bar;
    private long bytes;
    private long done;
    private long began;
    private long lastLine;
    private long present;
    private int missing;

    @Override
    public void begins(List<RemoteFile> files, long allBytes, long presentBytes) {
        close();
        missing = files.size();
        bytes = allBytes;
        done = presentBytes;
        present = presentBytes;
        began = System.nanoTime();
        lastLine = began;
        line("fetching " + (files.size() == 1 ? files.get(0).toString() : files.size() + " files") + ", "
                + (allBytes < 0 ? "of unknown size" : size(allBytes))
                + (presentBytes == 0 ? "" : ", of which " + size(presentBytes) + " are here"));
        if (terminal) {
            bar = new ProgressBarBuilder()
                    .setTaskName("fetching")
                    .setInitialMax(allBytes)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUnit(" MiB", MIB)
                    .setUpdateIntervalMillis(UPDATE_MILLIS)
                    .showSpeed()
                    .clearDisplayOnFinish()
                    .build();
            bar.stepTo(presentBytes);
        }
    }

    @Override
    public void came(long more) {
        done += more;
        if (bar != null) {
            bar.stepTo(done);
        } else if (System.nanoTime() - lastLine > LINE_NANOS) {
            lastLine = System.nanoTime();
            double seconds = (lastLine - began) / 1e9;
            double rate = Math.max(0, done - present) / seconds;
            String left = bytes < 0 || rate <= 0 ? "" : ", " + Math.round((bytes - done) / rate) + " s left";
            line(size(done) + (bytes < 0 ? "" : " of " + size(bytes)) + ", " + size((long) rate) + "/s" + left);
        }
    }

    @Override
    public void has(RemoteFile file) {
        missing--;
        if (missing == 0) {
            close();
            double seconds = Math.max(1e-3, (System.nanoTime() - began) / 1e9);
            line("fetched " + size(Math.max(0, done - present)) + " in "
                    + String.format(Locale.ROOT, "%.1f s", seconds));
        }
    }

    @Override
    public void triesAgain(RemoteFile file, String reason) {
        line(Failure.oneLine(reason) + "; trying again");
    }

    @Override
    public void damaged(RemoteFile file, String reason) {
        line(Failure.oneLine(file + " in the cache " + reason) + "; fetching it anew");
    }

    private static void line(String text) {
        System.err.println("... " + text);
    }

    /** A number of bytes as people read it. */
    static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " bytes";
        }
        String[] units = {"kB", "MB", "GB", "TB"};
        double value = bytes / 1e3;
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1e3;
            unit++;
        }
        return String.format(
                Locale.ROOT, value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }

    private void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}

package org.paperzoo.hub;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a stream that brings nothing for too long, so that reading it fails instead of waiting for ever. */
final class Watchdog implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Watchdog.class);
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "paperzoo-hub-watchdog");
        thread.setDaemon(true);
        return thread;
    });

    private final long stallNanos;
    private final ScheduledFuture<?> checks;
    private volatile long lastSign = System.nanoTime();

    private Watchdog(Closeable stream, Duration stall) {
        stallNanos = stall.toNanos();
        long period = Math.max(1, stall.toMillis() / 4);
        checks = CLOCK.scheduleWithFixedDelay(() -> check(stream), period, period, TimeUnit.MILLISECONDS);
    }

    static Watchdog over(Closeable stream, Duration stall) {
        return new Watchdog(stream, stall);
    }

    /** Something came. */
    void alive() {
        lastSign = System.nanoTime();
    }

    private void check(Closeable stream) {
        if (System.nanoTime() - lastSign > stallNanos) {
            try {
                stream.close();
            } catch (IOException e) {
                LOGGER.debug("closing a connection that brings nothing", e);
            }
        }
    }

    @Override
    public void close() {
        checks.cancel(false);
    }
}

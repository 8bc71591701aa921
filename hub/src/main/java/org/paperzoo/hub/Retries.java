package org.paperzoo.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Counts failures in a row and waits between attempts: twice as long each time, of which a random half is left out. */
final class Retries {

    /** A host that is not there, or that nobody answers on, is likely to stay so: the user would wait for nothing. */
    private static final int ATTEMPTS_TO_CONNECT = 2;

    private final HubSettings.Patience patience;
    private int failures;

    Retries(HubSettings.Patience patience) {
        this.patience = patience;
    }

    private static boolean isUnconnected(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    /** Something was achieved: earlier failures no longer count. */
    void progressed() {
        failures = 0;
    }

    /**
     * Waits before the next attempt.
     *
     * @param asked the wait that the server asked for
     * @throws IOException the failure itself if it was one too many
     */
    void after(IOException failure, Duration asked) throws IOException {
        failures++;
        int attempts =
                isUnconnected(failure) ? Math.min(ATTEMPTS_TO_CONNECT, patience.attempts()) : patience.attempts();
        if (failures >= attempts) {
            throw failure;
        }
        double full = patience.firstWait().toMillis() * Math.pow(2, failures - 1.0);
        double own = full * (0.5 + ThreadLocalRandom.current().nextDouble() / 2);
        long wait = (long) Math.min(patience.longestWait().toMillis(), Math.max(own, asked.toMillis()));
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting to try again: " + failure.getMessage(), failure);
        }
    }
}

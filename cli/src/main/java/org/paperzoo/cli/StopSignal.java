package org.paperzoo.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, or another request that the process end, while a command does what it can save: the process ends a minute later
 * at the latest, and as soon as the command has ended. Otherwise it would end amid native code, which loses work and may
 * crash.
 */
final class StopSignal {

    private static final int LONGEST_SECONDS = 60;

    private static final CountDownLatch COMMAND = new CountDownLatch(1);

    private final Thread hook = new Thread(this::hear, "stop");
    private volatile boolean heard;

    private StopSignal() {}

    /** From now on the process waits for the command before it ends. */
    static StopSignal listen() {
        StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(signal.hook);
        return signal;
    }

    /** The command has ended, and has printed what it had to print. */
    static void commandEnded() {
        COMMAND.countDown();
    }

    /** Whether the command shall come to an end. */
    boolean isHeard() {
        return heard;
    }

    /** From now on the process ends at once, unless it is ending already. */
    void ignore() {
        if (!heard) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                heard = true; // It began to end in this instant.
            }
        }
    }

    private void hear() {
        heard = true;
        try {
            COMMAND.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

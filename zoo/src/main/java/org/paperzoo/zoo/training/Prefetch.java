package org.paperzoo.zoo.training;

import ai.djl.ndarray.NDList;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Prepares the next batch on a thread of its own while the one before is learned from. */
final class Prefetch implements AutoCloseable {

    /** Makes a batch under a manager of its own. */
    @FunctionalInterface
    interface Source {
        NDList batch(int number) throws IOException;
    }

    private final Source source;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "batches");
        daemon.setDaemon(true);
        return daemon;
    });
    private Future<NDList> next;

    Prefetch(Source source) {
        this.source = source;
    }

    /**
     * A batch, which the caller frees.
     *
     * @param number counts up by one from call to call
     * @param more whether another one will be asked for
     */
    NDList take(int number, boolean more) throws IOException {
        Future<NDList> wanted = next == null ? thread.submit(() -> source.batch(number)) : next;
        next = null;
        NDList batch = result(wanted);
        if (more) {
            next = thread.submit(() -> source.batch(number + 1));
        }
        return batch;
    }

    private static NDList result(Future<NDList> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a batch was prepared");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IllegalStateException("a batch could not be prepared", e.getCause());
        }
    }

    /** Ends the thread, and frees a batch that nobody took. */
    @Override
    public void close() {
        if (next != null) {
            try {
                result(next).getManager().close();
            } catch (IOException | RuntimeException e) {
                // The batch was not wanted any more; the failure that ends the training is told elsewhere.
                next = null;
            }
        }
        thread.shutdownNow();
    }
}

package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.paperzoo.evaluation.metric.Accumulator;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.zoo.InvalidInputException;

/**
 * The threads of one scoring. Of several broken examples the first one is told, whichever thread met it: examples are
 * taken in order, and what is taken is finished.
 */
final class ScoreWorkers<P, R> {

    private final Metric<P, R> metric;
    private final Examples<P, R> examples;
    private final boolean keeping;
    private final int takenAtOnce;

    // All below are guarded by this.
    private final List<Chunk<P, R>> chunks = new ArrayList<>();
    private final List<Accumulator<P, R>> parts = new ArrayList<>();
    private long failedAt = Long.MAX_VALUE;
    private Throwable failure;
    private boolean ended;
    private long taken;

    private record Chunk<P, R>(long first, List<Accumulator<P, R>> units) {}

    /** @param keeping whether each example keeps an accumulator of its own */
    ScoreWorkers(Metric<P, R> metric, Examples<P, R> examples, boolean keeping, int takenAtOnce) {
        this.metric = metric;
        this.examples = examples;
        this.keeping = keeping;
        this.takenAtOnce = takenAtOnce;
    }

    /** Scores all examples on some threads, this one among them, and waits for all. */
    void run(int threads) throws IOException {
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            Thread thread = new Thread(this::work, "paperzoo-score-" + i);
            thread.setDaemon(true);
            thread.start();
            others.add(thread);
        }
        work();
        boolean interrupted = false;
        for (Thread thread : others) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        rethrow();
    }

    private synchronized void rethrow() throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        } else if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        }
    }

    /** Accumulators that each have seen some of the examples; empty where each example keeps its own. */
    synchronized List<Accumulator<P, R>> parts() {
        return List.copyOf(parts);
    }

    /** The examples' own accumulators in their order; empty where they keep none. */
    synchronized List<Accumulator<P, R>> units() {
        return chunks.stream()
                .sorted(Comparator.comparingLong(Chunk::first))
                .flatMap(chunk -> chunk.units().stream())
                .toList();
    }

    private void work() {
        Accumulator<P, R> part = metric.newAccumulator();
        List<Example<P, R>> mine = new ArrayList<>(takenAtOnce);
        long first = take(mine);
        while (!mine.isEmpty()) {
            List<Accumulator<P, R>> units = keeping ? new ArrayList<>(mine.size()) : List.of();
            for (int i = 0; i < mine.size(); i++) {
                Accumulator<P, R> accumulator = keeping ? metric.newAccumulator() : part;
                try {
                    update(accumulator, mine.get(i));
                } catch (IOException | RuntimeException | Error e) {
                    fail(first + i, e);
                    return;
                }
                if (keeping) {
                    units.add(accumulator);
                }
            }
            if (keeping) {
                keep(new Chunk<>(first, units));
            }
            first = take(mine);
        }
        if (!keeping) {
            keep(part);
        }
    }

    private static <P, R> void update(Accumulator<P, R> accumulator, Example<P, R> example) throws IOException {
        try {
            accumulator.update(example.prediction().load(), example.reference().load());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(example.where() + ": " + e.getMessage(), e);
        }
    }

    /** Fills a list with the next examples and gives the number of the first of them. */
    private synchronized long take(List<Example<P, R>> into) {
        into.clear();
        long first = taken;
        try {
            while (!ended && failure == null && into.size() < takenAtOnce) {
                Example<P, R> example = examples.next();
                if (example == null) {
                    ended = true;
                } else {
                    into.add(example);
                    taken++;
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            // What was taken before the break is scored: one of these may be broken too, and comes first.
            fail(taken, e);
        }
        return first;
    }

    private synchronized void fail(long example, Throwable error) {
        if (example < failedAt) {
            failedAt = example;
            failure = error;
        }
    }

    private synchronized void keep(Chunk<P, R> chunk) {
        chunks.add(chunk);
    }

    private synchronized void keep(Accumulator<P, R> part) {
        parts.add(part);
    }
}

package org.paperzoo.evaluation.score;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.IntFunction;

/** Examples of a known number, made one by one. */
final class IndexedExamples<P, R> implements Examples<P, R> {

    private final int size;
    private final int takenAtOnce;
    private final IntFunction<Example<P, R>> example;
    private final List<? extends Closeable> resources;
    private int next;

    private IndexedExamples(
            int size, int takenAtOnce, IntFunction<Example<P, R>> example, List<? extends Closeable> resources) {
        this.size = size;
        this.takenAtOnce = takenAtOnce;
        this.example = example;
        this.resources = resources;
    }

    /**
     * Examples that are costly, each of them: a thread takes one at a time.
     *
     * @param example makes the example of an index
     * @param resources what they are loaded from, closed in the end
     */
    static <P, R> Examples<P, R> costly(
            int size, IntFunction<Example<P, R>> example, List<? extends Closeable> resources) {
        return new IndexedExamples<>(size, 1, example, resources);
    }

    /** Examples of which a thread takes many at a time. */
    static <P, R> Examples<P, R> cheap(
            int size, IntFunction<Example<P, R>> example, List<? extends Closeable> resources) {
        return new IndexedExamples<>(size, 256, example, resources);
    }

    @Override
    public Example<P, R> next() {
        return next < size ? example.apply(next++) : null;
    }

    @Override
    public int takenAtOnce() {
        return takenAtOnce;
    }

    @Override
    public void close() throws IOException {
        for (Closeable resource : resources) {
            resource.close();
        }
    }
}

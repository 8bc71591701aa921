package org.paperzoo.evaluation.submission;

import java.io.IOException;
import org.paperzoo.datasets.Examples;

/**
 * The examples of a data set, each beside its answer. Answers to what the data set does not have are refused.
 *
 * @param pairing takes an example's answer, and puts the two into the form in which they are scored
 */
record AnsweredExamples<E extends Record, P, R>(Examples<E> examples, Answers<?> answers, Pairing<E, P, R> pairing)
        implements Pairs<P, R> {

    /** How an example and its answer become a pair. */
    @FunctionalInterface
    interface Pairing<E, P, R> {
        Pair<P, R> of(E example) throws IOException;
    }

    @Override
    public Pair<P, R> next() throws IOException {
        E example = examples.next();
        return example == null ? null : pairing.of(example);
    }

    @Override
    public long size() {
        return examples.size();
    }

    @Override
    public void requireNoMore() throws IOException {
        answers.requireAllTaken();
    }

    @Override
    public void close() throws IOException {
        examples.close();
    }
}

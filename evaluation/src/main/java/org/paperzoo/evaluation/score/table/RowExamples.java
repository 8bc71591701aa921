package org.paperzoo.evaluation.score.table;

import java.io.IOException;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.evaluation.reading.NumberRow;
import org.paperzoo.evaluation.reading.NumberRows;
import org.paperzoo.evaluation.score.Example;
import org.paperzoo.evaluation.score.Examples;

/** Rows of predictions beside rows of references, in the same order. */
final class RowExamples<P, R> implements Examples<P, R> {

    /** Makes a prediction or a reference of a row's numbers; refuses with a message of one line. */
    @FunctionalInterface
    interface Reading<T> {
        T of(double[] numbers);
    }

    private final NumberRows predictions;
    private final NumberRows references;
    private final Reading<P> prediction;
    private final Reading<R> reference;
    private final boolean identified;
    private long row;

    /** @param identified whether rows have IDs, which must be equal */
    RowExamples(
            NumberRows predictions,
            NumberRows references,
            Reading<P> prediction,
            Reading<R> reference,
            boolean identified) {
        this.predictions = predictions;
        this.references = references;
        this.prediction = prediction;
        this.reference = reference;
        this.identified = identified;
    }

    @Override
    public Example<P, R> next() throws IOException {
        NumberRow predicted = predictions.next();
        NumberRow actual = references.next();
        if (predicted == null && actual == null) {
            return null;
        }
        if (predicted == null || actual == null) {
            throw new InvalidDataException((predicted == null ? actual : predicted).where() + ": the "
                    + (predicted == null ? "predictions" : "references") + " end after " + row
                    + " rows; expected one for each row of the other");
        }
        row++;
        return new Example<>(
                predicted.where(),
                () -> {
                    NumberRow.Content content = predicted.read();
                    if (identified) {
                        checkSame(predicted, content, actual);
                    }
                    return made(prediction, predicted, content);
                },
                () -> made(reference, actual, actual.read()));
    }

    private static void checkSame(NumberRow predicted, NumberRow.Content content, NumberRow actual) throws IOException {
        String id = actual.read().id();
        if (!content.id().equals(id)) {
            throw new InvalidDataException(predicted.where() + ": is row \"" + content.id() + "\", but "
                    + actual.where() + " is row \"" + id + "\"; expected the same rows in the same order");
        }
    }

    private static <T> T made(Reading<T> reading, NumberRow row, NumberRow.Content content) throws IOException {
        try {
            return reading.of(content.numbers());
        } catch (IllegalArgumentException e) {
            throw new InvalidDataException(row.where() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            predictions.close();
        } finally {
            references.close();
        }
    }
}

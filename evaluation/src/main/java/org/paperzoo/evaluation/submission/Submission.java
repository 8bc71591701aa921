package org.paperzoo.evaluation.submission;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.evaluation.harness.EvaluationListener;
import org.paperzoo.evaluation.result.Result.MeasuredValue;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Predictions that are open, with the metrics that score them.
 *
 * @param pairs the examples
 * @param panel the metrics
 * @param digest of the references
 * @param files the files and folders that hold the predictions
 */
record Submission<P, R>(Pairs<P, R> pairs, Panel<P, R> panel, ReferenceDigest digest, List<Path> files)
        implements Closeable {

    /**
     * Scores examples one by one.
     *
     * @param limit the largest number of examples, or 0 for all
     * @return how many were scored
     */
    long score(long limit, EvaluationListener listener) throws IOException {
        long most = limit == 0 ? Long.MAX_VALUE : limit;
        long size = pairs.size() < 0 ? -1 : Math.min(pairs.size(), most);
        long done = 0;
        while (done < most) {
            Pairs.Pair<P, R> pair = pairs.next();
            if (pair == null) {
                pairs.requireNoMore();
                return done;
            }
            try {
                panel.update(pair.prediction(), pair.reference());
            } catch (IllegalArgumentException e) {
                throw new InvalidInputException(pair.where() + ": " + e.getMessage(), e);
            }
            listener.progress(++done, size);
        }
        return done;
    }

    List<MeasuredValue> values(int resamples, long seed) {
        return panel.values(resamples, seed);
    }

    @Override
    public void close() throws IOException {
        pairs.close();
    }
}

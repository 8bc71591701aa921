package org.paperzoo.leaderboard.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.paperzoo.leaderboard.store.ReportedValue;
import org.paperzoo.leaderboard.store.ResultQuery;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoredResult;
import org.paperzoo.zoo.catalogue.Catalogue;

/** Writes what a query finds. */
public final class Exporter {

    private static final int PAGE = 1000;

    private Exporter() {}

    /** Takes results one after the other. */
    interface Sink {
        void accept(StoredResult result) throws IOException;
    }

    /** Writes results, newest first, with what is reported elsewhere of the same; the stream stays open. */
    public static void write(ResultStore store, ResultQuery query, Format format, OutputStream out) throws IOException {
        List<ReportedValue> reported = store.reported(query.benchmark(), query.model());
        switch (format) {
            case JSON -> ResultsJson.write(store, query, reported, out);
            case CSV -> ResultsCsv.write(store, query, out);
            case MODEL_INDEX -> ModelIndex.write(store.query(query), out);
            case EVALUATION_TABLES -> EvaluationTables.write(store.query(query), reported, Catalogue.standard(), out);
        }
    }

    /** Goes through what a query finds in pages, so that a large store is never held whole. */
    static void each(ResultStore store, ResultQuery query, Sink sink) throws IOException {
        int left = query.limit();
        String after = query.after();
        while (left > 0) {
            ResultQuery page = new ResultQuery(
                    query.benchmark(),
                    query.model(),
                    query.engine(),
                    query.device(),
                    query.latest(),
                    after,
                    Math.min(PAGE, left));
            List<StoredResult> results = store.query(page);
            for (StoredResult result : results) {
                sink.accept(result);
            }
            if (results.size() < page.limit()) {
                return;
            }
            left -= results.size();
            after = results.get(results.size() - 1).address();
        }
    }
}

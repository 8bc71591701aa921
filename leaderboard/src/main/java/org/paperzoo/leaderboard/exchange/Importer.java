package org.paperzoo.leaderboard.exchange;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.zoo.InvalidInputException;

/** Brings files into a store. */
public final class Importer {

    private Importer() {}

    /** Imports a file. What was taken before an error stays; importing again takes the rest. */
    public static ImportReport read(Path file, Format format, ResultStore store) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in, file.getFileName().toString(), format, store);
        }
    }

    /**
     * Imports what a stream holds.
     *
     * @param name what messages call it
     * @throws InvalidInputException if it is not of the format; the message says where
     */
    public static ImportReport read(InputStream in, String name, Format format, ResultStore store) throws IOException {
        ImportReport report = new ImportReport(store);
        switch (format) {
            case JSON -> ResultsJson.read(in, name, report);
            case CSV -> ResultsCsv.read(in, name, report);
            case MODEL_INDEX -> ModelIndex.read(in, name, report);
            case EVALUATION_TABLES -> EvaluationTables.read(in, name, report);
        }
        report.flush();
        return report;
    }
}

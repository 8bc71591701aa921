package org.paperzoo.evaluation.score.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.evaluation.reading.NumberRows;
import org.paperzoo.evaluation.reading.TableColumns;
import org.paperzoo.evaluation.score.Examples;
import org.paperzoo.evaluation.score.ScoreArguments;
import org.paperzoo.evaluation.score.ScoreOption;

/** The options that name a table of predictions and one of references, and what opens them. */
final class Tables {

    private static final ScoreOption PREDICTIONS = ScoreOption.file(
                    "--pred", "The predictions: a .csv or .tsv with a header, a .jsonl, or a .safetensors.")
            .ofPredictions();
    private static final ScoreOption REFERENCES = ScoreOption.file(
            "--ref", "The references, row by row beside the predictions (default: columns of the same file).");
    private static final ScoreOption ID = ScoreOption.text(
            "--id", "COLUMN", "A column that names each row: it must be the same in both files, row by row.");
    private static final ScoreOption LABELS = ScoreOption.text(
            "--labels", "NAMES", "The names of the classes 0, 1, 2, ..., with commas between, where cells hold names.");

    private static final String PREDICTION_COLUMNS = "--pred-columns";
    private static final String REFERENCE_COLUMNS = "--ref-columns";

    private Tables() {}

    /**
     * The options of a table of numbers.
     *
     * @param predicted name of the columns of predictions if none is given
     * @param actual name of the columns of references if none is given
     */
    static List<ScoreOption> options(String predicted, String actual) {
        return List.of(
                PREDICTIONS,
                REFERENCES,
                ScoreOption.text(
                                PREDICTION_COLUMNS,
                                "NAMES",
                                "Columns, fields or tensors of the predictions, with commas between; name* for all"
                                        + " columns that begin so.")
                        .or(predicted),
                ScoreOption.text(REFERENCE_COLUMNS, "NAMES", "The same of the references.")
                        .or(actual),
                ID);
    }

    /** The option that names classes. */
    static ScoreOption labels() {
        return LABELS;
    }

    /** Opens the rows of predictions and of references. */
    static <P, R> Examples<P, R> open(
            ScoreArguments arguments, RowExamples.Reading<P> prediction, RowExamples.Reading<R> reference)
            throws IOException {
        return open(arguments, Map.of(), Map.of(), prediction, reference);
    }

    /** Opens rows of which the references, and the predictions if they are labels, hold names where {@code --labels} is given. */
    static <P, R> Examples<P, R> openLabelled(
            ScoreArguments arguments,
            boolean namedPredictions,
            RowExamples.Reading<P> prediction,
            RowExamples.Reading<R> reference)
            throws IOException {
        Map<String, Integer> words = words(arguments);
        return open(arguments, namedPredictions ? words : Map.of(), words, prediction, reference);
    }

    private static Map<String, Integer> words(ScoreArguments arguments) {
        Map<String, Integer> words = new HashMap<>();
        arguments.optionalText(LABELS.name()).ifPresent(text -> {
            List<String> names = TableColumns.split(text);
            for (int i = 0; i < names.size(); i++) {
                if (words.put(names.get(i), i) != null) {
                    throw new IllegalArgumentException("--labels names \"" + names.get(i) + "\" twice");
                }
            }
        });
        return words;
    }

    private static <P, R> Examples<P, R> open(
            ScoreArguments arguments,
            Map<String, Integer> predictionWords,
            Map<String, Integer> referenceWords,
            RowExamples.Reading<P> prediction,
            RowExamples.Reading<R> reference)
            throws IOException {
        Path predictions = arguments.path(PREDICTIONS.name());
        Path references = arguments.optionalPath(REFERENCES.name()).orElse(predictions);
        String id = arguments.optionalText(ID.name()).orElse(null);
        NumberRows rows = NumberRows.open(
                predictions,
                new TableColumns(TableColumns.split(arguments.text(PREDICTION_COLUMNS)), predictionWords, id));
        try {
            return new RowExamples<>(
                    rows,
                    NumberRows.open(
                            references,
                            new TableColumns(
                                    TableColumns.split(arguments.text(REFERENCE_COLUMNS)), referenceWords, id)),
                    prediction,
                    reference,
                    id != null);
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }
}

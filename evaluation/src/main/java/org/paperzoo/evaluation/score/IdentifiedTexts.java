package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.LineReader;
import org.paperzoo.evaluation.metric.text.PythonText;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Files whose lines are an ID, a tab and a text, as CodeXGLUE's code-to-text evaluator reads them. Lines of references with
 * the same ID are several references; a prediction without tab is an empty text, and of predictions with the same ID the
 * last one counts. What only one of the files has is not scored.
 */
final class IdentifiedTexts implements Examples<String, List<String>> {

    private record Text(String where, String text) {}

    private final Map<String, Text> predictions;
    private final Iterator<Map.Entry<String, List<String>>> references;

    private IdentifiedTexts(Map<String, Text> predictions, Map<String, List<String>> references) {
        this.predictions = predictions;
        this.references = references.entrySet().iterator();
    }

    /** Reads both files; they must fit in memory, as their lines may come in any order. */
    static IdentifiedTexts open(Path predictionFile, Path referenceFile) throws IOException {
        Map<String, Text> predictions = new LinkedHashMap<>();
        try (LineReader reader = LineReader.open(predictionFile)) {
            for (String line = reader.read(); line != null; line = reader.read()) {
                String[] columns = PythonText.strip(line).split("\t", -1);
                String where = reader.file() + ":" + reader.line();
                predictions.put(columns[0], new Text(where, columns.length == 1 ? "" : columns[1]));
            }
        }
        Map<String, List<String>> references = new LinkedHashMap<>();
        try (LineReader reader = LineReader.open(referenceFile)) {
            for (String line = reader.read(); line != null; line = reader.read()) {
                String[] columns = line.split("\t", -1);
                if (columns.length != 2) {
                    throw reader.wrong("has " + (columns.length - 1) + " tabs; expected an ID, one tab and a text");
                }
                if (predictions.containsKey(columns[0])) {
                    references
                            .computeIfAbsent(columns[0], id -> new ArrayList<>())
                            .add(columns[1]);
                }
            }
        }
        if (references.isEmpty()) {
            throw new InvalidInputException(predictionFile + " and " + referenceFile + " have no ID in common");
        }
        return new IdentifiedTexts(predictions, references);
    }

    @Override
    public Example<String, List<String>> next() {
        if (!references.hasNext()) {
            return null;
        }
        Map.Entry<String, List<String>> entry = references.next();
        Text prediction = predictions.get(entry.getKey());
        return Example.of(prediction.where, prediction.text, entry.getValue());
    }
}

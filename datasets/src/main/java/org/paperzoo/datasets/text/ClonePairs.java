package org.paperzoo.datasets.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.LineReader;
import org.paperzoo.datasets.table.JsonRows;
import org.paperzoo.datasets.table.Row;

/**
 * Pairs of functions that are or are not clones, as CodeXGLUE's Clone-detection-BigCloneBench has them: a file of functions
 * as JSON lines ({@code idx}, {@code func}), and for each split a list of lines {@code idx1 TAB idx2 TAB 0|1}. The functions
 * are kept in memory; the pairs, hundreds of thousands, are not. A pair's id is both indices with a tab between them, and
 * occurs again where the list repeats it.
 */
public final class ClonePairs implements Examples<LabelledText> {

    /** Characters of all functions together that are kept: 256 Mi. */
    private static final long MOST_CHARACTERS = 256L << 20;

    private final Map<String, String> functions;
    private final LineReader pairs;

    private ClonePairs(Map<String, String> functions, LineReader pairs) {
        this.functions = functions;
        this.pairs = pairs;
    }

    /**
     * Opens a split.
     *
     * @throws InvalidDataException if a function lacks a field or has another's index
     */
    public static ClonePairs open(Path functionFile, Path pairFile) throws IOException {
        Map<String, String> functions = new HashMap<>();
        long characters = 0;
        try (JsonRows rows = JsonRows.open(functionFile)) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                String function = row.text("func");
                characters += function.length();
                if (characters > MOST_CHARACTERS) {
                    throw row.wrong("the functions have more than " + MOST_CHARACTERS + " characters");
                }
                if (functions.put(row.label("idx"), function) != null) {
                    throw row.wrong("repeats the idx " + row.label("idx"));
                }
            }
        }
        return new ClonePairs(functions, LineReader.open(pairFile));
    }

    @Override
    public LabelledText next() throws IOException {
        String line = pairs.read();
        if (line == null) {
            return null;
        }
        String[] cells = line.split("\t", -1);
        if (cells.length != 3 || !cells[2].equals("0") && !cells[2].equals("1")) {
            throw pairs.wrong("is not two indices and 0 or 1 with tabs between them");
        }
        return new LabelledText(cells[0] + "\t" + cells[1], function(cells[0]), function(cells[1]), cells[2]);
    }

    private String function(String index) throws InvalidDataException {
        String function = functions.get(index);
        if (function == null) {
            throw pairs.wrong("names the function " + index + ", which the file of functions does not have");
        }
        return function;
    }

    @Override
    public void close() throws IOException {
        pairs.close();
    }
}

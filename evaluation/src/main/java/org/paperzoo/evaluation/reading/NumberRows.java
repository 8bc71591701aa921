package org.paperzoo.evaluation.reading;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The rows of a table in a file, in order. */
public interface NumberRows extends Closeable {

    /** The next row, or null behind the last one. */
    NumberRow next() throws IOException;

    /**
     * Opens a table by the end of the file's name: {@code .csv} and {@code .tsv} with a header, {@code .jsonl} with an
     * object a line, either packed as {@code .gz}, and {@code .safetensors}, whose tensors' first axis is that of rows.
     *
     * @throws org.paperzoo.datasets.InvalidDataException if it has no such columns; the message lists those it has
     * @throws IllegalArgumentException if the name ends otherwise
     */
    static NumberRows open(Path file, TableColumns columns) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        if (plain.endsWith(".csv")) {
            return CsvRows.open(file, ',', columns);
        } else if (plain.endsWith(".tsv")) {
            return CsvRows.open(file, '\t', columns);
        } else if (plain.endsWith(".jsonl")) {
            return JsonRows.open(file, columns);
        } else if (name.endsWith(".safetensors")) {
            return TensorRows.open(file, columns);
        }
        throw new IllegalArgumentException(
                file + ": expected a name that ends with .csv, .tsv, .jsonl (also with .gz) or .safetensors");
    }
}

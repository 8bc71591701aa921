package org.paperzoo.datasets.table;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.paperzoo.datasets.InvalidDataException;

/** Rows of files with named columns, read as they are asked for, in constant memory. */
public interface Rows extends Closeable {

    /**
     * The next row, or null behind the last one.
     *
     * @throws InvalidDataException if the file is broken there; the message names file and row
     */
    Row next() throws IOException;

    /**
     * Opens files one after another: Parquet by the ending {@code .parquet}, all others as JSON lines, which may be packed
     * ({@code .gz}).
     *
     * @param files the shards of one table
     * @param columns the columns that are wanted; Parquet files must have them, and no others are read of them
     */
    static Rows of(List<Path> files, Collection<String> columns) throws IOException {
        Deque<Path> left = new ArrayDeque<>(files);
        Rows first = open(left.remove(), columns);
        return new Rows() {
            private Rows current = first;

            @Override
            public Row next() throws IOException {
                Row row = current.next();
                while (row == null && !left.isEmpty()) {
                    current.close();
                    current = open(left.remove(), columns);
                    row = current.next();
                }
                return row;
            }

            @Override
            public void close() throws IOException {
                current.close();
            }
        };
    }

    private static Rows open(Path file, Collection<String> columns) throws IOException {
        return file.getFileName().toString().endsWith(".parquet")
                ? ParquetRows.open(file, columns)
                : JsonRows.open(file);
    }
}

package org.paperzoo.evaluation.reading;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.datasets.InvalidDataException;

/** Tensors of a safetensors file beside each other, rows of as many as they have. */
final class TensorRows implements NumberRows {

    private final List<TensorTable> tensors;
    private final int rows;
    private int next;

    private TensorRows(List<TensorTable> tensors) {
        this.tensors = tensors;
        rows = tensors.get(0).rows();
    }

    static TensorRows open(Path file, TableColumns columns) throws IOException {
        if (columns.id() != null || !columns.words().isEmpty()) {
            throw new IllegalArgumentException(file + ": a safetensors file holds neither IDs nor words");
        }
        List<TensorTable> tensors = new ArrayList<>();
        try {
            for (String name : columns.names()) {
                TensorTable tensor = TensorTable.open(file, name);
                tensors.add(tensor);
                if (tensor.rows() != tensors.get(0).rows()) {
                    throw new InvalidDataException(file + ": the tensor " + name + " has " + tensor.rows()
                            + " rows, " + columns.names().get(0) + " has "
                            + tensors.get(0).rows());
                }
            }
            return new TensorRows(tensors);
        } catch (IOException | RuntimeException e) {
            for (TensorTable tensor : tensors) {
                tensor.close();
            }
            throw e;
        }
    }

    @Override
    public NumberRow next() {
        return next == rows ? null : new Row(next++);
    }

    @Override
    public void close() throws IOException {
        for (TensorTable tensor : tensors) {
            tensor.close();
        }
    }

    private final class Row implements NumberRow {

        private final int row;

        Row(int row) {
            this.row = row;
        }

        @Override
        public String where() {
            return tensors.get(0).where(row);
        }

        @Override
        public Content read() {
            int width = tensors.stream().mapToInt(TensorTable::width).sum();
            double[] numbers = new double[width];
            int at = 0;
            for (TensorTable tensor : tensors) {
                double[] part = tensor.row(row);
                System.arraycopy(part, 0, numbers, at, part.length);
                at += part.length;
            }
            return new Content(numbers, "");
        }
    }
}

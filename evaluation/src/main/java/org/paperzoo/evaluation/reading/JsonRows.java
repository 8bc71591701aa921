package org.paperzoo.evaluation.reading;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.datasets.InvalidDataException;

/** A table with one JSON object a line, whose fields are numbers, truth values, words or lists (of lists) of these. */
final class JsonRows implements NumberRows {

    private final JsonObjects objects;
    private final TableColumns columns;

    private JsonRows(JsonObjects objects, TableColumns columns) {
        this.objects = objects;
        this.columns = columns;
    }

    static JsonRows open(Path file, TableColumns columns) throws IOException {
        return new JsonRows(JsonObjects.open(file), columns);
    }

    @Override
    public NumberRow next() throws IOException {
        JsonNode object = objects.next();
        return object == null ? null : new Row(objects.where(), object);
    }

    @Override
    public void close() throws IOException {
        objects.close();
    }

    private final class Row implements NumberRow {

        private final String where;
        private final JsonNode object;

        Row(String where, JsonNode object) {
            this.where = where;
            this.object = object;
        }

        @Override
        public String where() {
            return where;
        }

        @Override
        public Content read() throws InvalidDataException {
            try {
                List<String> present = new ArrayList<>();
                object.fieldNames().forEachRemaining(present::add);
                List<JsonNode> leaves = new ArrayList<>();
                List<String> names = columns.among(present);
                double[] numbers = new double[0];
                for (String name : names) {
                    leaves.clear();
                    collect(object.get(name), leaves);
                    int size = numbers.length;
                    numbers = Arrays.copyOf(numbers, size + leaves.size());
                    for (int i = 0; i < leaves.size(); i++) {
                        numbers[size + i] = number(name, leaves.get(i));
                    }
                }
                String id = columns.id() == null
                        ? ""
                        : object.get(TableColumns.of(columns.id())
                                        .among(present)
                                        .get(0))
                                .asText();
                return new Content(numbers, id);
            } catch (IllegalArgumentException e) {
                throw new InvalidDataException(where + ": " + e.getMessage(), e);
            }
        }

        private void collect(JsonNode node, List<JsonNode> leaves) {
            if (node.isArray()) {
                node.forEach(each -> collect(each, leaves));
            } else {
                leaves.add(node);
            }
        }

        private double number(String name, JsonNode leaf) {
            if (!columns.words().isEmpty()) {
                return columns.numberOf(name, leaf.asText());
            }
            if (leaf.isNumber()) {
                return leaf.doubleValue();
            }
            if (leaf.isBoolean()) {
                return leaf.booleanValue() ? 1 : 0;
            }
            throw new IllegalArgumentException("field \"" + name + "\" holds " + leaf + ", not a number");
        }
    }
}

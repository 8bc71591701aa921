package org.paperzoo.evaluation.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.hub.JsonFault;

/** Summaries, one a line, beside one reference each; what comes of it has a newline between sentences. */
final class SummaryExamples {

    static final ScoreOption REFERENCE =
            ScoreOption.file("--ref", "The references, one a line, UTF-8.").mandatory();

    static final ScoreOption SEPARATOR = ScoreOption.text(
                    "--separator",
                    "TEXT",
                    "What parts the sentences of a line, for rougeLsum, such as <q> or <n>; \\n is these two characters.")
            .or("\\n");

    static final ScoreOption FORMAT = ScoreOption.choice(
                    "--format",
                    List.of("lines", "jsonl"),
                    "What a line is: the text itself, or JSON: a string, whose newlines part sentences, or a list of"
                            + " sentences.")
            .or("lines");

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private SummaryExamples() {}

    /** Opens plain lines, which are left as they are. */
    static Examples<String, String> openLines(ScoreArguments arguments) throws IOException {
        return open(arguments, (text, where) -> text);
    }

    /** Opens what the options say. */
    static Examples<String, String> open(ScoreArguments arguments) throws IOException {
        if (arguments.text(FORMAT.name()).equals("jsonl")) {
            return open(arguments, SummaryExamples::parse);
        }
        String separator = arguments.text(SEPARATOR.name());
        if (separator.isEmpty()) {
            throw new IllegalArgumentException(SEPARATOR.name() + " must not be empty");
        }
        return open(arguments, (text, where) -> text.replace(separator, "\n"));
    }

    /** Makes a text of a line. */
    private interface Reading {
        String read(String line, String where) throws IOException;
    }

    private static Examples<String, String> open(ScoreArguments arguments, Reading reading) throws IOException {
        LineExamples lines = LineExamples.open(
                arguments.path(LineExamples.HYPOTHESES.name()), List.of(arguments.path(REFERENCE.name())));
        String references = arguments.path(REFERENCE.name()).toString();
        return new Examples<>() {
            private long line;

            @Override
            public Example<String, String> next() throws IOException {
                Example<String, List<String>> example = lines.next();
                if (example == null) {
                    return null;
                }
                line++;
                String referenceWhere = references + ":" + line;
                return new Example<>(
                        example.where(),
                        () -> reading.read(example.prediction().load(), example.where()),
                        () -> reading.read(example.reference().load().get(0), referenceWhere));
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }

    private static String parse(String line, String where) throws IOException {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new InvalidDataException(where + ": is not valid JSON: " + JsonFault.of(e), e);
        }
        if (node.isTextual()) {
            return node.textValue();
        }
        List<String> sentences = new ArrayList<>();
        node.forEach(sentence -> sentences.add(sentence.textValue()));
        if (!node.isArray() || sentences.contains(null)) {
            throw new InvalidDataException(where + ": is neither a JSON string nor a list of strings");
        }
        return String.join("\n", sentences);
    }
}

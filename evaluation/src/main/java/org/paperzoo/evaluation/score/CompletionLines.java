package org.paperzoo.evaluation.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Lines of completed code beside lines that are right. Where the file of references is named {@code .json} or {@code
 * .jsonl}, each of its lines is an object whose member {@code gt} is the text, as CodeXGLUE has it.
 */
final class CompletionLines implements Examples<String, String> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final LineExamples lines;
    private final String referenceFile;
    private final boolean json;
    private long line;

    private CompletionLines(LineExamples lines, String referenceFile) {
        this.lines = lines;
        this.referenceFile = referenceFile;
        json = referenceFile.matches(".*\\.jsonl?(\\.gz)?");
    }

    static CompletionLines open(ScoreArguments arguments) throws IOException {
        List<Path> references = arguments.paths(LineExamples.REFERENCES.name());
        if (references.size() != 1) {
            throw new IllegalArgumentException(
                    "edit similarity has one reference for each line; --ref is given " + references.size() + " times");
        }
        return new CompletionLines(
                LineExamples.open(arguments), references.get(0).toString());
    }

    @Override
    public Example<String, String> next() throws IOException {
        Example<String, List<String>> example = lines.next();
        if (example == null) {
            return null;
        }
        line++;
        String text = example.reference().load().get(0);
        String reference = json ? member(text, referenceFile + ":" + line) : text;
        return new Example<>(example.where(), example.prediction(), () -> reference);
    }

    private static String member(String text, String where) throws IOException {
        try {
            JsonNode member = JSON.readTree(text).path("gt");
            if (member.isTextual()) {
                return member.textValue();
            }
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(where + ": is no JSON: " + JsonFault.of(e), e);
        }
        throw new InvalidInputException(where + ": needs a string \"gt\"");
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}

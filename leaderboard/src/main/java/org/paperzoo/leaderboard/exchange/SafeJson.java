package org.paperzoo.leaderboard.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.paperzoo.hub.JsonFault;

/** How files from outside are read: within bounds, and nothing is guessed. */
final class SafeJson {

    private static final int DEEPEST = 50;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final int LONGEST_NUMBER = 100;
    private static final int LONGEST_NAME = 1000;

    /** Bounds of whatever is read piece by piece. */
    static final StreamReadConstraints PIECEWISE = StreamReadConstraints.builder()
            .maxNestingDepth(DEEPEST)
            .maxStringLength(LONGEST_TEXT)
            .maxNumberLength(LONGEST_NUMBER)
            .maxNameLength(LONGEST_NAME)
            .build();

    /** Bounds of what is held whole. */
    static final StreamReadConstraints WHOLE = PIECEWISE
            .rebuild()
            .maxDocumentLength(64L << 20)
            .maxTokenCount(2_000_000)
            .build();

    /** Reads records as they were written: no unknown field, no missing number, no text for a number. */
    static final ObjectMapper STRICT = records(false);

    /** The same for records whose numbers come as text. */
    static final ObjectMapper OF_TEXTS = records(true);

    /** Reads a whole document of another maker. */
    static final ObjectMapper TREE = JsonMapper.builder(factory(WHOLE)).build();

    private SafeJson() {}

    private static ObjectMapper records(boolean numbersAsTexts) {
        return JsonMapper.builder(factory(PIECEWISE))
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .configure(MapperFeature.ALLOW_COERCION_OF_SCALARS, numbersAsTexts)
                .build();
    }

    /** What is wrong with a record, in one line, with the place in it where that is known. */
    static String told(JsonProcessingException e) {
        StringBuilder line = new StringBuilder(JsonFault.of(e));
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            line.append(", at ");
            mapping.getPath()
                    .forEach(step -> line.append(
                            step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName()));
        }
        return line.toString().replace(", at .", ", at ");
    }

    private static JsonFactory factory(StreamReadConstraints constraints) {
        return JsonFactory.builder()
                .streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .build();
    }
}

package org.paperzoo.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/** What is wrong with a JSON text, in words for those who wrote it. */
public final class JsonFault {

    /** What Jackson appends for programmers: where it keeps a source that it does not tell, and which feature to set. */
    private static final Pattern FOR_PROGRAMMERS = Pattern.compile(" \\((start marker at \\[Source:|set Des).*");

    private JsonFault() {}

    /** The parser's reason in one line, without where: {@code Unexpected end-of-input: expected close marker for Array}. */
    public static String of(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        if (message == null) {
            return "unreadable";
        }
        return FOR_PROGRAMMERS
                .matcher(message.lines().findFirst().orElse("unreadable"))
                .replaceFirst("");
    }
}

package org.paperzoo.leaderboard.exchange;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/** A parser that refuses a record of too many parts, however long the file of records may be. */
final class BoundedParser extends JsonParserDelegate {

    private static final int MOST_TOKENS = 200_000;

    private int tokens;

    BoundedParser(JsonParser parser) {
        super(parser);
    }

    /** A new record begins. */
    void nextRecord() {
        tokens = 0;
    }

    @Override
    public JsonToken nextToken() throws IOException {
        if (++tokens > MOST_TOKENS) {
            throw new StreamConstraintsException("a record has more than " + MOST_TOKENS + " parts");
        }
        return super.nextToken();
    }
}

package org.paperzoo.evaluation.metric.text;

import java.util.List;

/**
 * Cuts a segment into the tokens that BLEU counts. Each equals the tokenizer of that name in sacreBLEU 2.6.0, written as
 * passes over characters instead of regular expressions. Safe for several threads.
 */
public interface BleuTokenizer {

    /** Name in signatures and metric IDs: lower-case letters and digits. */
    String id();

    /**
     * Adds the tokens of a segment.
     *
     * @param segment text without trailing spaces
     */
    void tokenize(String segment, TokenBuffer tokens);

    /** The tokens of a segment as strings. */
    default List<String> tokens(String segment) {
        TokenBuffer tokens = new TokenBuffer();
        tokenize(PythonText.stripTrailing(segment), tokens);
        return tokens.strings();
    }
}

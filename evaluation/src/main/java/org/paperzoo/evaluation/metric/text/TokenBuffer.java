package org.paperzoo.evaluation.metric.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The tokens of one segment, in characters that lie one after another; reused from segment to segment. */
public final class TokenBuffer {

    private char[] characters = new char[256];
    private int[] ends = new int[64];
    private int length;
    private int size;

    private final CharacterPasses passes = new CharacterPasses();

    /** Forgets all tokens. */
    public void clear() {
        length = 0;
        size = 0;
    }

    /** Appends a character to the token that is being written. */
    public void append(char character) {
        if (length == characters.length) {
            characters = Arrays.copyOf(characters, 2 * length);
        }
        characters[length++] = character;
    }

    /** Ends the token that is being written, unless it is empty. */
    public void endToken() {
        if (length > start(size)) {
            if (size == ends.length) {
                ends = Arrays.copyOf(ends, 2 * size);
            }
            ends[size++] = length;
        }
    }

    /** Adds what Python's {@code split()} finds in the first {@code count} characters. */
    public void split(char[] text, int count) {
        if (characters.length < length + count) {
            characters = Arrays.copyOf(characters, Math.max(length + count, 2 * characters.length));
        }
        char[] to = characters;
        int end = length;
        for (int i = 0; i < count; i++) {
            char c = text[i];
            if (PythonText.isSpace(c)) {
                length = end;
                endToken();
            } else {
                to[end++] = c;
            }
        }
        length = end;
        endToken();
    }

    /** What tokenizers work on a line with before they cut it into these tokens: empty. */
    CharacterPasses passes() {
        return passes.begin();
    }

    /** Number of tokens. */
    public int size() {
        return size;
    }

    char[] characters() {
        return characters;
    }

    int start(int token) {
        return token == 0 ? 0 : ends[token - 1];
    }

    int end(int token) {
        return ends[token];
    }

    /** The tokens as strings. */
    public List<String> strings() {
        List<String> strings = new ArrayList<>(size);
        for (int token = 0; token < size; token++) {
            strings.add(new String(characters, start(token), end(token) - start(token)));
        }
        return strings;
    }
}

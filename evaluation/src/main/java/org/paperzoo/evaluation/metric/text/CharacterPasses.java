package org.paperzoo.evaluation.metric.text;

import java.util.Arrays;

/**
 * A line of text on which tokenizers work pass by pass, each pass being one substitution of the reference's regular
 * expressions. A match takes its characters away from later matches of the same pass, which shows in runs such as "..5".
 */
final class CharacterPasses {

    private static final long WESTERN_LOW = maskOf(' ', '&') | maskOf('(', '+') | maskOf('/', '/') | maskOf(':', '?');
    private static final long WESTERN_HIGH = maskOf('@', '@') | maskOf('[', '`') | maskOf('{', '~');

    private static final int NUMBER =
            1 << Character.DECIMAL_DIGIT_NUMBER | 1 << Character.LETTER_NUMBER | 1 << Character.OTHER_NUMBER;
    private static final int PUNCTUATION = 1 << Character.CONNECTOR_PUNCTUATION
            | 1 << Character.DASH_PUNCTUATION
            | 1 << Character.START_PUNCTUATION
            | 1 << Character.END_PUNCTUATION
            | 1 << Character.INITIAL_QUOTE_PUNCTUATION
            | 1 << Character.FINAL_QUOTE_PUNCTUATION
            | 1 << Character.OTHER_PUNCTUATION;
    private static final int SYMBOL = 1 << Character.MATH_SYMBOL
            | 1 << Character.CURRENCY_SYMBOL
            | 1 << Character.MODIFIER_SYMBOL
            | 1 << Character.OTHER_SYMBOL;

    private char[] text;
    private char[] spare;
    private int length;

    CharacterPasses(int capacity) {
        text = new char[capacity + 16];
        spare = new char[3 * capacity + 16];
    }

    private static long maskOf(char first, char last) {
        long mask = 0;
        for (char c = first; c <= last; c++) {
            mask |= 1L << (c & 63);
        }
        return mask;
    }

    void append(char c) {
        if (length == text.length) {
            text = Arrays.copyOf(text, 2 * length);
        }
        text[length++] = c;
    }

    void append(String line) {
        if (length + line.length() > text.length) {
            text = Arrays.copyOf(text, length + line.length());
        }
        line.getChars(0, line.length(), text, length);
        length += line.length();
    }

    void splitInto(TokenBuffer tokens) {
        tokens.split(text, length);
    }

    char[] characters() {
        return text;
    }

    int length() {
        return length;
    }

    /** The four substitutions that 13a and zh share: ASCII punctuation, and full stop, comma and dash next to digits. */
    void separateWesternPunctuation() {
        separateAsciiPunctuation();
        separateStopsAfterNonDigits();
        separateStopsBeforeNonDigits();
        separateDashesAfterDigits();
    }

    /** The same with Tercom's substitution for possessives after the first: {@code "'s "} becomes {@code " 's "}. */
    void separateWesternPunctuationAndPossessives() {
        separateAsciiPunctuation();
        separatePossessives();
        separateStopsAfterNonDigits();
        separateStopsBeforeNonDigits();
        separateDashesAfterDigits();
    }

    /** The three substitutions of mteval-v14: punctuation next to what is no number, and all symbols. */
    void separateUnicodePunctuation() {
        separatePunctuationAfterNonNumbers();
        separatePunctuationBeforeNonNumbers();
        separateSymbols();
    }

    // Each pass works on local arrays and indices, which stay in registers.

    /** ASCII punctuation but apostrophe, comma, dash and full stop becomes {@code " x "}. */
    private void separateAsciiPunctuation() {
        char[] from = text;
        char[] to = target();
        int count = length;
        int end = 0;
        for (int i = 0; i < count; i++) {
            char c = from[i];
            if (c < 128 && ((c < 64 ? WESTERN_LOW : WESTERN_HIGH) >>> (c & 63) & 1) != 0) {
                to[end] = ' ';
                to[end + 1] = c;
                to[end + 2] = ' ';
                end += 3;
            } else {
                to[end++] = c;
            }
        }
        finish(end);
    }

    private void separatePossessives() {
        char[] from = text;
        char[] to = target();
        int count = length;
        int end = 0;
        for (int i = 0; i < count; i++) {
            if (from[i] == '\'' && i + 2 < count && from[i + 1] == 's' && from[i + 2] == ' ') {
                to[end++] = ' ';
            }
            to[end++] = from[i];
        }
        finish(end);
    }

    /** {@code [^0-9][.,]} becomes {@code "x . "}. */
    private void separateStopsAfterNonDigits() {
        char[] from = text;
        char[] to = target();
        int count = length;
        int end = 0;
        for (int i = 0; i < count; i++) {
            char c = from[i];
            to[end++] = c;
            if (!isDigit(c) && i + 1 < count && isStopOrComma(from[i + 1])) {
                to[end] = ' ';
                to[end + 1] = from[++i];
                to[end + 2] = ' ';
                end += 3;
            }
        }
        finish(end);
    }

    /** {@code [.,][^0-9]} becomes {@code " . x"}. */
    private void separateStopsBeforeNonDigits() {
        char[] from = text;
        char[] to = target();
        int count = length;
        int end = 0;
        for (int i = 0; i < count; i++) {
            char c = from[i];
            if (isStopOrComma(c) && i + 1 < count && !isDigit(from[i + 1])) {
                to[end] = ' ';
                to[end + 1] = c;
                to[end + 2] = ' ';
                to[end + 3] = from[++i];
                end += 4;
            } else {
                to[end++] = c;
            }
        }
        finish(end);
    }

    /** {@code [0-9]-} becomes {@code "0 - "}. */
    private void separateDashesAfterDigits() {
        char[] from = text;
        char[] to = target();
        int count = length;
        int end = 0;
        for (int i = 0; i < count; i++) {
            char c = from[i];
            to[end++] = c;
            if (isDigit(c) && i + 1 < count && from[i + 1] == '-') {
                to[end] = ' ';
                to[end + 1] = from[++i];
                to[end + 2] = ' ';
                end += 3;
            }
        }
        finish(end);
    }

    /** {@code \P{N}\p{P}} becomes {@code "x . "}. */
    private void separatePunctuationAfterNonNumbers() {
        char[] from = text;
        char[] to = target();
        int count = length;
        int end = 0;
        for (int i = 0; i < count; ) {
            int codePoint = Character.codePointAt(from, i, count);
            i += Character.charCount(codePoint);
            end += Character.toChars(codePoint, to, end);
            if (i < count && !isOf(NUMBER, codePoint)) {
                int following = Character.codePointAt(from, i, count);
                if (isOf(PUNCTUATION, following)) {
                    i += Character.charCount(following);
                    to[end++] = ' ';
                    end += Character.toChars(following, to, end);
                    to[end++] = ' ';
                }
            }
        }
        finish(end);
    }

    /** {@code \p{P}\P{N}} becomes {@code " . x"}. */
    private void separatePunctuationBeforeNonNumbers() {
        char[] from = text;
        char[] to = target();
        int count = length;
        int end = 0;
        for (int i = 0; i < count; ) {
            int codePoint = Character.codePointAt(from, i, count);
            i += Character.charCount(codePoint);
            if (i < count && isOf(PUNCTUATION, codePoint)) {
                int following = Character.codePointAt(from, i, count);
                if (!isOf(NUMBER, following)) {
                    i += Character.charCount(following);
                    to[end++] = ' ';
                    end += Character.toChars(codePoint, to, end);
                    to[end++] = ' ';
                    end += Character.toChars(following, to, end);
                    continue;
                }
            }
            end += Character.toChars(codePoint, to, end);
        }
        finish(end);
    }

    /** {@code \p{S}} becomes {@code " x "}. */
    private void separateSymbols() {
        char[] from = text;
        char[] to = target();
        int count = length;
        int end = 0;
        for (int i = 0; i < count; ) {
            int codePoint = Character.codePointAt(from, i, count);
            i += Character.charCount(codePoint);
            boolean symbol = isOf(SYMBOL, codePoint);
            if (symbol) {
                to[end++] = ' ';
            }
            end += Character.toChars(codePoint, to, end);
            if (symbol) {
                to[end++] = ' ';
            }
        }
        finish(end);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isStopOrComma(char c) {
        return c == '.' || c == ',';
    }

    private static boolean isOf(int categories, int codePoint) {
        return (categories >>> Character.getType(codePoint) & 1) != 0;
    }

    /** Where the pass at hand writes: a pass writes at most three characters for one. */
    private char[] target() {
        if (spare.length < 3 * length + 1) {
            spare = new char[3 * length + 1];
        }
        return spare;
    }

    private void finish(int end) {
        char[] former = text;
        text = spare;
        spare = former;
        length = end;
    }
}

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
    private char[] next;
    private int length;
    private int written;

    CharacterPasses(int capacity) {
        text = new char[capacity + 16];
        next = new char[2 * capacity + 16];
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

    /** The four substitutions that 13a and zh share: ASCII punctuation, and full stop, comma and dash next to digits. */
    void separateWesternPunctuation() {
        // [{-~[-` -&(-+:-@/] -> " x "
        begin();
        for (int i = 0; i < length; i++) {
            char c = text[i];
            if (c < 128 && ((c < 64 ? WESTERN_LOW : WESTERN_HIGH) >>> (c & 63) & 1) != 0) {
                write(' ');
                write(c);
                write(' ');
            } else {
                write(c);
            }
        }
        end();
        // [^0-9][.,] -> "x . "
        begin();
        for (int i = 0; i < length; i++) {
            char c = text[i];
            write(c);
            if (!isDigit(c) && i + 1 < length && isStopOrComma(text[i + 1])) {
                write(' ');
                write(text[++i]);
                write(' ');
            }
        }
        end();
        // [.,][^0-9] -> " . x"
        begin();
        for (int i = 0; i < length; i++) {
            char c = text[i];
            if (isStopOrComma(c) && i + 1 < length && !isDigit(text[i + 1])) {
                write(' ');
                write(c);
                write(' ');
                write(text[++i]);
            } else {
                write(c);
            }
        }
        end();
        // [0-9]- -> "0 - "
        begin();
        for (int i = 0; i < length; i++) {
            char c = text[i];
            write(c);
            if (isDigit(c) && i + 1 < length && text[i + 1] == '-') {
                write(' ');
                write(text[++i]);
                write(' ');
            }
        }
        end();
    }

    /** The three substitutions of mteval-v14: punctuation next to what is no number, and all symbols. */
    void separateUnicodePunctuation() {
        // \P{N}\p{P} -> "x . "
        begin();
        for (int i = 0; i < length; ) {
            int codePoint = Character.codePointAt(text, i, length);
            i += writeCodePoint(codePoint);
            if (!isOf(NUMBER, codePoint) && i < length) {
                int following = Character.codePointAt(text, i, length);
                if (isOf(PUNCTUATION, following)) {
                    write(' ');
                    i += writeCodePoint(following);
                    write(' ');
                }
            }
        }
        end();
        // \p{P}\P{N} -> " . x"
        begin();
        for (int i = 0; i < length; ) {
            int codePoint = Character.codePointAt(text, i, length);
            int after = i + Character.charCount(codePoint);
            if (isOf(PUNCTUATION, codePoint)
                    && after < length
                    && !isOf(NUMBER, Character.codePointAt(text, after, length))) {
                write(' ');
                writeCodePoint(codePoint);
                write(' ');
                i = after + writeCodePoint(Character.codePointAt(text, after, length));
            } else {
                i += writeCodePoint(codePoint);
            }
        }
        end();
        // \p{S} -> " x "
        begin();
        for (int i = 0; i < length; ) {
            int codePoint = Character.codePointAt(text, i, length);
            if (isOf(SYMBOL, codePoint)) {
                write(' ');
                i += writeCodePoint(codePoint);
                write(' ');
            } else {
                i += writeCodePoint(codePoint);
            }
        }
        end();
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

    private void begin() {
        written = 0;
        // A pass writes at most three characters for one.
        if (next.length < 3 * length) {
            next = new char[3 * length];
        }
    }

    private void write(char c) {
        next[written++] = c;
    }

    private int writeCodePoint(int codePoint) {
        int count = Character.toChars(codePoint, next, written);
        written += count;
        return count;
    }

    private void end() {
        char[] former = text;
        text = next;
        next = former;
        length = written;
    }
}

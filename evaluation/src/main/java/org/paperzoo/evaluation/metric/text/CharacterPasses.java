package org.paperzoo.evaluation.metric.text;

import java.util.Arrays;

/**
 * A line of text on which tokenizers work pass by pass, each pass being one substitution of the reference's regular
 * expressions. A match takes its characters away from later matches of the same pass, which shows in runs such as "..5".
 * Scratch memory of one thread, begun anew for each line.
 */
final class CharacterPasses {

    /** ASCII characters that are separated wherever they stand: punctuation but apostrophe, comma, dash and full stop. */
    private static final byte PUNCTUATION_MARK = 1;
    /** Full stop and comma, and the dash, which are separated next to digits or what is none. */
    private static final byte STOP = 2;

    private static final byte DASH = 4;
    private static final byte[] ASCII = new byte[128];

    static {
        for (char[] range : new char[][] {{' ', '&'}, {'(', '+'}, {'/', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}) {
            Arrays.fill(ASCII, range[0], range[1] + 1, PUNCTUATION_MARK);
        }
        ASCII['.'] = STOP;
        ASCII[','] = STOP;
        ASCII['-'] = DASH;
    }

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

    private static final int USUAL_CAPACITY = 1024;
    private static final int KEPT_CAPACITY = 1 << 16;

    private char[] text = new char[USUAL_CAPACITY];
    private char[] spare = new char[USUAL_CAPACITY];
    private int length;

    /** Forgets the line at hand. */
    CharacterPasses begin() {
        length = 0;
        // One long line must not keep its memory.
        if (text.length > KEPT_CAPACITY || spare.length > KEPT_CAPACITY) {
            text = new char[USUAL_CAPACITY];
            spare = new char[USUAL_CAPACITY];
        }
        return this;
    }

    void append(char c) {
        if (length == text.length) {
            text = Arrays.copyOf(text, 2 * length);
        }
        text[length++] = c;
    }

    void append(String line) {
        if (length + line.length() > text.length) {
            text = Arrays.copyOf(text, Math.max(length + line.length(), 2 * text.length));
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
        separateStopsAndDashes(separateAsciiPunctuation());
    }

    /** The same with Tercom's substitution for possessives after the first: {@code "'s "} becomes {@code " 's "}. */
    void separateWesternPunctuationAndPossessives() {
        int found = separateAsciiPunctuation();
        separatePossessives();
        separateStopsAndDashes(found);
    }

    /** @param found which of {@link #STOP} and {@link #DASH} the text has: the passes for others would change nothing */
    private void separateStopsAndDashes(int found) {
        if ((found & STOP) != 0) {
            separateStopsAfterNonDigits();
            separateStopsBeforeNonDigits();
        }
        if ((found & DASH) != 0) {
            separateDashesAfterDigits();
        }
    }

    /** The three substitutions of mteval-v14: punctuation next to what is no number, and all symbols. */
    void separateUnicodePunctuation() {
        separatePunctuationAfterNonNumbers();
        separatePunctuationBeforeNonNumbers();
        separateSymbols();
    }

    // Each pass looks for the next place that it changes and copies what lies before as a whole: such places are few.
    // It
    // works on local arrays and indices, which stay in registers.

    /** ASCII punctuation but apostrophe, comma, dash and full stop becomes {@code " x "}; tells which of these it saw. */
    private int separateAsciiPunctuation() {
        char[] from = text;
        char[] to = target();
        int count = length;
        int end = 0;
        int copied = 0;
        int found = 0;
        for (int i = 0; i < count; i++) {
            char c = from[i];
            int kind = c < 128 ? ASCII[c] : 0;
            if (kind == 0) {
                continue;
            }
            found |= kind;
            // Spaces are among them, but one more on either side makes no difference to what is split at spaces.
            if (kind == PUNCTUATION_MARK && c != ' ') {
                end = copy(from, copied, i, to, end);
                end = separate(c, to, end);
                copied = i + 1;
            }
        }
        finish(copy(from, copied, count, to, end));
        return found;
    }

    /** Tercom's {@code "'s "} becomes {@code " 's "}. */
    private void separatePossessives() {
        char[] from = text;
        char[] to = target();
        int count = length;
        int end = 0;
        int copied = 0;
        for (int i = 0; i + 2 < count; i++) {
            if (from[i] == '\'' && from[i + 1] == 's' && from[i + 2] == ' ') {
                end = copy(from, copied, i, to, end);
                to[end++] = ' ';
                copied = i;
            }
        }
        finish(copy(from, copied, count, to, end));
    }

    /** {@code [^0-9][.,]} becomes {@code "x . "}. */
    private void separateStopsAfterNonDigits() {
        char[] from = text;
        char[] to = target();
        int count = length;
        int end = 0;
        int copied = 0;
        for (int i = 1; i < count; i++) {
            // The character before it must not have been taken by the last match.
            if (isStopOrComma(from[i]) && i > copied && !isDigit(from[i - 1])) {
                end = copy(from, copied, i, to, end);
                end = separate(from[i], to, end);
                copied = i + 1;
            }
        }
        finish(copy(from, copied, count, to, end));
    }

    /** {@code [.,][^0-9]} becomes {@code " . x"}. */
    private void separateStopsBeforeNonDigits() {
        char[] from = text;
        char[] to = target();
        int count = length;
        int end = 0;
        int copied = 0;
        for (int i = 0; i + 1 < count; i++) {
            if (isStopOrComma(from[i]) && !isDigit(from[i + 1])) {
                end = copy(from, copied, i, to, end);
                end = separate(from[i], to, end);
                to[end++] = from[++i];
                copied = i + 1;
            }
        }
        finish(copy(from, copied, count, to, end));
    }

    /** {@code [0-9]-} becomes {@code "0 - "}. */
    private void separateDashesAfterDigits() {
        char[] from = text;
        char[] to = target();
        int count = length;
        int end = 0;
        int copied = 0;
        for (int i = 1; i < count; i++) {
            if (from[i] == '-' && isDigit(from[i - 1])) {
                end = copy(from, copied, i, to, end);
                end = separate('-', to, end);
                copied = i + 1;
            }
        }
        finish(copy(from, copied, count, to, end));
    }

    private static int copy(char[] from, int start, int stop, char[] to, int end) {
        System.arraycopy(from, start, to, end, stop - start);
        return end + stop - start;
    }

    private static int separate(char c, char[] to, int end) {
        to[end] = ' ';
        to[end + 1] = c;
        to[end + 2] = ' ';
        return end + 3;
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

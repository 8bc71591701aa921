package org.paperzoo.evaluation.metric.text;

/** What Python's {@code str} does where Java differs; the references are written in Python. */
public final class PythonText {

    private PythonText() {}

    /**
     * Whether {@code str.isspace()} holds: what {@code split()} and {@code strip()} take for a space. Unlike Java's
     * {@link Character#isWhitespace(char)} it holds for no-break spaces and U+0085.
     */
    public static boolean isSpace(char c) {
        if (c <= ' ') {
            return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
        }
        return c >= 0x85
                && (c == 0x85
                        || c == 0xA0
                        || c == 0x1680
                        || (c >= 0x2000 && c <= 0x200A)
                        || c == 0x2028
                        || c == 0x2029
                        || c == 0x202F
                        || c == 0x205F
                        || c == 0x3000);
    }

    /** {@code str.rstrip()}. */
    static String stripTrailing(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /** {@code str.strip()}. */
    public static String strip(String text) {
        int start = 0;
        while (start < text.length() && isSpace(text.charAt(start))) {
            start++;
        }
        return stripTrailing(text.substring(start));
    }
}

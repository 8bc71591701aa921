package org.paperzoo.datasets.text;

/**
 * What the reference pipelines, written in Python, take for white space: unlike Java's, it has no-break spaces and U+0085.
 */
final class Whitespace {

    private Whitespace() {}

    /** Whether Python's {@code str.isspace()} holds. */
    static boolean isSpace(char c) {
        if (c <= ' ') {
            return c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1C && c <= 0x1F;
        }
        return c == 0x85 || c == 0xA0 || c > 0xFF && Character.isSpaceChar(c);
    }

    /** {@code text.strip()}. */
    static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** {@code ' '.join(text.split())}: words with one space between them. */
    static String single(String text) {
        StringBuilder words = new StringBuilder(text.length());
        boolean between = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpace(c)) {
                between = words.length() > 0;
            } else {
                if (between) {
                    words.append(' ');
                    between = false;
                }
                words.append(c);
            }
        }
        return words.toString();
    }
}

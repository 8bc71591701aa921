package org.paperzoo.evaluation.metric.text;

import java.util.Locale;

/** What Python's {@code str} does where Java differs; the references are written in Python. */
public final class PythonText {

    /** Word_Break=MidLetter, MidNumLet or Single_Quote: case-ignorable though they are no marks. */
    private static final String IGNORED_BY_CASE =
            "':.\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

    private static final int IGNORED_CATEGORIES = 1 << Character.NON_SPACING_MARK
            | 1 << Character.ENCLOSING_MARK
            | 1 << Character.FORMAT
            | 1 << Character.MODIFIER_LETTER
            | 1 << Character.MODIFIER_SYMBOL;

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
    public static String stripTrailing(String text) {
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

    /**
     * {@code str.lower()}. Differs from Java's lower case in where a sigma is final: Unicode's condition, by which full
     * stops, apostrophes and marks on either side are looked through.
     */
    public static String lower(String text) {
        int sigma = text.indexOf('\u03A3');
        if (sigma < 0) {
            return text.toLowerCase(Locale.ROOT);
        }
        StringBuilder lower = new StringBuilder(text.length());
        int start = 0;
        while (sigma >= 0) {
            lower.append(text.substring(start, sigma).toLowerCase(Locale.ROOT));
            lower.append(isFinal(text, sigma) ? '\u03C2' : '\u03C3');
            start = sigma + 1;
            sigma = text.indexOf('\u03A3', start);
        }
        return lower.append(text.substring(start).toLowerCase(Locale.ROOT)).toString();
    }

    private static boolean isFinal(String text, int sigma) {
        int before = sigma;
        while (before > 0 && isIgnoredByCase(text.codePointBefore(before))) {
            before = text.offsetByCodePoints(before, -1);
        }
        int after = sigma + 1;
        while (after < text.length() && isIgnoredByCase(text.codePointAt(after))) {
            after = text.offsetByCodePoints(after, 1);
        }
        return before > 0
                && isCased(text.codePointBefore(before))
                && (after == text.length() || !isCased(text.codePointAt(after)));
    }

    private static boolean isCased(int codePoint) {
        return Character.isLowerCase(codePoint) || Character.isUpperCase(codePoint) || Character.isTitleCase(codePoint);
    }

    private static boolean isIgnoredByCase(int codePoint) {
        return (IGNORED_CATEGORIES >>> Character.getType(codePoint) & 1) != 0
                || IGNORED_BY_CASE.indexOf(codePoint) >= 0;
    }
}

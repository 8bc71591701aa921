package org.paperzoo.evaluation.metric.text;

/**
 * Cuts a segment into the words that TER compares, as sacreBLEU's version of Tercom's normaliser does.
 *
 * @param normalized whether entities are resolved and punctuation is separated from words
 * @param withoutPunctuation whether punctuation is removed
 * @param asianSupport whether these two also hold for East Asian characters and punctuation
 * @param caseSensitive whether case is kept
 */
public record TercomTokenizer(
        boolean normalized, boolean withoutPunctuation, boolean asianSupport, boolean caseSensitive) {

    private static final String PUNCTUATION = ".,?:;!\"()";
    private static final String FULL_WIDTH_PUNCTUATION = "\uFF0E\uFF0C\uFF1F\uFF1A\uFF1B\uFF01\uFF02\uFF08\uFF09";

    /** Adds the words of a segment. */
    void tokenize(String segment, TokenBuffer tokens) {
        String line = PythonText.stripTrailing(segment);
        if (!caseSensitive) {
            line = PythonText.lower(line);
        }
        if (!normalized) {
            split(line.toCharArray(), line.length(), tokens);
            return;
        }
        if (line.indexOf('\n') >= 0) {
            line = line.replace("\n-", "").replace('\n', ' ');
        }
        if (line.indexOf('&') >= 0) {
            line = line.replace("&quot;", "\"")
                    .replace("&amp;", "&")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">");
        }
        CharacterPasses passes = tokens.passes();
        passes.append(' ');
        passes.append(line);
        passes.append(' ');
        passes.separateWesternPunctuationAndPossessives();
        split(passes.characters(), passes.length(), tokens);
    }

    private void split(char[] text, int length, TokenBuffer tokens) {
        boolean asian = asianSupport;
        boolean separated = normalized && asian;
        for (int i = 0; i < length; i++) {
            char c = text[i];
            if (PythonText.isSpace(c)) {
                tokens.endToken();
            } else if (withoutPunctuation && (PUNCTUATION.indexOf(c) >= 0 || (asian && isAsianPunctuation(c)))) {
                // Removed where it stood by itself it leaves spaces, else it joins what it separated.
                if (separated && isAsianPunctuation(c)) {
                    tokens.endToken();
                }
            } else if (separated && (isIdeograph(c) || isAsianPunctuation(c))) {
                tokens.endToken();
                tokens.append(c);
                tokens.endToken();
            } else {
                tokens.append(c);
            }
        }
        tokens.endToken();
    }

    private static boolean isAsianPunctuation(char c) {
        return c >= 0x3001
                && (c <= 0x3002
                        || (c >= 0x3008 && c <= 0x3011)
                        || (c >= 0x3014 && c <= 0x301F)
                        || c == 0x30FB
                        || (c >= 0xFF61 && c <= 0xFF65)
                        || FULL_WIDTH_PUNCTUATION.indexOf(c) >= 0);
    }

    /**
     * Characters that stand by themselves. The reference writes the block of enclosed letters and months, U+3200 to U+32FF,
     * as U+3200 to U+3F22; and its rules for kana ask for a segment that begins with one, which none does that has been
     * padded with spaces.
     */
    private static boolean isIdeograph(char c) {
        return c >= 0x2E80
                && (c <= 0x2EFF
                        || (c >= 0x31C0 && c <= 0x31EF)
                        || (c >= 0x3200 && c <= 0x4DBF)
                        || (c >= 0x4E00 && c <= 0x9FFF)
                        || (c >= 0xF900 && c <= 0xFAFF)
                        || (c >= 0xFE30 && c <= 0xFE4F));
    }

    /** What the settings add to a metric's ID. */
    String idPart() {
        return (normalized ? "-norm" : "")
                + (withoutPunctuation ? "-nopunct" : "")
                + (asianSupport ? "-asian" : "")
                + (caseSensitive ? "-cased" : "");
    }
}

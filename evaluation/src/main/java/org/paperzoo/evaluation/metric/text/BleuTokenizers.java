package org.paperzoo.evaluation.metric.text;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

/** The tokenizers of sacreBLEU that need no model. */
public enum BleuTokenizers implements BleuTokenizer {
    /** mteval-v13a, as WMT uses it. */
    V13A("13a") {
        @Override
        public void tokenize(String segment, TokenBuffer tokens) {
            String line = segment;
            // In this order, so that "&amp;lt;" becomes "<" but "&amp;quot;" becomes "&quot;".
            if (line.indexOf('<') >= 0) {
                line = line.replace("<skipped>", "");
            }
            if (line.indexOf('\n') >= 0) {
                line = line.replace("-\n", "").replace('\n', ' ');
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
            passes.separateWesternPunctuation();
            passes.splitInto(tokens);
        }
    },
    /** mteval-v14 international: Unicode punctuation and symbols, by the Unicode version of this Java. */
    INTERNATIONAL("intl") {
        @Override
        public void tokenize(String segment, TokenBuffer tokens) {
            CharacterPasses passes = tokens.passes();
            passes.append(segment);
            passes.separateUnicodePunctuation();
            passes.splitInto(tokens);
        }
    },
    /** Every code point but spaces is a token. */
    CHARACTERS("char") {
        @Override
        public void tokenize(String segment, TokenBuffer tokens) {
            for (int i = 0; i < segment.length(); i++) {
                char c = segment.charAt(i);
                if (PythonText.isSpace(c)) {
                    continue;
                }
                tokens.append(c);
                if (Character.isHighSurrogate(c)
                        && i + 1 < segment.length()
                        && Character.isLowSurrogate(segment.charAt(i + 1))) {
                    tokens.append(segment.charAt(++i));
                }
                tokens.endToken();
            }
        }
    },
    /** Every Chinese character is a token; the rest as in 13a, without its entities and outer spaces. */
    CHINESE("zh") {
        @Override
        public void tokenize(String segment, TokenBuffer tokens) {
            String line = PythonText.strip(segment);
            CharacterPasses passes = tokens.passes();
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if (isChinese(c)) {
                    passes.append(' ');
                    passes.append(c);
                    passes.append(' ');
                } else {
                    passes.append(c);
                }
            }
            passes.separateWesternPunctuation();
            passes.splitInto(tokens);
        }
    },
    /** Tokens are separated by spaces already. */
    NONE("none") {
        @Override
        public void tokenize(String segment, TokenBuffer tokens) {
            tokens.split(segment.toCharArray(), segment.length());
        }
    };

    private final String id;

    BleuTokenizers(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    /**
     * Finds a tokenizer by its name in sacreBLEU.
     *
     * @throws NoSuchElementException if there is none; the message lists those there are
     */
    public static BleuTokenizers named(String id) {
        return Arrays.stream(values())
                .filter(tokenizer -> tokenizer.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no BLEU tokenizer " + id + "; there are "
                        + Arrays.stream(values()).map(BleuTokenizers::id).collect(Collectors.joining(", "))));
    }

    /**
     * The reference writes its two ranges beyond U+FFFF as "\\u20000" to "\\u2a6d6" and "\\u2f800" to "\\u2fa1d", which
     * are strings of two characters; compared as strings they hold U+2001 to U+2A6D and U+2F81 to U+2FA1, that is,
     * general punctuation, arrows and mathematics, and no character beyond U+FFFF.
     */
    private static boolean isChinese(char c) {
        return c > 0x2000
                && (c <= 0x2A6D
                        || (c >= 0x2E80 && c <= 0x2FDF)
                        || (c >= 0x2FF0 && c <= 0x303F)
                        || (c >= 0x3100 && c <= 0x312F)
                        || (c >= 0x31A0 && c <= 0x31BF)
                        || (c >= 0x31C0 && c <= 0x31EF)
                        || (c >= 0x3200 && c <= 0x4DB5)
                        || (c >= 0x4E00 && c <= 0x9FBB)
                        || (c >= 0xF900 && c <= 0xFA2D)
                        || (c >= 0xFA30 && c <= 0xFA6A)
                        || (c >= 0xFA70 && c <= 0xFAD9)
                        || (c >= 0xFE10 && c <= 0xFE1F)
                        || (c >= 0xFE30 && c <= 0xFE4F)
                        || (c >= 0xFF00 && c <= 0xFFEF));
    }
}

package org.paperzoo.evaluation.metric.code;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;
import org.paperzoo.evaluation.metric.text.PythonText;

/**
 * The tokens of CodeXGLUE's code-to-text evaluator: lower case, words and single signs set apart, then the normalisation
 * of mteval-v11a that its script has from Moses.
 */
final class MosesTokens {

    private static final Pattern PUNCTUATION = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
    private static final Pattern STOP_AFTER_NON_DIGIT = Pattern.compile("([^0-9])([.,])");
    private static final Pattern STOP_BEFORE_NON_DIGIT = Pattern.compile("([.,])([^0-9])");
    private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

    private MosesTokens() {}

    static List<String> of(String text) {
        String line = apart(PythonText.strip(text).toLowerCase(Locale.ROOT));
        // Entities and tags were cut apart above, so that the script's replacement of these finds nothing any more.
        line = " " + line + " ";
        line = PUNCTUATION.matcher(line).replaceAll(" $1 ");
        line = STOP_AFTER_NON_DIGIT.matcher(line).replaceAll("$1 $2 ");
        line = STOP_BEFORE_NON_DIGIT.matcher(line).replaceAll(" $1 $2");
        line = DASH_AFTER_DIGIT.matcher(line).replaceAll("$1 $2 ");
        return BleuTokenizers.NONE.tokens(line);
    }

    /** Runs of word characters, and each other character but spaces, joined by one space. */
    private static String apart(String line) {
        StringBuilder words = new StringBuilder(2 * line.length());
        boolean inWord = false;
        for (int i = 0; i < line.length(); ) {
            int character = line.codePointAt(i);
            i += Character.charCount(character);
            boolean word = isWord(character);
            if (!(word && inWord) && !words.isEmpty() && words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
            }
            inWord = word;
            if (word || character > 0xFFFF || !PythonText.isSpace((char) character)) {
                words.appendCodePoint(character);
            }
        }
        return words.toString();
    }

    /** Python's {@code \w}: letters, numbers of every kind and the underscore, but no marks. */
    private static boolean isWord(int character) {
        if (Character.isLetter(character) || character == '_') {
            return true;
        }
        int type = Character.getType(character);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }
}

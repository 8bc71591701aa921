package org.paperzoo.evaluation.metric.speech;

import org.paperzoo.evaluation.metric.text.CodePoints;
import org.paperzoo.evaluation.metric.text.PythonText;
import org.paperzoo.evaluation.metric.text.TokenBuffer;
import org.paperzoo.evaluation.metric.text.TokenNumbers;

/**
 * How a transcript is cut into what is compared, given as numbers: equal parts of the two transcripts have equal numbers.
 * Scratch memory of one thread.
 */
final class Transcripts {

    private final TranscriptUnit unit;
    private final TokenBuffer tokens = new TokenBuffer();
    private final TokenNumbers words = new TokenNumbers();
    private final CodePoints characters = new CodePoints();

    Transcripts(TranscriptUnit unit) {
        this.unit = unit;
    }

    /** Forgets the numbers that were given. */
    void clear() {
        words.clear();
        characters.clear();
    }

    /** How many numbers were given. */
    int symbols() {
        return unit.isWords() ? words.count() : characters.count();
    }

    /** The numbers of a transcript's parts. */
    int[] of(String transcript) {
        switch (unit) {
            case JIWER_CHARACTERS:
                return characters.of(PythonText.strip(transcript));
            case TORCHMETRICS_CHARACTERS:
                return characters.of(transcript);
            case JIWER_WORDS:
                tokens.clear();
                splitAtBlanks(transcript);
                return words.of(tokens, true);
            case TORCHMETRICS_WORDS:
                tokens.clear();
                tokens.split(transcript.toCharArray(), transcript.length());
                return words.of(tokens, true);
            default:
                throw new IllegalStateException(unit.name());
        }
    }

    /** At blanks and at runs of two spaces of any kind; outer spaces are no part of a word, inner single ones are. */
    private void splitAtBlanks(String transcript) {
        String text = PythonText.strip(transcript);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == ' ' || (PythonText.isSpace(c) && (isSpace(text, i - 1) || isSpace(text, i + 1)));
            if (ends) {
                tokens.endToken();
            } else {
                tokens.append(c);
            }
        }
        tokens.endToken();
    }

    private static boolean isSpace(String text, int index) {
        return index >= 0 && index < text.length() && PythonText.isSpace(text.charAt(index));
    }
}

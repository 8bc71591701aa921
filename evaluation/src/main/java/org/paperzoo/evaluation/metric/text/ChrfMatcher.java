package org.paperzoo.evaluation.metric.text;

/** Counts the n-grams of characters and words that a hypothesis shares with a reference. Scratch memory of one thread. */
final class ChrfMatcher {

    private final Chrf chrf;
    private final CodePoints codePoints = new CodePoints();
    private final SharedNgrams characterNgrams;
    private final TokenBuffer tokens = new TokenBuffer();
    private final TokenNumbers words = new TokenNumbers();
    private final SharedNgrams wordNgrams;

    private int[] hypothesisCharacters;
    private int[] hypothesisWords;

    ChrfMatcher(Chrf chrf) {
        this.chrf = chrf;
        characterNgrams = new SharedNgrams(chrf.characterOrder());
        wordNgrams = new SharedNgrams(chrf.wordOrder());
    }

    /** Takes the hypothesis with which the following references are compared. */
    void hypothesis(String hypothesis) {
        codePoints.clear();
        words.clear();
        hypothesisCharacters = charactersOf(hypothesis);
        hypothesisWords = wordsOf(hypothesis);
    }

    /**
     * The statistics of one reference: for each order, first of characters and then of words, n-grams of the hypothesis
     * (0 if the reference has none of that order), of the reference, and shared ones.
     */
    long[] statistics(String reference) {
        long[] statistics = new long[3 * (chrf.characterOrder() + chrf.wordOrder())];
        int[] characters = charactersOf(reference);
        totals(hypothesisCharacters.length, characters.length, chrf.characterOrder(), statistics, 0);
        characterNgrams.count(hypothesisCharacters, characters, codePoints.count(), statistics, 2, 3);
        if (chrf.wordOrder() > 0) {
            int[] numbers = wordsOf(reference);
            int offset = 3 * chrf.characterOrder();
            totals(hypothesisWords.length, numbers.length, chrf.wordOrder(), statistics, offset);
            wordNgrams.count(hypothesisWords, numbers, words.count(), statistics, offset + 2, 3);
        }
        return statistics;
    }

    private static void totals(int hypothesis, int reference, int orders, long[] statistics, int offset) {
        for (int order = 1; order <= orders; order++) {
            int inReference = Math.max(0, reference - order + 1);
            statistics[offset + 3 * (order - 1)] = inReference > 0 ? Math.max(0, hypothesis - order + 1) : 0;
            statistics[offset + 3 * (order - 1) + 1] = inReference;
        }
    }

    private int[] charactersOf(String text) {
        return chrf.whitespace() ? codePoints.of(text) : codePoints.withoutSpaces(text);
    }

    /** Words of which one mark of ASCII punctuation is cut off: the last character if it is one, else the first. */
    private int[] wordsOf(String text) {
        if (chrf.wordOrder() == 0) {
            return new int[0];
        }
        tokens.clear();
        int start = 0;
        while (start < text.length()) {
            if (PythonText.isSpace(text.charAt(start))) {
                start++;
                continue;
            }
            int end = start + 1;
            while (end < text.length() && !PythonText.isSpace(text.charAt(end))) {
                end++;
            }
            addWord(text, start, end);
            start = end;
        }
        return words.of(tokens, true);
    }

    private void addWord(String text, int start, int end) {
        int cut = end;
        if (end - start > 1) {
            if (isPunctuation(text.charAt(end - 1))) {
                cut = end - 1;
            } else if (isPunctuation(text.charAt(start))) {
                cut = start + 1;
            }
        }
        for (int i = start; i < end; i++) {
            if (i == cut) {
                tokens.endToken();
            }
            tokens.append(text.charAt(i));
        }
        tokens.endToken();
    }

    private static boolean isPunctuation(char c) {
        return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
    }
}

package org.paperzoo.evaluation.metric.summarisation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Against NLTK's PorterStemmer. */
class PorterStemmerTest {

    @Test
    void madeWordsOfAllSuffixesStemAsInNltk() {
        agrees(TextCases.ofMadeWords(), 3000);
    }

    @Test
    void wordsOfPeopleStemAsInNltk() {
        agrees(TextCases.ofSentences(), 400);
    }

    private static void agrees(TextCases cases, int words) {
        var table = cases.expected().get("nltk_porter_stemmer(NLTK_EXTENSIONS)");
        assertEquals(words, table.size());
        table.properties()
                .forEach(entry ->
                        assertEquals(entry.getValue().textValue(), PorterStemmer.stem(entry.getKey()), entry.getKey()));
    }
}

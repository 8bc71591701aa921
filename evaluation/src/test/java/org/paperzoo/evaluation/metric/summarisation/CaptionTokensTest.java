package org.paperzoo.evaluation.metric.summarisation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Captions as people and models write them, cut by hand after the Penn Treebank's rules. */
class CaptionTokensTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A man riding a wave on top of a surfboard. | a man riding a wave on top of a surfboard",
                "Two dogs, a cat; and a bird! | two dogs a cat and a bird",
                "A man's dog isn't near the dogs' bowl | a man 's dog is n't near the dogs bowl",
                "They can't, and cannot, go | they ca n't and can not go",
                "A black-and-white photo of a T-shirt | a black-and-white photo of a t-shirt",
                "The clock says 10:30 a.m. on 2,000 signs | the clock says 10:30 a.m. on 2,000 signs",
                "A sign (red) that reads \"STOP\" | a sign -lrb- red -rrb- that reads stop",
                "Mr. Smith eats 1/2 of a pizza... | mr. smith eats 1/2 of a pizza",
                "A 3-tier cake -- with the 2nd layer blue | a 3-tier cake with the 2nd layer blue",
                "I'm sure we'll see it's there | i 'm sure we 'll see it 's there",
            })
    void wordsArePartedAndPunctuationDropped(String caption, String words) {
        assertEquals(words, CaptionTokens.of(caption));
    }
}

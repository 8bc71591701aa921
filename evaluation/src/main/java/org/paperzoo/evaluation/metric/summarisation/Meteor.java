package org.paperzoo.evaluation.metric.summarisation;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;

/**
 * METEOR (Lavie and Agarwal 2007) as NLTK computes it with alpha 0.9, beta 3 and gamma 0.5, but with a WordNet that knows
 * no synonyms: words match if they or their stems are equal, in any case. Texts are words parted by spaces; the best of
 * the references counts. The value is the mean over the examples, a fraction.
 */
public final class Meteor extends ExampleMeans<String, List<String>> {

    private static final double ALPHA = 0.9;
    private static final double GAMMA = 0.5;
    private static final int NONE = -1;

    public Meteor() {
        super(
                new MetricDefinition(
                        "meteor-nltk-no-wordnet",
                        "METEOR",
                        "fraction",
                        0,
                        1,
                        true,
                        "NLTK 3.8 meteor_score with a WordNet that knows no synonyms"),
                List.of("meteor"),
                0);
    }

    @Override
    public double[] scores(String prediction, List<String> references) {
        References.check(prediction, references);
        List<String> hypothesis = words(prediction);
        double best = 0;
        for (String reference : references) {
            best = Math.max(best, score(hypothesis, words(reference)));
        }
        return new double[] {best};
    }

    private static List<String> words(String text) {
        return BleuTokenizers.NONE.tokens(text).stream()
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static double score(List<String> hypothesis, List<String> reference) {
        int[] matches = align(hypothesis, reference);
        int matched = 0;
        int chunks = 0;
        int previousWord = NONE;
        for (int word = 0; word < matches.length; word++) {
            if (matches[word] == NONE) {
                continue;
            }
            boolean adjacent =
                    previousWord != NONE && word == previousWord + 1 && matches[word] == matches[previousWord] + 1;
            chunks += adjacent ? 0 : 1;
            matched++;
            previousWord = word;
        }
        if (matched == 0) {
            return 0;
        }
        double precision = (double) matched / hypothesis.size();
        double recall = (double) matched / reference.size();
        double mean = precision * recall / (ALPHA * precision + (1 - ALPHA) * recall);
        double fragmentation = (double) chunks / matched;
        double penalty = GAMMA * StrictMath.pow(fragmentation, 3);
        return (1 - penalty) * mean;
    }

    /** For each word of the hypothesis the index of the reference's word that it matches, or {@link #NONE}. */
    private static int[] align(List<String> hypothesis, List<String> reference) {
        int[] matches = new int[hypothesis.size()];
        Arrays.fill(matches, NONE);
        boolean[] taken = new boolean[reference.size()];
        match(hypothesis, reference, matches, taken);
        match(
                hypothesis.stream().map(PorterStemmer::stem).toList(),
                reference.stream().map(PorterStemmer::stem).toList(),
                matches,
                taken);
        return matches;
    }

    /** Matches what is not matched yet: from the last word of the hypothesis on, each takes the last equal word left. */
    private static void match(List<String> hypothesis, List<String> reference, int[] matches, boolean[] taken) {
        TokenNumbers numbers = new TokenNumbers();
        int[] expected = numbers.numbers(reference);
        int[] predicted = numbers.numbers(hypothesis);
        int[] last = new int[numbers.size()];
        Arrays.fill(last, NONE);
        int[] before = new int[expected.length];
        for (int i = 0; i < expected.length; i++) {
            if (!taken[i]) {
                before[i] = last[expected[i]];
                last[expected[i]] = i;
            }
        }
        for (int word = predicted.length - 1; word >= 0; word--) {
            int found = last[predicted[word]];
            if (matches[word] == NONE && found != NONE) {
                matches[word] = found;
                taken[found] = true;
                last[predicted[word]] = before[found];
            }
        }
    }
}

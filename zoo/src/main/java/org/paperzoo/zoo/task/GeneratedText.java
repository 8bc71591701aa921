package org.paperzoo.zoo.task;

import java.util.List;

/**
 * What a text-to-text model made of one input.
 *
 * @param texts the returned sequences decoded, best first; at least one
 * @param scores the score of each: for beam search the length-normalised log-probability, otherwise 0
 */
public record GeneratedText(List<String> texts, List<Double> scores) {

    public GeneratedText {
        texts = List.copyOf(texts);
        scores = List.copyOf(scores);
        if (texts.isEmpty() || texts.size() != scores.size()) {
            throw new IllegalArgumentException("needs at least one text, and a score for each");
        }
    }

    /** The best sequence. */
    public String best() {
        return texts.get(0);
    }
}

package org.paperzoo.zoo.task;

import java.util.List;

/**
 * Scores of classes for one input.
 *
 * @param labels names of the classes
 * @param logits a score for each class before softmax
 */
public record ClassScores(List<String> labels, float[] logits) {

    public ClassScores {
        labels = List.copyOf(labels);
        if (labels.size() != logits.length) {
            throw new IllegalArgumentException(labels.size() + " labels for " + logits.length + " scores");
        }
    }
}

package org.paperzoo.evaluation.metric.language;

import java.util.OptionalLong;

/**
 * The right tokens of one text, aligned with the logits: the label of a place is the token that its logits should
 * predict.
 *
 * @param labels a token for each place, or {@link #IGNORED} for a place that does not count
 * @param bytes how many bytes of UTF-8 the text has, if known
 * @param words how many words the text has, if known
 */
public record TokenLabels(int[] labels, OptionalLong bytes, OptionalLong words) {

    /** The label of places that do not count. */
    public static final int IGNORED = -100;

    public TokenLabels {
        if (bytes.orElse(0) < 0 || words.orElse(0) < 0) {
            throw new IllegalArgumentException("a text cannot have fewer than 0 bytes or words");
        }
    }

    /** Labels of a text whose bytes and words are not known. */
    public static TokenLabels of(int... labels) {
        return new TokenLabels(labels, OptionalLong.empty(), OptionalLong.empty());
    }

    /** Labels of a text of known size. */
    public static TokenLabels of(int[] labels, long bytes, long words) {
        return new TokenLabels(labels, OptionalLong.of(bytes), OptionalLong.of(words));
    }
}

package org.paperzoo.evaluation.metric.text;

/**
 * What turns a reference into a hypothesis with the fewest edits.
 *
 * @param hits numbers that are aligned with equal ones
 * @param substitutions numbers that are aligned with others
 * @param insertions numbers of the hypothesis without partner
 * @param deletions numbers of the reference without partner
 */
public record EditCounts(int hits, int substitutions, int insertions, int deletions) {

    EditCounts plus(EditCounts other) {
        return new EditCounts(
                hits + other.hits,
                substitutions + other.substitutions,
                insertions + other.insertions,
                deletions + other.deletions);
    }
}

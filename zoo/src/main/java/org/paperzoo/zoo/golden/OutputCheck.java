package org.paperzoo.zoo.golden;

/**
 * How one output compares with the reference.
 *
 * @param output the output's name
 * @param largestDifference the largest absolute difference; infinite where shapes differ or one side alone is not a
 *     number; for integers the number of elements that differ
 * @param tolerance the largest difference that passes; 0 for integers
 * @param note what is wrong beyond the difference, or empty
 */
public record OutputCheck(String output, double largestDifference, double tolerance, String note) {

    public boolean passed() {
        return largestDifference <= tolerance;
    }
}

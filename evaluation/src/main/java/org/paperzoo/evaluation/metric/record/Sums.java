package org.paperzoo.evaluation.metric.record;

/** Sums over examples, exact or rounded. */
public interface Sums {

    /** Number of sums. */
    int count();

    /** One sum. */
    double sum(int index);

    /**
     * The sum of products of deviations from the means: {@code sum(x y) - sum(x) sum(y) / n}.
     *
     * @param products index of the sum of products
     * @param left index of the sum of the one factor
     * @param right index of the sum of the other
     * @param count number of terms
     */
    double deviations(int products, int left, int right, double count);
}

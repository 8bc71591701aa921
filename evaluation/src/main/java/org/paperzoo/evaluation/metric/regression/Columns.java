package org.paperzoo.evaluation.metric.regression;

/** Checks of predicted numbers and their references. */
final class Columns {

    private Columns() {}

    /** Checks that both have as many finite numbers, at least one. */
    static void check(double[] prediction, double[] reference) {
        if (prediction.length != reference.length || prediction.length == 0) {
            throw new IllegalArgumentException(
                    prediction.length + " predicted numbers for a reference of " + reference.length);
        }
        for (int i = 0; i < prediction.length; i++) {
            if (!Double.isFinite(prediction[i]) || !Double.isFinite(reference[i])) {
                throw new IllegalArgumentException("column " + i + " holds " + prediction[i] + " for " + reference[i]
                        + ", not two finite numbers");
            }
        }
    }

    /** Checks the same, of one column. */
    static void checkOne(String metric, double[] prediction, double[] reference) {
        check(prediction, reference);
        if (prediction.length != 1) {
            throw new IllegalArgumentException(metric + " is defined for one column, not for " + prediction.length);
        }
    }
}

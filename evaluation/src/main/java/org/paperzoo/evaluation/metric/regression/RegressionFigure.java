package org.paperzoo.evaluation.metric.regression;

/** What {@link RegressionMetric} can give as its headline. */
public enum RegressionFigure {
    /** Mean squared error over all values. */
    MSE("mse-sklearn", "mse", "MSE", "squared unit of the data", 0, false),
    /** Root of the mean squared error of each column, averaged over columns. */
    RMSE("rmse-sklearn", "rmse", "RMSE", "unit of the data", 0, false),
    /** Root of the mean squared error over all values. */
    RMSE_FLAT("rmse-flat", "rmse_flat", "RMSE", "unit of the data", 0, false),
    /** Mean absolute error over all values. */
    MAE("mae-sklearn", "mae", "MAE", "unit of the data", 0, false),
    /** Mean absolute error relative to the reference, whose magnitude is taken as at least 2^-52. */
    MAPE("mape-sklearn", "mape", "MAPE", "fraction", 0, false),
    /** Coefficient of determination, averaged over columns. */
    R2("r2-sklearn", "r2", "R2", "fraction", Double.NEGATIVE_INFINITY, true),
    /** Coefficient of determination, columns weighted by their variance. */
    R2_VARIANCE_WEIGHTED(
            "r2-variance-weighted-sklearn", "r2_variance_weighted", "R2", "fraction", Double.NEGATIVE_INFINITY, true),
    /** Share of the variance that the errors do not have, averaged over columns. */
    EXPLAINED_VARIANCE(
            "explained-variance-sklearn",
            "explained_variance",
            "explained variance",
            "fraction",
            Double.NEGATIVE_INFINITY,
            true),
    /** Pearson's coefficient of correlation; of one column. */
    PEARSON("pearson-scipy", "pearson", "Pearson", "none", -1, true),
    /** Lin's coefficient of concordance, with population variances; of one column. */
    CONCORDANCE("ccc-population", "concordance_ccc", "CCC", "none", -1, true);

    private final String id;
    private final String part;
    private final String title;
    private final String unit;
    private final double minimum;
    private final boolean higherIsBetter;

    RegressionFigure(String id, String part, String title, String unit, double minimum, boolean higherIsBetter) {
        this.id = id;
        this.part = part;
        this.title = title;
        this.unit = unit;
        this.minimum = minimum;
        this.higherIsBetter = higherIsBetter;
    }

    /** The metric's ID. */
    public String id() {
        return id;
    }

    String part() {
        return part;
    }

    String title() {
        return title;
    }

    String unit() {
        return unit;
    }

    double minimum() {
        return minimum;
    }

    boolean higherIsBetter() {
        return higherIsBetter;
    }

    /** Whether it is defined for one column only. */
    boolean isOfOneColumn() {
        return this == PEARSON || this == CONCORDANCE;
    }
}

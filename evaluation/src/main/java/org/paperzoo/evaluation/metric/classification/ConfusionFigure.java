package org.paperzoo.evaluation.metric.classification;

/** What {@link ConfusionMetric} can give as its headline. */
public enum ConfusionFigure {
    /** Share of examples whose label is right. */
    ACCURACY("accuracy", "accuracy", "accuracy", 0),
    /** Mean of the recalls of the labels that occur. */
    BALANCED_ACCURACY("balanced-accuracy-sklearn", "balanced_accuracy", "balanced accuracy", 0),
    PRECISION_MICRO("precision-micro-sklearn", "precision_micro", "micro precision", 0),
    PRECISION_MACRO("precision-macro-sklearn", "precision_macro", "macro precision", 0),
    PRECISION_WEIGHTED("precision-weighted-sklearn", "precision_weighted", "weighted precision", 0),
    RECALL_MICRO("recall-micro-sklearn", "recall_micro", "micro recall", 0),
    RECALL_MACRO("recall-macro-sklearn", "recall_macro", "macro recall", 0),
    RECALL_WEIGHTED("recall-weighted-sklearn", "recall_weighted", "weighted recall", 0),
    F1_MICRO("f1-micro-sklearn", "f1_micro", "micro F1", 0),
    F1_MACRO("f1-macro-sklearn", "f1_macro", "macro F1", 0),
    F1_WEIGHTED("f1-weighted-sklearn", "f1_weighted", "weighted F1", 0),
    /** Precision of the label 1 among 0 and 1. */
    PRECISION_BINARY("precision-binary-sklearn", "precision_binary", "precision", 0),
    /** Recall of the label 1 among 0 and 1. */
    RECALL_BINARY("recall-binary-sklearn", "recall_binary", "recall", 0),
    /** F1 of the label 1 among 0 and 1. */
    F1_BINARY("f1-binary-sklearn", "f1_binary", "F1", 0),
    /** Matthews' coefficient of correlation. */
    MCC("mcc-sklearn", "mcc", "MCC", -1),
    /** Cohen's kappa. */
    KAPPA("kappa-sklearn", "cohen_kappa", "kappa", -1),
    /** Cohen's kappa with the squared distance of labels as weight. */
    KAPPA_QUADRATIC("kappa-quadratic-sklearn", "kappa_quadratic", "quadratic kappa", -1);

    private final String id;
    private final String part;
    private final String title;
    private final double minimum;

    ConfusionFigure(String id, String part, String title, double minimum) {
        this.id = id;
        this.part = part;
        this.title = title;
        this.minimum = minimum;
    }

    /** The metric's ID where labels are those that occur. */
    public String id() {
        return id;
    }

    String part() {
        return part;
    }

    String title() {
        return title;
    }

    double minimum() {
        return minimum;
    }

    boolean isBinary() {
        return this == PRECISION_BINARY || this == RECALL_BINARY || this == F1_BINARY;
    }
}

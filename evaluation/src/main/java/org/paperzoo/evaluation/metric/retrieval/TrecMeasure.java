package org.paperzoo.evaluation.metric.retrieval;

import java.util.List;

/**
 * A measure of trec_eval.
 *
 * @param names names of its values, as trec_eval prints them
 * @param summary how queries are summed up
 * @param formula what one query gives, a number for each name
 */
record TrecMeasure(List<String> names, Summary summary, Formula formula) {

    /** How the values of queries make one. */
    enum Summary {
        /** Their mean. */
        MEAN,
        /** Their sum, an integer. */
        SUM,
        /** The exponential of their mean: they are logarithms. */
        GEOMETRIC_MEAN
    }

    /** What one query gives. */
    @FunctionalInterface
    interface Formula {
        double[] of(RankedRelevance relevance);
    }
}

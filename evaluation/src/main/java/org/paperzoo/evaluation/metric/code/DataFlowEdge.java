package org.paperzoo.evaluation.metric.code;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;

/**
 * Where the value of a variable comes from.
 *
 * @param variable text of the variable
 * @param position number of its token
 * @param relation how: {@link Relation#COMES_FROM} or {@link Relation#COMPUTED_FROM}
 * @param sources texts of the variables that it comes from
 * @param sourcePositions numbers of their tokens
 */
record DataFlowEdge(
        String variable, int position, Relation relation, List<String> sources, List<Integer> sourcePositions) {

    enum Relation {
        COMES_FROM,
        COMPUTED_FROM
    }

    DataFlowEdge {
        sources = List.copyOf(sources);
        sourcePositions = List.copyOf(sourcePositions);
    }

    /** This edge with a later one's variable and relation, and the sources of both. */
    DataFlowEdge mergedInto(DataFlowEdge later) {
        return new DataFlowEdge(
                later.variable,
                later.position,
                later.relation,
                distinct(sources, later.sources),
                distinct(sourcePositions, later.sourcePositions));
    }

    /** The same with the positions in order, as loops have it. */
    DataFlowEdge sorted() {
        return new DataFlowEdge(variable, position, relation, sources, new ArrayList<>(new TreeSet<>(sourcePositions)));
    }

    /**
     * The distinct ones in the order in which they first occur. The reference takes Python's order of a set of strings,
     * which differs from run to run; this is the order that it would have with {@code dict.fromkeys}.
     */
    private static <T> List<T> distinct(List<T> first, List<T> second) {
        LinkedHashSet<T> all = new LinkedHashSet<>(first);
        all.addAll(second);
        return new ArrayList<>(all);
    }
}

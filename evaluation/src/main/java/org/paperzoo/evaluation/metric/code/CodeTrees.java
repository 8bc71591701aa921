package org.paperzoo.evaluation.metric.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.paperzoo.evaluation.metric.text.PythonText;

/**
 * The two parts of CodeBLEU that need syntax trees. Syntax match: of the reference's subtrees, how many occur in the
 * prediction, whatever their number there. Data-flow match: of the reference's edges of data flow, how many the prediction
 * has, each of which serves once; variables are named by the order in which the flow mentions them.
 *
 * <p>Counts: matching subtrees, subtrees, matching edges, edges. All references count.
 */
final class CodeTrees {

    /** How many counts there are. */
    static final int SIZE = 4;

    private final CodeLanguage language;
    private final SyntaxTrees trees;

    CodeTrees(CodeLanguage language) {
        this.language = language;
        trees = SyntaxTrees.of(language);
    }

    /** An edge with variables called by number. */
    record NormalEdge(int variable, DataFlowEdge.Relation relation, List<Integer> sources) {}

    /** Adds the counts of one prediction. */
    void count(String prediction, List<String> references, long[] counts, int offset) {
        String code = PythonText.strip(prediction);
        for (String text : references) {
            // The reference takes comments out of the prediction anew for each of its references.
            code = CodeComments.removedFrom(code);
            String referenceCode = CodeComments.removedFrom(PythonText.strip(text));
            SyntaxNode predicted = trees.parse(code);
            SyntaxNode expected = trees.parse(referenceCode);
            countSubtrees(predicted, expected, counts, offset);
            countEdges(flow(predicted, code), flow(expected, referenceCode), counts, offset + 2);
        }
    }

    private static void countSubtrees(SyntaxNode predicted, SyntaxNode expected, long[] counts, int offset) {
        Subtrees subtrees = new Subtrees();
        Set<Integer> present = new HashSet<>(subtrees.of(predicted));
        for (int subtree : subtrees.of(expected)) {
            if (present.contains(subtree)) {
                counts[offset]++;
            }
            counts[offset + 1]++;
        }
    }

    private static void countEdges(List<NormalEdge> predicted, List<NormalEdge> expected, long[] counts, int offset) {
        Map<NormalEdge, Integer> left = new HashMap<>();
        predicted.forEach(edge -> left.merge(edge, 1, Integer::sum));
        for (NormalEdge edge : expected) {
            int remaining = left.getOrDefault(edge, 0);
            if (remaining > 0) {
                left.put(edge, remaining - 1);
                counts[offset]++;
            }
            counts[offset + 1]++;
        }
    }

    /** The data flow of a parsed snippet. */
    List<NormalEdge> flow(SyntaxNode root, String code) {
        Map<String, Integer> names = new HashMap<>();
        List<NormalEdge> edges = new ArrayList<>();
        for (DataFlowEdge edge : DataFlow.of(language, root, code)) {
            edge.sources().forEach(source -> names.putIfAbsent(source, names.size()));
            names.putIfAbsent(edge.variable(), names.size());
            edges.add(new NormalEdge(
                    names.get(edge.variable()),
                    edge.relation(),
                    edge.sources().stream().map(names::get).toList()));
        }
        return edges;
    }

    /** The tree of a snippet whose comments are gone. */
    SyntaxNode parse(String code) {
        return trees.parse(code);
    }
}

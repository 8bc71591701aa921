package org.paperzoo.evaluation.metric.code;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.paperzoo.evaluation.metric.code.DataFlowEdge.Relation;

/**
 * The data flow of one snippet, as GraphCodeBERT and CodeBLEU extract it: which variable's value comes from which. A state
 * maps each variable to the tokens where it was last set; loops are walked twice.
 *
 * <p>Code for which the reference fails has no data flow: an assignment without a right side, or a tree deeper than
 * Python's recursion goes. The same holds for nested loops that take more than ten million steps, where the reference
 * would hardly return.
 */
final class DataFlow {

    /** Python's limit of 1000 frames less those that the reference has opened when it reaches the root. */
    private static final int MAXIMUM_HEIGHT = 995;

    private static final int MAXIMUM_STEPS = 10_000_000;

    private static final Set<String> BRANCHES = Set.of("if_statement", "else");

    /** The snippet has no data flow. */
    private static final class Undefined extends Exception {

        private static final long serialVersionUID = 1;

        Undefined() {
            super(null, null, false, false);
        }
    }

    private record Token(int number, String text) {}

    private record Flow(List<DataFlowEdge> edges, Map<String, int[]> state) {}

    private final CodeLanguage language;
    private final Map<SyntaxNode.Span, Token> tokens = new HashMap<>();
    private int count;
    private int steps;

    private DataFlow(CodeLanguage language) {
        this.language = language;
    }

    /** The edges of a snippet, one for each token that has any, in the order of the code. */
    static List<DataFlowEdge> of(CodeLanguage language, SyntaxNode root, String code) {
        if (root.height() > MAXIMUM_HEIGHT) {
            return List.of();
        }
        DataFlow flow = new DataFlow(language);
        flow.number(root, new CodeLines(code));
        try {
            return merged(flow.follow(root, Map.of()).edges);
        } catch (Undefined e) {
            return List.of();
        }
    }

    private void number(SyntaxNode node, CodeLines lines) {
        if (node.isToken()) {
            // Where several tokens without width stand at one place, the last one's number holds for all.
            tokens.put(node.span(), new Token(count++, lines.text(node.span())));
        } else {
            node.children().forEach(child -> number(child, lines));
        }
    }

    /** Leaves out tokens that no other has to do with, and joins the edges of each token. */
    private static List<DataFlowEdge> merged(List<DataFlowEdge> edges) {
        Set<Integer> connected = new HashSet<>();
        for (DataFlowEdge edge : edges) {
            if (!edge.sourcePositions().isEmpty()) {
                connected.add(edge.position());
            }
            connected.addAll(edge.sourcePositions());
        }
        Map<Integer, DataFlowEdge> byToken = new LinkedHashMap<>();
        for (DataFlowEdge edge : sorted(new ArrayList<>(edges))) {
            if (connected.contains(edge.position())) {
                byToken.merge(edge.position(), edge, DataFlowEdge::mergedInto);
            }
        }
        return List.copyOf(byToken.values());
    }

    private static List<DataFlowEdge> sorted(List<DataFlowEdge> edges) {
        edges.sort(Comparator.comparingInt(DataFlowEdge::position));
        return edges;
    }

    private Flow follow(SyntaxNode node, Map<String, int[]> state) throws Undefined {
        if (++steps > MAXIMUM_STEPS) {
            throw new Undefined();
        }
        if (node.isToken()) {
            return followToken(node, state);
        }
        switch (node.type()) {
            case "variable_declarator":
                return followDeclarator(node, state);
            case "assignment_expression":
                return followAssignment(node, state);
            case "if_statement", "else":
                return followBranches(node, state);
            case "for_statement":
                return followFor(node, state);
            case "while_statement":
                return joined(followAll(node.children(), followAll(node.children(), new Flow(List.of(), state))));
            default:
                break;
        }
        if (node.type().equals(language == CodeLanguage.JAVA ? "update_expression" : "postfix_unary_expression")) {
            return followUpdate(node, state);
        }
        if (node.type().equals(language == CodeLanguage.JAVA ? "enhanced_for_statement" : "for_each_statement")) {
            return followForEach(node, state);
        }
        return followAll(node.children(), new Flow(List.of(), state));
    }

    private Flow followToken(SyntaxNode node, Map<String, int[]> state) throws Undefined {
        Token token = token(node);
        if (node.type().equals(token.text)) {
            return new Flow(List.of(), state);
        }
        int[] set = state.get(token.text);
        if (set != null) {
            return new Flow(
                    List.of(new DataFlowEdge(
                            token.text,
                            token.number,
                            Relation.COMES_FROM,
                            List.of(token.text),
                            Arrays.stream(set).boxed().toList())),
                    state);
        }
        DataFlowEdge edge = new DataFlowEdge(token.text, token.number, Relation.COMES_FROM, List.of(), List.of());
        return new Flow(List.of(edge), node.type().equals("identifier") ? with(state, List.of(token)) : state);
    }

    private Flow followDeclarator(SyntaxNode node, Map<String, int[]> state) throws Undefined {
        SyntaxNode name;
        SyntaxNode value;
        if (language == CodeLanguage.JAVA) {
            name = node.child("name");
            value = node.child("value");
        } else {
            name = node.children().get(0);
            value = node.children().size() == 2 ? node.children().get(1) : null;
        }
        List<Token> variables = variables(name);
        if (value == null) {
            List<DataFlowEdge> edges = new ArrayList<>();
            variables.forEach(variable -> edges.add(
                    new DataFlowEdge(variable.text, variable.number, Relation.COMES_FROM, List.of(), List.of())));
            return new Flow(sorted(edges), with(state, variables));
        }
        return assigned(variables, value, Relation.COMES_FROM, follow(value, state));
    }

    private Flow followAssignment(SyntaxNode node, Map<String, int[]> state) throws Undefined {
        SyntaxNode right = required(node.child("right"));
        Flow before = follow(right, state);
        return assigned(variables(node.child("left")), right, Relation.COMPUTED_FROM, before);
    }

    /** An edge from each variable on the right to each on the left, which are set then. */
    private Flow assigned(List<Token> variables, SyntaxNode right, Relation relation, Flow before) throws Undefined {
        List<DataFlowEdge> edges = new ArrayList<>(before.edges);
        List<Token> sources = variables(right);
        for (Token variable : variables) {
            for (Token source : sources) {
                edges.add(edge(variable, relation, source));
            }
        }
        return new Flow(sorted(edges), with(before.state, variables));
    }

    private Flow followUpdate(SyntaxNode node, Map<String, int[]> state) throws Undefined {
        List<DataFlowEdge> edges = new ArrayList<>();
        List<Token> variables = variables(node);
        for (Token variable : variables) {
            for (Token source : variables) {
                edges.add(edge(variable, Relation.COMPUTED_FROM, source));
            }
        }
        return new Flow(sorted(edges), with(state, variables));
    }

    /** What stands before the first branch runs on from the condition; each later branch from the state before it all. */
    private Flow followBranches(SyntaxNode node, Map<String, int[]> state) throws Undefined {
        List<DataFlowEdge> edges = new ArrayList<>();
        List<Map<String, int[]>> ends = new ArrayList<>();
        Map<String, int[]> current = state;
        boolean branched = false;
        boolean hasElse = node.type().contains("else");
        for (SyntaxNode child : node.children()) {
            hasElse |= child.type().contains("else");
            branched |= BRANCHES.contains(child.type());
            Flow flow = follow(child, branched ? state : current);
            edges.addAll(flow.edges);
            if (branched) {
                ends.add(flow.state);
            } else {
                current = flow.state;
            }
        }
        ends.add(current);
        if (!hasElse) {
            ends.add(state);
        }
        Map<String, TreeSet<Integer>> union = new HashMap<>();
        for (Map<String, int[]> end : ends) {
            end.forEach((variable, set) -> {
                TreeSet<Integer> all = union.computeIfAbsent(variable, name -> new TreeSet<>());
                Arrays.stream(set).forEach(all::add);
            });
        }
        Map<String, int[]> merged = new HashMap<>();
        union.forEach((variable, set) ->
                merged.put(variable, set.stream().mapToInt(Integer::intValue).toArray()));
        return new Flow(sorted(edges), merged);
    }

    /** Once as a whole, then again what follows the first declaration. */
    private Flow followFor(SyntaxNode node, Map<String, int[]> state) throws Undefined {
        Flow once = followAll(node.children(), new Flow(List.of(), state));
        int declaration = 0;
        while (declaration < node.children().size()
                && !node.children().get(declaration).type().equals("local_variable_declaration")) {
            declaration++;
        }
        int from = Math.min(declaration + 1, node.children().size());
        return joined(followAll(node.children().subList(from, node.children().size()), once));
    }

    private Flow followForEach(SyntaxNode node, Map<String, int[]> state) throws Undefined {
        SyntaxNode name = node.child(language == CodeLanguage.JAVA ? "name" : "left");
        SyntaxNode value = required(node.child(language == CodeLanguage.JAVA ? "value" : "right"));
        SyntaxNode body = required(node.child("body"));
        List<Token> variables = variables(name);
        Flow flow = new Flow(List.of(), state);
        for (int round = 0; round < 2; round++) {
            flow = followAll(List.of(value), flow);
            flow = assigned(variables, value, Relation.COMPUTED_FROM, flow);
            flow = followAll(List.of(body), flow);
        }
        return joined(flow);
    }

    private Flow followAll(List<SyntaxNode> nodes, Flow before) throws Undefined {
        List<DataFlowEdge> edges = new ArrayList<>(before.edges);
        Map<String, int[]> state = before.state;
        for (SyntaxNode node : nodes) {
            Flow flow = follow(node, state);
            edges.addAll(flow.edges);
            state = flow.state;
        }
        return new Flow(sorted(edges), state);
    }

    /** Joins the edges of the same token in the same relation, which a loop's two rounds give. */
    private static Flow joined(Flow flow) {
        record Key(String variable, int position, Relation relation) {}
        Map<Key, DataFlowEdge> byKey = new LinkedHashMap<>();
        for (DataFlowEdge edge : flow.edges) {
            byKey.merge(
                    new Key(edge.variable(), edge.position(), edge.relation()),
                    edge,
                    (first, second) -> first.mergedInto(second).sorted());
        }
        return new Flow(sorted(new ArrayList<>(byKey.values())), flow.state);
    }

    private static DataFlowEdge edge(Token variable, Relation relation, Token source) {
        return new DataFlowEdge(variable.text, variable.number, relation, List.of(source.text), List.of(source.number));
    }

    /** The state after variables were set; states are never changed. */
    private static Map<String, int[]> with(Map<String, int[]> state, List<Token> variables) {
        Map<String, int[]> changed = new HashMap<>(state);
        variables.forEach(variable -> changed.put(variable.text, new int[] {variable.number}));
        return changed;
    }

    /** The tokens below a node but those that are fixed words and signs of the language. */
    private List<Token> variables(SyntaxNode node) throws Undefined {
        List<Token> variables = new ArrayList<>();
        collect(required(node), variables);
        return variables;
    }

    private void collect(SyntaxNode node, List<Token> variables) throws Undefined {
        if (node.isToken()) {
            Token token = token(node);
            if (!node.type().equals(token.text)) {
                variables.add(token);
            }
        } else {
            for (SyntaxNode child : node.children()) {
                collect(child, variables);
            }
        }
    }

    private Token token(SyntaxNode node) throws Undefined {
        Token token = tokens.get(node.span());
        if (token == null) {
            throw new Undefined();
        }
        return token;
    }

    private static SyntaxNode required(SyntaxNode node) throws Undefined {
        if (node == null) {
            throw new Undefined();
        }
        return node;
    }
}

package org.paperzoo.evaluation.metric.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the subtrees of syntax trees so that two have the same number if and only if they have the same S-expression:
 * the same labels and roles in the same order, with tokens that have no name left out. Each subtree is described by its
 * own label and the numbers of its parts, so that time and memory are linear in the trees, where the S-expressions
 * themselves grow with their depth.
 */
final class Subtrees {

    private record Shape(String label, List<Object> parts) {}

    private record Frame(SyntaxNode node, boolean listed, List<Object> parts) {}

    private final Map<Shape, Integer> numbers = new HashMap<>();

    /** The numbers of the root and of all nodes below that have children. */
    List<Integer> of(SyntaxNode root) {
        List<Integer> found = new ArrayList<>();
        Deque<Frame> open = new ArrayDeque<>();
        Deque<Integer> next = new ArrayDeque<>();
        open.push(new Frame(root, true, new ArrayList<>()));
        next.push(0);
        while (!open.isEmpty()) {
            Frame frame = open.peek();
            int index = next.pop();
            if (index < frame.node.children().size()) {
                SyntaxNode child = frame.node.children().get(index);
                next.push(index + 1);
                open.push(new Frame(child, !child.isLeaf(), new ArrayList<>()));
                next.push(0);
                continue;
            }
            open.pop();
            SyntaxNode node = frame.node;
            int number = numbers.computeIfAbsent(
                    new Shape(node.label() == null ? '"' + node.type() : node.label(), frame.parts),
                    shape -> numbers.size());
            if (frame.listed) {
                found.add(number);
            }
            if (!open.isEmpty()) {
                List<Object> parts = open.peek().parts;
                if (node.label() == null) {
                    // An S-expression has the parts of what it leaves out.
                    parts.addAll(frame.parts);
                } else {
                    parts.add(node.field() == null ? "" : node.field());
                    parts.add(number);
                }
            }
        }
        return found;
    }

    /** The S-expression of a tree. */
    static String expression(SyntaxNode root) {
        StringBuilder text = new StringBuilder();
        Deque<Object> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            Object top = open.pop();
            if (top instanceof SyntaxNode node) {
                if (node.label() != null) {
                    text.append(text.isEmpty() ? "" : " ")
                            .append(node.field() == null || node == root ? "" : node.field() + ": ")
                            .append('(')
                            .append(node.label());
                    open.push(")");
                }
                for (int i = node.children().size() - 1; i >= 0; i--) {
                    open.push(node.children().get(i));
                }
            } else {
                text.append(top);
            }
        }
        return text.toString();
    }
}

package org.paperzoo.evaluation.metric.code;

import java.util.List;
import java.util.Set;

/**
 * A node of a syntax tree.
 *
 * @param type its type in the grammar; of a token without a name, the token's text
 * @param label what an S-expression calls it, or null where it leaves the node out, as it does for such tokens
 * @param field the role that it plays in its parent, or null
 * @param span where it stands, of a token; else null
 * @param children its children in order, tokens included
 * @param height 1 for a leaf, else one more than the highest child
 */
record SyntaxNode(String type, String label, String field, Span span, List<SyntaxNode> children, int height) {

    /** A stretch of text: rows, and columns in bytes of UTF-8. */
    record Span(int startRow, int startColumn, int endRow, int endColumn) {}

    private static final Set<String> STRINGS = Set.of("string_literal", "string", "character_literal");

    SyntaxNode(String type, String label, String field, Span span, List<SyntaxNode> children) {
        this(
                type,
                label,
                field,
                span,
                List.copyOf(children),
                1 + children.stream().mapToInt(SyntaxNode::height).max().orElse(0));
    }

    /** Whether it has no children. */
    boolean isLeaf() {
        return children.isEmpty();
    }

    /** Whether CodeBLEU takes it for one token: leaves and strings, but no comments. */
    boolean isToken() {
        return isToken(type, isLeaf());
    }

    static boolean isToken(String type, boolean leaf) {
        return (leaf || STRINGS.contains(type)) && !type.equals("comment");
    }

    /** The first child in a role, or null. */
    SyntaxNode child(String role) {
        for (SyntaxNode child : children) {
            if (role.equals(child.field)) {
                return child;
            }
        }
        return null;
    }

    /** The S-expression of the tree below. */
    @Override
    public String toString() {
        return Subtrees.expression(this);
    }
}

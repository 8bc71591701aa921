package org.paperzoo.evaluation.metric.code;

/**
 * The lines of a snippet, from which CodeBLEU cuts the text of a token. The reference takes tree-sitter's columns, which
 * count bytes, for numbers of characters; beyond ASCII its tokens are therefore displaced, and so are these.
 */
final class CodeLines {

    private final int[][] lines;

    CodeLines(String code) {
        String[] split = code.split("\n", -1);
        lines = new int[split.length][];
        for (int i = 0; i < split.length; i++) {
            lines[i] = split[i].codePoints().toArray();
        }
    }

    /** The text of a stretch; line ends are left out. */
    String text(SyntaxNode.Span span) {
        if (span.startRow() == span.endRow()) {
            return slice(span.startRow(), span.startColumn(), span.endColumn());
        }
        StringBuilder text = new StringBuilder(slice(span.startRow(), span.startColumn(), Integer.MAX_VALUE));
        for (int row = span.startRow() + 1; row < span.endRow(); row++) {
            text.append(slice(row, 0, Integer.MAX_VALUE));
        }
        return text.append(slice(span.endRow(), 0, span.endColumn())).toString();
    }

    private String slice(int row, int from, int to) {
        if (row >= lines.length) {
            return "";
        }
        int end = Math.min(to, lines[row].length);
        int start = Math.min(from, end);
        return new String(lines[row], start, end - start);
    }
}

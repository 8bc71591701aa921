package org.paperzoo.evaluation.metric.code;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSSymbolType;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;

/** Parses code with tree-sitter. Broken code has a tree too, with nodes of type {@code ERROR}. Safe for several threads. */
final class SyntaxTrees {

    private static final Kind ERROR = new Kind("ERROR", true);

    private final Grammar grammar;
    private final TSLanguage language;
    /** Kinds of nodes by their number in the grammar, and names of roles by theirs: a call for each node costs dearly. */
    private final Kind[] kinds;

    private final String[] fields;

    /** A type of nodes, and whether S-expressions name it. */
    private record Kind(String type, boolean named) {}

    private SyntaxTrees(Grammar grammar, TSLanguage language) {
        this.grammar = grammar;
        this.language = language;
        kinds = new Kind[language.symbolCount()];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = new Kind(
                    grammar.oldType(language.symbolName(i)),
                    language.symbolType(i) == TSSymbolType.TSSymbolTypeRegular);
        }
        fields = new String[language.fieldCount() + 1];
        for (int i = 1; i < fields.length; i++) {
            fields[i] = language.fieldNameForId(i);
        }
    }

    /**
     * Loads a language's grammar.
     *
     * @throws UnsupportedOperationException if there is no native library for this platform; the message is one line
     */
    static SyntaxTrees of(CodeLanguage language) {
        Grammar grammar = Grammar.of(language);
        try {
            return new SyntaxTrees(grammar, grammar.load());
        } catch (LinkageError | RuntimeException e) {
            throw new UnsupportedOperationException(
                    "syntax trees of " + language.word() + " need tree-sitter, which cannot be loaded on "
                            + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                            + "; it comes for Linux and macOS on x86-64 and ARM and for Windows on x86-64. The n-gram"
                            + " parts of CodeBLEU need none",
                    e);
        }
    }

    /**
     * The tree of a snippet.
     *
     * @throws IllegalArgumentException if the text holds half a pair of surrogates
     */
    SyntaxNode parse(String code) {
        if (!StandardCharsets.UTF_16.newEncoder().canEncode(code)) {
            throw new IllegalArgumentException("the text holds half a pair of surrogates, which no file in UTF-8 can");
        }
        return closed(tree(grammar.opening() + "\n" + code + "\n}", 1), code)
                .or(() -> unclosed(tree(grammar.opening() + "\n" + code, 1)))
                .filter(SyntaxTrees::startsWithTheSnippet)
                .orElseGet(() -> tree(code, 0));
    }

    /** The node whose children a snippet is, inside what was opened for it; empty where the tree has no such node. */
    private Optional<SyntaxNode> container(SyntaxNode root) {
        SyntaxNode node = root;
        for (int depth = 1; depth < grammar.path().size(); depth++) {
            if (node.isLeaf()) {
                return Optional.empty();
            }
            node = node.children().get(depth == 1 ? 0 : node.children().size() - 1);
            if (!node.type().equals(grammar.path().get(depth))) {
                return Optional.empty();
            }
        }
        return Optional.of(node);
    }

    /** The snippet inside brackets, unless one of its own closes the outer one or stays open itself. */
    private Optional<SyntaxNode> closed(SyntaxNode root, String code) {
        int lastRow = (int) code.chars().filter(c -> c == '\n').count() + 1;
        return container(root)
                .filter(node -> root.children().size() == 1)
                .filter(node -> last(node).type().equals("}")
                        && last(node).span().equals(new SyntaxNode.Span(lastRow, 0, lastRow, 1)))
                .map(node -> rootOf(
                        grammar.path().get(0),
                        node.children().subList(1, node.children().size() - 1)));
    }

    /**
     * The snippet behind a bracket that nothing closes. What was opened is taken away from where it is: at the start of
     * the container, or of an error. A bracket of the snippet that closes the container is an error of the snippet.
     */
    private Optional<SyntaxNode> unclosed(SyntaxNode root) {
        if (root.isLeaf()) {
            return Optional.empty();
        }
        if (startsWithOpening(root)) {
            return Optional.of(rootOf(root.type(), withoutOpening(root)));
        }
        List<SyntaxNode> others = root.children().subList(1, root.children().size());
        SyntaxNode first = root.children().get(0);
        List<SyntaxNode> children = new ArrayList<>();
        Optional<SyntaxNode> container = container(root);
        if (container.isPresent()) {
            List<SyntaxNode> inner = container.get().children();
            SyntaxNode bracket = last(container.get());
            boolean bracketed = bracket.type().equals("}");
            children.addAll(inner.subList(1, inner.size() - (bracketed ? 1 : 0)));
            if (bracketed && bracket.label() == null) {
                children.add(new SyntaxNode(ERROR.type, ERROR.type, null, null, List.of(bracket)));
            }
        } else if (startsWithOpening(first)) {
            List<SyntaxNode> rest = withoutOpening(first);
            if (!rest.isEmpty()) {
                children.add(new SyntaxNode(first.type(), first.label(), null, null, rest));
            }
        } else {
            return Optional.empty();
        }
        children.addAll(others);
        return Optional.of(rootOf(root.type(), children));
    }

    private boolean startsWithOpening(SyntaxNode node) {
        List<String> tokens = grammar.openingTokens();
        return node.type().equals(ERROR.type)
                && node.children().size() >= tokens.size()
                && tokens.equals(node.children().subList(0, tokens.size()).stream()
                        .map(SyntaxNode::type)
                        .toList());
    }

    private List<SyntaxNode> withoutOpening(SyntaxNode node) {
        return node.children()
                .subList(grammar.openingTokens().size(), node.children().size());
    }

    /** Whether all of what was opened is gone: the first token stands in the snippet's rows. */
    private static boolean startsWithTheSnippet(SyntaxNode root) {
        SyntaxNode node = root;
        while (!node.isLeaf()) {
            node = node.children().get(0);
        }
        return node.span() == null || node.span().startRow() >= 0;
    }

    private static SyntaxNode rootOf(String type, List<SyntaxNode> children) {
        SyntaxNode.Span span = children.isEmpty() ? new SyntaxNode.Span(0, 0, 0, 0) : null;
        return new SyntaxNode(type, type, null, span, children);
    }

    private static SyntaxNode last(SyntaxNode node) {
        return node.children().get(node.children().size() - 1);
    }

    private SyntaxNode tree(String code, int firstRow) {
        try (TSParser parser = new TSParser()) {
            if (!parser.setLanguage(language)) {
                throw new IllegalStateException("tree-sitter refuses the grammar of " + grammar);
            }
            try (TSTree tree = parser.parseString(null, code);
                    TSTreeCursor cursor = new TSTreeCursor(tree.getRootNode())) {
                return read(cursor, new Source(code, firstRow));
            }
        }
    }

    /** The bytes of a text and where its lines start. */
    private static final class Source {

        private final byte[] bytes;
        private final int[] lineStarts;
        private final int firstRow;

        Source(String code, int firstRow) {
            bytes = code.getBytes(StandardCharsets.UTF_8);
            int[] starts = new int[16];
            int lines = 1;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    if (lines == starts.length) {
                        starts = Arrays.copyOf(starts, 2 * lines);
                    }
                    starts[lines++] = i + 1;
                }
            }
            lineStarts = Arrays.copyOf(starts, lines);
            this.firstRow = firstRow;
        }

        SyntaxNode.Span span(int from, int to) {
            int start = row(from);
            int end = row(to);
            return new SyntaxNode.Span(
                    start - firstRow, from - lineStarts[start], end - firstRow, to - lineStarts[end]);
        }

        private int row(int at) {
            int index = Arrays.binarySearch(lineStarts, at);
            return index < 0 ? -index - 2 : index;
        }

        int characterAt(int at) {
            int length = Math.min(4, bytes.length - at);
            return new String(bytes, at, length, StandardCharsets.UTF_8).codePointAt(0);
        }
    }

    /** A node whose children are being read. */
    private record Open(TSNode node, Kind kind, String field, List<SyntaxNode> children) {}

    private Open opened(TSTreeCursor cursor) {
        TSNode node = cursor.currentNode();
        int number = node.getSymbol();
        return new Open(
                node,
                number < kinds.length ? kinds[number] : ERROR,
                fields[cursor.currentFieldId()],
                new ArrayList<>());
    }

    /** Reads without recursion: code nests as deep as it likes. */
    private SyntaxNode read(TSTreeCursor cursor, Source source) {
        Deque<Open> open = new ArrayDeque<>();
        boolean descending = true;
        while (true) {
            while (descending) {
                open.push(opened(cursor));
                descending = cursor.gotoFirstChild();
            }
            Open done = open.pop();
            if (open.isEmpty()) {
                return finished(done, source);
            }
            if (grammar.dissolves(done.kind.type)) {
                open.peek().children.addAll(done.children);
            } else {
                open.peek().children.add(finished(done, source));
            }
            descending = cursor.gotoNextSibling();
            if (!descending) {
                cursor.gotoParent();
            }
        }
    }

    private SyntaxNode finished(Open open, Source source) {
        String type = open.kind.type;
        boolean leaf = open.children.isEmpty() || grammar.isUncut(type);
        if (!SyntaxNode.isToken(type, leaf)) {
            return new SyntaxNode(type, open.kind.named ? type : null, open.field, null, open.children);
        }
        int from = open.node.getStartByte();
        int to = open.node.getEndByte();
        return new SyntaxNode(
                type,
                label(open, source, from, to),
                open.field,
                source.span(from, to),
                leaf ? List.of() : open.children);
    }

    private static String label(Open open, Source source, int from, int to) {
        String type = open.kind.type;
        if (from == to && open.node.isMissing()) {
            return "MISSING " + (open.kind.named ? type : '"' + type + '"');
        }
        if (open.kind == ERROR && open.children.isEmpty() && to > from) {
            int character = source.characterAt(from);
            return "UNEXPECTED "
                    + (character >= ' ' && character < 127 ? "'" + (char) character + "'" : "" + character);
        }
        return open.kind.named ? type : null;
    }
}

package org.paperzoo.evaluation.metric.code;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.treesitter.TSLanguage;
import org.treesitter.TreeSitterCSharp;
import org.treesitter.TreeSitterJava;

/**
 * The tree-sitter grammar of a language, and how its trees are told in the words of the grammars of 2020 that CodeBLEU's
 * reference carries.
 *
 * <p>Code snippets start elsewhere: the old Java grammar took a file for a list of statements, in which a method is an
 * error, and the old C# grammar took it for a list of members; today's take it for what a compiler does. A snippet is
 * therefore parsed inside a block or a class body, whose children are then the file's. Where its brackets are uneven,
 * the outer one is left open.
 */
enum Grammar {
    /** Java; the old one is tree-sitter-java 0f32461. */
    JAVA(
            "0.23.5",
            TreeSitterJava::new,
            "{",
            List.of("{"),
            List.of("program", "block"),
            Map.of(
                    "switch_expression", "switch_statement",
                    "line_comment", "comment",
                    "block_comment", "comment"),
            Set.of("switch_block_statement_group"),
            Set.of("string_literal")),
    /** C#; the old one is of 2020. */
    C_SHARP(
            "0.20.0a",
            TreeSitterCSharp::new,
            "class a{",
            List.of("class", "identifier", "{"),
            List.of("compilation_unit", "class_declaration", "declaration_list"),
            Map.of("is_expression", "binary_expression", "as_expression", "binary_expression"),
            Set.of(),
            Set.of("identifier"));

    private final String version;
    private final Supplier<TSLanguage> supplier;
    private final String opening;
    private final List<String> openingTokens;
    private final List<String> path;
    private final Map<String, String> renamed;
    private final Set<String> dissolved;
    private final Set<String> uncut;

    Grammar(
            String version,
            Supplier<TSLanguage> supplier,
            String opening,
            List<String> openingTokens,
            List<String> path,
            Map<String, String> renamed,
            Set<String> dissolved,
            Set<String> uncut) {
        this.version = version;
        this.supplier = supplier;
        this.opening = opening;
        this.openingTokens = openingTokens;
        this.path = path;
        this.renamed = renamed;
        this.dissolved = dissolved;
        this.uncut = uncut;
    }

    static Grammar of(CodeLanguage language) {
        return switch (language) {
            case JAVA -> JAVA;
            case C_SHARP -> C_SHARP;
        };
    }

    /** Version of the grammar's artifact, for metric IDs. */
    String version() {
        return version;
    }

    /** The grammar itself; its native library is loaded the first time. */
    TSLanguage load() {
        return supplier.get();
    }

    /** Text that opens a place in which a snippet stands as it did in a file of the old grammar; "}" closes it. */
    String opening() {
        return opening;
    }

    /** Types of the tokens that the opening consists of. */
    List<String> openingTokens() {
        return openingTokens;
    }

    /** Types of the nodes from the root to the one whose children the snippet is, once it is opened. */
    List<String> path() {
        return path;
    }

    /** The old grammar's name for a type. */
    String oldType(String type) {
        return renamed.getOrDefault(type, type);
    }

    /** Whether the old grammar has a type's children in its place. */
    boolean dissolves(String type) {
        return dissolved.contains(type);
    }

    /** Whether a type is one token in the old grammar. */
    boolean isUncut(String type) {
        return uncut.contains(type);
    }
}

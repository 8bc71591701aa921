package org.paperzoo.datasets.text;

import java.util.List;

/**
 * A small method as a tree, from which {@link MethodPrinter} writes it in two languages and in English.
 *
 * @param verb first word of its name
 * @param noun second word of its name
 * @param result type of what it returns
 * @param parameters what it takes, at least one
 * @param body what it does, in order
 */
record Method(String verb, String noun, Type result, List<Variable> parameters, List<Statement> body) {

    /** Types, which the two languages name differently. */
    enum Type {
        INTEGER("int", "int", "number"),
        DECIMAL("double", "double", "decimal"),
        FLAG("boolean", "bool", "flag"),
        TEXT("String", "string", "text"),
        NUMBERS("List<Integer>", "List<int>", "list of numbers"),
        TEXTS("List<String>", "List<string>", "list of texts"),
        COUNTS("Map<String, Integer>", "Dictionary<string, int>", "table of counts");

        final String java;
        final String sharp;
        final String english;

        Type(String java, String sharp, String english) {
            this.java = java;
            this.sharp = sharp;
            this.english = english;
        }
    }

    record Variable(Type type, String name) {}

    sealed interface Statement {}

    /** Throws when a variable is null. */
    record RefuseNull(Variable variable) implements Statement {}

    /** Returns a value early when a number passes a bound. */
    record ReturnWhen(Variable number, String comparison, int bound, String value) implements Statement {}

    /** Declares a number and adds to it what a list of numbers holds, perhaps only what passes a bound. */
    record Accumulate(String total, Variable list, boolean multiply, String comparison, int bound)
            implements Statement {}

    /** Counts the texts of a list that hold another text. */
    record CountMatches(String counter, Variable list, Variable part) implements Statement {}

    /** Puts a number into a table under a text. */
    record Put(Variable table, Variable key, Variable value) implements Statement {}

    /** Writes a message and a variable to the console. */
    record Print(String message, Variable variable) implements Statement {}

    /** Returns what is written alike in both languages. */
    record Return(String value) implements Statement {}

    /** Returns the length of a text, plus a number. */
    record ReturnLength(Variable text, int more) implements Statement {}

    /** Returns whether two texts are equal. */
    record ReturnEqual(Variable first, Variable second) implements Statement {}

    /** Returns the larger (or smaller) of two numbers. */
    record ReturnExtreme(boolean larger, Variable first, Variable second) implements Statement {}

    /** Returns a text in capital (or small) letters. */
    record ReturnCase(boolean upper, Variable text) implements Statement {}

    /** Returns an element of a list. */
    record ReturnElement(Variable list, Variable index) implements Statement {}
}

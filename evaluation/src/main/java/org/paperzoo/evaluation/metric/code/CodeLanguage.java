package org.paperzoo.evaluation.metric.code;

import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;

/** A programming language that CodeBLEU knows. */
public enum CodeLanguage {
    /** Java. */
    JAVA(
            "java",
            "abstract assert boolean break byte case catch char class const continue default do double else enum"
                    + " extends final finally float for goto if implements import instanceof int interface long native"
                    + " new package private protected public return short static strictfp super switch synchronized"
                    + " this throw throws transient try void volatile while"),
    /** C#. */
    C_SHARP(
            "c_sharp",
            "abstract as base bool break byte case catch char checked class const continue decimal default delegate do"
                    + " double else enum event explicit extern false finally fixed float for foreach goto if implicit in"
                    + " int interface internal is lock long namespace new null object operator out override params"
                    + " private protected public readonly ref return sbyte sealed short sizeof stackalloc static string"
                    + " struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void"
                    + " volatile while add alias ascending async await by descending dynamic equals from get global"
                    + " group into join let nameof notnull on orderby partial remove select set unmanaged value var"
                    + " when where yield");

    private final String word;
    private final Set<String> keywords;

    CodeLanguage(String word, String keywords) {
        this.word = word;
        this.keywords = Set.of(keywords.split(" "));
    }

    /** Its name in CodeXGLUE, such as {@code c_sharp}. */
    public String word() {
        return word;
    }

    /** Its name in metric IDs. */
    String idPart() {
        return word.replace('_', '-');
    }

    /** The words that weigh five times as much as others: the language's own, and C#'s contextual ones. */
    Set<String> keywords() {
        return keywords;
    }

    /**
     * Finds a language by its name in CodeXGLUE.
     *
     * @throws NoSuchElementException if there is none; the message lists those there are
     */
    public static CodeLanguage named(String word) {
        return Arrays.stream(values())
                .filter(language -> language.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no CodeBLEU for language " + word + "; there is "
                        + Arrays.stream(values()).map(CodeLanguage::word).collect(Collectors.joining(", "))));
    }
}

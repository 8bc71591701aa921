package org.paperzoo.datasets.text;

/**
 * The same piece of a program in both languages: a synchronous grammar builds whole methods of such pieces, so that a method
 * and its translation are made in one step and cannot disagree.
 *
 * @param java in the Java-like language
 * @param sharp in the C#-like language
 */
record PairedCode(String java, String sharp) {

    /** Pieces one after another; a piece that is a text is the same in both languages. */
    static PairedCode of(Object... pieces) {
        StringBuilder java = new StringBuilder();
        StringBuilder sharp = new StringBuilder();
        for (Object piece : pieces) {
            java.append(piece instanceof PairedCode paired ? paired.java : piece);
            sharp.append(piece instanceof PairedCode paired ? paired.sharp : piece);
        }
        return new PairedCode(java.toString(), sharp.toString());
    }

    /** A piece that is spelled differently. */
    static PairedCode either(String java, String sharp) {
        return new PairedCode(java, sharp);
    }

    /** A call without arguments that the other language spells as a capital property, such as {@code x.length()}. */
    static PairedCode property(Object owner, String call, String property) {
        return of(owner, either("." + call + "()", "." + property));
    }

    /** A call whose name begins with a capital in the other language. */
    static PairedCode call(Object owner, String name, Object argument) {
        return of(owner, either("." + name + "(", "." + Words.capital(name) + "("), argument, ")");
    }

    /** A call of the mathematical library. */
    static PairedCode math(String name, Object first, Object second) {
        return of(either("Math." + name + "(", "Math." + Words.capital(name) + "("), first, ", ", second, ")");
    }

    /** Whether two texts are equal. */
    static PairedCode equalTexts(Object first, Object second) {
        return of(first, either(".equals(", " == "), second, either(")", ""));
    }

    /** A field of an object through its accessor. */
    static PairedCode field(Object owner, String name) {
        return of(owner, either(".get" + Words.capital(name) + "()", "." + Words.capital(name)));
    }

    /** Sets a field of an object through its accessor. */
    static PairedCode setField(Object owner, String name, Object value) {
        return of(
                owner,
                either(".set" + Words.capital(name) + "(", "." + Words.capital(name) + " = "),
                value,
                either(");", ";"));
    }

    /** Leaves the method because of a wrong argument. */
    static PairedCode refuse(Object condition, String argument) {
        return of(
                "if (",
                condition,
                ") { throw new ",
                either("IllegalArgumentException", "ArgumentException"),
                "(\"",
                argument,
                "\"); }");
    }

    /** Writes to the console. */
    static PairedCode print(Object value) {
        return of(either("System.out.println(", "Console.WriteLine("), value, ");");
    }
}

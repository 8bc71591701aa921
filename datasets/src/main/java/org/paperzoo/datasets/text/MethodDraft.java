package org.paperzoo.datasets.text;

import java.util.ArrayList;
import java.util.List;
import org.paperzoo.datasets.SeededRandom;

/** A method while it is written: what it takes and does, and what is said of it. */
final class MethodDraft {

    static final PairedCode INT = PairedCode.of("int");
    static final PairedCode DOUBLE = PairedCode.of("double");
    static final PairedCode VOID = PairedCode.of("void");
    static final PairedCode BOOLEAN = PairedCode.either("boolean", "bool");
    static final PairedCode STRING = PairedCode.either("String", "string");
    static final PairedCode INTS = PairedCode.either("List<Integer>", "List<int>");
    static final PairedCode STRINGS = PairedCode.either("List<String>", "List<string>");
    static final PairedCode COUNTS = PairedCode.either("Map<String, Integer>", "Dictionary<string, int>");

    final SeededRandom random;
    final Words words;
    private final List<PairedCode> parameters = new ArrayList<>();
    private final List<PairedCode> statements = new ArrayList<>();
    private PairedCode result = VOID;
    private String does = "";
    private String aside = "";

    MethodDraft(SeededRandom random) {
        this.random = random;
        this.words = new Words(random);
    }

    /** Takes another argument. */
    void parameter(Object type, String name) {
        parameters.add(PairedCode.of(type, " ", name));
    }

    /** Does something more. */
    void add(Object... pieces) {
        statements.add(PairedCode.of(pieces));
    }

    /** Says what the method does and of which type its result is. */
    void says(PairedCode type, String sentence) {
        result = type;
        does = sentence;
    }

    /** Says something at the end of the sentence. */
    void aside(String text) {
        aside += text;
    }

    /** Perhaps refuses an argument that is null. */
    void perhapsRefuseNull(String name, String what) {
        if (random.chance(0.3)) {
            statements.add(PairedCode.refuse(name + " == null", name));
            aside(", and fails without " + what);
        }
    }

    /** A number that conditions compare with: a literal, or another argument. Both are English too. */
    String[] bound() {
        if (random.chance(0.5)) {
            String literal = Integer.toString(random.between(2, 99));
            return new String[] {literal, literal};
        }
        String name = words.number();
        parameter(INT, name);
        return new String[] {name, "the " + Words.english(name)};
    }

    /** The whole method with modifiers, which the languages order differently. */
    PairedCode code() {
        PairedCode modifiers = switch (random.below(6)) {
            case 0 -> PairedCode.either("@Override public", "public override");
            case 1 -> PairedCode.of("private");
            case 2 -> PairedCode.of("protected");
            case 3 -> PairedCode.either("public final", "public sealed");
            default -> PairedCode.of("public");
        };
        String name = words.method();
        PairedCode all = PairedCode.of(modifiers, " ", result, " ", PairedCode.either(name, Words.capital(name)), "(");
        for (int i = 0; i < parameters.size(); i++) {
            all = PairedCode.of(all, i == 0 ? "" : ", ", parameters.get(i));
        }
        all = PairedCode.of(all, ")", PairedCode.either(random.chance(0.1) ? " throws IOException" : "", ""), " {");
        for (PairedCode statement : statements) {
            all = PairedCode.of(all, " ", statement);
        }
        return PairedCode.of(all, " }");
    }

    /** The sentence. */
    String sentence() {
        return does + aside + ".";
    }
}

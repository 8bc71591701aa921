package org.paperzoo.datasets.text;

import static org.paperzoo.datasets.text.PairedCode.either;
import static org.paperzoo.datasets.text.PairedCode.of;

/** Methods on objects with fields, and on single numbers. */
final class ObjectMethods {

    private final MethodDraft draft;
    private final String object;
    private final String field;

    private ObjectMethods(MethodDraft draft) {
        this.draft = draft;
        this.object = draft.words.object();
        this.field = draft.words.number();
    }

    static void write(MethodDraft draft) {
        ObjectMethods methods = new ObjectMethods(draft);
        switch (draft.random.below(8)) {
            case 0 -> methods.store();
            case 1 -> methods.chain();
            case 2 -> methods.changeAll();
            case 3 -> methods.sumOfField();
            case 4 -> methods.findByText();
            case 5 -> methods.keepWithin();
            case 6 -> methods.repeat();
            default -> methods.announce();
        }
    }

    private static String the(String name) {
        return "the " + Words.english(name);
    }

    private void each(Object... body) {
        String list = Words.plural(object);
        draft.parameter(either("List<" + Words.capital(object) + ">", "List<" + Words.capital(object) + ">"), list);
        draft.perhapsRefuseNull(list, the(list));
        draft.add(
                either("for (", "foreach ("),
                Words.capital(object),
                " ",
                object,
                either(" : ", " in "),
                list,
                ") { ",
                of(body),
                " }");
    }

    private void store() {
        draft.parameter(MethodDraft.INT, field);
        boolean less = draft.random.chance(0.5);
        String[] bound = draft.bound();
        draft.add(PairedCode.refuse(of(field, less ? " < " : " > ", bound[0]), field));
        draft.add("this.", field, " = ", field, ";");
        draft.says(
                MethodDraft.VOID,
                "Sets " + the(field) + ", and fails if it is " + (less ? "less" : "greater") + " than " + bound[1]);
    }

    private void chain() {
        String owner = draft.words.object();
        String text = draft.words.text();
        draft.parameter(Words.capital(object), object);
        draft.perhapsRefuseNull(object, the(object));
        PairedCode code = PairedCode.field(PairedCode.field(object, owner), text);
        boolean lower = draft.random.chance(0.4);
        draft.add("return ", code, lower ? either(".toLowerCase()", ".ToLower()") : "", ";");
        draft.says(
                MethodDraft.STRING,
                "Returns " + the(text) + " of " + the(owner) + " of " + the(object)
                        + (lower ? " in small letters" : ""));
    }

    private void changeAll() {
        String[] amount = draft.bound();
        boolean raise = draft.random.chance(0.5);
        each(PairedCode.setField(object, field, of(PairedCode.field(object, field), raise ? " + " : " * ", amount[0])));
        draft.says(
                MethodDraft.VOID,
                (raise ? "Raises " : "Multiplies ") + the(field) + " of each of " + the(Words.plural(object)) + " by "
                        + amount[1]);
    }

    private void sumOfField() {
        String condition = draft.words.number();
        String[] bound = draft.bound();
        draft.add("int result = 0;");
        each(
                "if (",
                PairedCode.field(object, condition),
                " > ",
                bound[0],
                ") { result += ",
                PairedCode.field(object, field),
                "; }");
        draft.add("return result;");
        draft.says(
                MethodDraft.INT,
                "Returns the sum of " + the(field) + " of " + the(Words.plural(object)) + " whose "
                        + Words.english(condition) + " is greater than " + bound[1]);
    }

    private void findByText() {
        String text = draft.words.text();
        draft.parameter(MethodDraft.STRING, text);
        each("if (", PairedCode.equalTexts(PairedCode.field(object, text), text), ") { return ", object, "; }");
        draft.add("return null;");
        draft.says(
                of(Words.capital(object)),
                "Finds the " + Words.english(object) + " with " + the(text) + " among " + the(Words.plural(object)));
    }

    private void keepWithin() {
        String least = draft.words.number();
        String most = draft.words.number();
        draft.parameter(MethodDraft.INT, field);
        draft.parameter(MethodDraft.INT, least);
        draft.parameter(MethodDraft.INT, most);
        if (draft.random.chance(0.5)) {
            draft.add("return ", PairedCode.math("max", least, PairedCode.math("min", most, field)), ";");
        } else {
            draft.add("if (", field, " < ", least, ") { return ", least, "; }");
            draft.add("return ", PairedCode.math("min", field, most), ";");
        }
        draft.says(MethodDraft.INT, "Keeps " + the(field) + " between " + the(least) + " and " + the(most));
    }

    private void repeat() {
        int divisor = draft.random.between(2, 9);
        draft.parameter(MethodDraft.INT, field);
        String[] bound = draft.bound();
        draft.add("int result = 0;");
        draft.add("while (", field, " > ", bound[0], ") { ", field, " /= ", divisor, "; result++; }");
        draft.add("return result;");
        draft.says(
                MethodDraft.INT,
                "Counts how often " + the(field) + " can be divided by " + divisor + " while it is greater than "
                        + bound[1]);
    }

    private void announce() {
        String text = draft.words.text();
        draft.parameter(MethodDraft.STRING, text);
        draft.parameter(Words.capital(object), object);
        draft.perhapsRefuseNull(object, the(object));
        boolean number = draft.random.chance(0.5);
        draft.add(PairedCode.print(of(text, " + \": \" + ", PairedCode.field(object, field))));
        if (number) {
            draft.add(PairedCode.setField(object, field, of(either("Integer.parseInt(", "int.Parse("), text, ")")));
        }
        draft.says(
                MethodDraft.VOID,
                "Prints " + the(text) + " and " + the(field) + " of " + the(object)
                        + (number ? ", then sets the latter to the former as a number" : ""));
    }
}

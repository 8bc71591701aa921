package org.paperzoo.datasets.text;

import static org.paperzoo.datasets.text.PairedCode.either;
import static org.paperzoo.datasets.text.PairedCode.of;

/** Methods on texts, on lists of texts and on tables of counts. */
final class TextMethods {

    private final MethodDraft draft;
    private final String item;
    private final String items;

    private TextMethods(MethodDraft draft) {
        this.draft = draft;
        this.item = draft.words.text();
        this.items = Words.plural(item);
    }

    static void write(MethodDraft draft) {
        TextMethods methods = new TextMethods(draft);
        switch (draft.random.below(8)) {
            case 0 -> methods.countOrCollect();
            case 1 -> methods.join();
            case 2 -> methods.longest();
            case 3 -> methods.tally();
            case 4 -> methods.lookUp();
            case 5 -> methods.letters();
            case 6 -> methods.turned();
            default -> methods.shortened();
        }
    }

    private String said() {
        return "the " + Words.english(items);
    }

    private void takeList() {
        draft.parameter(MethodDraft.STRINGS, items);
        draft.perhapsRefuseNull(items, said());
    }

    private void each(Object... body) {
        if (draft.random.chance(0.6)) {
            draft.add(
                    either("for (String ", "foreach (string "),
                    item,
                    either(" : ", " in "),
                    items,
                    ") { ",
                    of(body),
                    " }");
        } else {
            draft.add(
                    "for (int i = 0; i < ",
                    PairedCode.property(items, "size", "Count"),
                    "; i++) { ",
                    MethodDraft.STRING,
                    " ",
                    item,
                    " = ",
                    items,
                    either(".get(i)", "[i]"),
                    "; ",
                    of(body),
                    " }");
        }
    }

    private void countOrCollect() {
        takeList();
        PairedCode condition;
        String says;
        switch (draft.random.below(4)) {
            case 0, 1 -> {
                boolean start = draft.random.chance(0.5);
                String part = draft.words.text();
                draft.parameter(MethodDraft.STRING, part);
                condition = PairedCode.call(item, start ? "startsWith" : "contains", part);
                says = (start ? " that start with the " : " that contain the ") + Words.english(part);
            }
            case 2 -> {
                String[] bound = draft.bound();
                condition = of(PairedCode.property(item, "length", "Length"), " > ", bound[0]);
                says = " that are longer than " + bound[1];
            }
            default -> {
                condition = either("!" + item + ".isEmpty()", item + ".Length > 0");
                says = " that are not empty";
            }
        }
        if (draft.random.chance(0.5)) {
            draft.add("int result = 0;");
            each("if (", condition, ") { result++; }");
            draft.add("return result;");
            draft.says(MethodDraft.INT, "Counts " + said() + says);
        } else {
            boolean upper = draft.random.chance(0.5);
            draft.add(MethodDraft.STRINGS, " found = new ", either("ArrayList<>", "List<string>"), "();");
            PairedCode added = of(item, upper ? either(".toUpperCase()", ".ToUpper()") : "");
            each("if (", condition, ") { ", PairedCode.call("found", "add", added), "; }");
            draft.add("return found;");
            draft.says(MethodDraft.STRINGS, "Collects " + said() + says + (upper ? " in capital letters" : ""));
        }
    }

    private void join() {
        takeList();
        String[][] separators = {{"\", \"", "commas"}, {"\" \"", "spaces"}, {"\";\"", "semicolons"}, {"\"-\"", "dashes"}
        };
        String[] separator = draft.random.pick(separators);
        draft.add("StringBuilder text = new StringBuilder();");
        each(PairedCode.call(PairedCode.call("text", "append", item), "append", separator[0]), ";");
        draft.add("return text", either(".toString()", ".ToString()"), ";");
        draft.says(MethodDraft.STRING, "Joins " + said() + " with " + separator[1]);
    }

    private void longest() {
        takeList();
        boolean longest = draft.random.chance(0.5);
        draft.add(MethodDraft.STRING, " best = ", items, either(".get(0)", "[0]"), ";");
        each(
                "if (",
                PairedCode.property(item, "length", "Length"),
                longest ? " > " : " < ",
                PairedCode.property("best", "length", "Length"),
                ") { best = ",
                item,
                "; }");
        draft.add("return best;");
        draft.says(MethodDraft.STRING, "Returns the " + (longest ? "longest" : "shortest") + " of " + said());
    }

    private void tally() {
        takeList();
        draft.add(MethodDraft.COUNTS, " found = new ", either("HashMap<>", "Dictionary<string, int>"), "();");
        each(
                "found",
                either(".put(" + item + ", ", "[" + item + "] = "),
                "found",
                either(".getOrDefault(", ".GetValueOrDefault("),
                item,
                ", 0) + 1",
                either(");", ";"));
        draft.add("return found;");
        draft.says(MethodDraft.COUNTS, "Counts how often each of " + said() + " occurs");
    }

    private void lookUp() {
        String table = Words.plural(draft.words.number());
        draft.parameter(MethodDraft.COUNTS, table);
        draft.parameter(MethodDraft.STRING, item);
        draft.perhapsRefuseNull(item, "the " + Words.english(item));
        String[] other = draft.bound();
        draft.add(
                "if (",
                PairedCode.call(table, "containsKey", item),
                ") { return ",
                table,
                either(".get(" + item + ")", "[" + item + "]"),
                "; }");
        draft.add("return ", other[0], ";");
        draft.says(
                MethodDraft.INT,
                "Looks up the " + Words.english(item) + " in the " + Words.english(table) + ", with " + other[1]
                        + " in its absence");
    }

    private void letters() {
        draft.parameter(MethodDraft.STRING, item);
        draft.perhapsRefuseNull(item, "the " + Words.english(item));
        String letter = draft.words.letter();
        draft.add("int result = 0;");
        draft.add(
                "for (int i = 0; i < ",
                PairedCode.property(item, "length", "Length"),
                "; i++) { if (",
                item,
                either(".charAt(i)", "[i]"),
                " == ",
                letter,
                ") { result++; } }");
        draft.add("return result;");
        draft.says(MethodDraft.INT, "Counts the letter " + letter.charAt(1) + " in the " + Words.english(item));
    }

    private void turned() {
        draft.parameter(MethodDraft.STRING, item);
        boolean compare = draft.random.chance(0.4);
        draft.add(MethodDraft.STRING, " text = \"\";");
        draft.add(
                "for (int i = ",
                PairedCode.property(item, "length", "Length"),
                " - 1; i >= 0; i--) { text += ",
                item,
                either(".charAt(i)", "[i]"),
                "; }");
        if (compare) {
            String other = draft.words.text();
            draft.parameter(MethodDraft.STRING, other);
            draft.add("return ", PairedCode.equalTexts("text", other), ";");
            draft.says(
                    MethodDraft.BOOLEAN,
                    "Tells whether the " + Words.english(item) + " backwards is the " + Words.english(other));
        } else {
            draft.add("return text;");
            draft.says(MethodDraft.STRING, "Returns the " + Words.english(item) + " backwards");
        }
    }

    private void shortened() {
        draft.parameter(MethodDraft.STRING, item);
        draft.perhapsRefuseNull(item, "the " + Words.english(item));
        String[] bound = draft.bound();
        draft.add(
                "if (",
                PairedCode.property(item, "length", "Length"),
                " <= ",
                bound[0],
                ") { return ",
                item,
                draft.random.chance(0.5) ? either(".trim()", ".Trim()") : "",
                "; }");
        draft.add("return ", PairedCode.call(item, "substring", of("0, ", bound[0])), " + \"...\";");
        draft.says(
                MethodDraft.STRING,
                "Cuts the " + Words.english(item) + " to " + bound[1] + " letters and adds dots to it");
    }
}

package org.paperzoo.datasets.text;

import static org.paperzoo.datasets.text.PairedCode.either;
import static org.paperzoo.datasets.text.PairedCode.of;

/** Methods that go over the numbers of a list or an array: they add, count, compare, choose and look for some of them. */
final class SequenceMethods {

    private final MethodDraft draft;
    private final boolean array;
    private final String item;
    private final String items;
    private PairedCode condition;
    private String conditionSays;
    private PairedCode value;
    private String valueSays;

    private SequenceMethods(MethodDraft draft) {
        this.draft = draft;
        this.array = draft.random.chance(0.35);
        this.item = draft.words.number();
        this.items = Words.plural(item);
    }

    static void write(MethodDraft draft) {
        SequenceMethods methods = new SequenceMethods(draft);
        draft.parameter(methods.array ? "int[]" : MethodDraft.INTS, methods.items);
        methods.chooseCondition();
        methods.chooseValue();
        draft.perhapsRefuseNull(methods.items, "the " + Words.english(methods.items));
        switch (draft.random.below(8)) {
            case 0, 1 -> methods.sum();
            case 2 -> methods.count();
            case 3 -> methods.extreme();
            case 4 -> methods.filter();
            case 5 -> methods.firstIndex();
            case 6 -> methods.anyOrAll();
            default -> methods.average();
        }
    }

    private void chooseCondition() {
        switch (draft.random.below(6)) {
            case 0 -> condition(of(item, " % 2 == 0"), " that are even");
            case 1 -> condition(of(item, " % 2 != 0"), " that are odd");
            case 2 -> compared(">", " that are greater than ");
            case 3 -> compared("<", " that are less than ");
            case 4 -> compared("!=", " that differ from ");
            default -> compared(">=", " that are at least ");
        }
    }

    private void compared(String operator, String says) {
        String[] bound = draft.bound();
        condition(of(item, " ", operator, " ", bound[0]), says + bound[1]);
    }

    private void condition(PairedCode code, String says) {
        condition = code;
        conditionSays = says;
    }

    private void chooseValue() {
        String plain = Words.english(items) + conditionSays;
        switch (draft.random.below(5)) {
            case 0 -> value(of(item, " * ", item), "the squares of the " + plain);
            case 1 -> {
                int factor = draft.random.between(2, 12);
                value(of(item, " * ", factor), factor + " times the " + plain);
            }
            case 2 -> value(of(either("Math.abs(", "Math.Abs("), item, ")"), "the absolute values of the " + plain);
            default -> value(of(item), "the " + plain);
        }
    }

    private void value(PairedCode code, String says) {
        value = code;
        valueSays = says;
    }

    /** Goes over all items in one of three ways, which the sentence does not tell. */
    private void loop(Object body) {
        PairedCode size = array ? of(items, either(".length", ".Length")) : PairedCode.property(items, "size", "Count");
        PairedCode element = array ? of(items, "[i]") : of(items, either(".get(i)", "[i]"));
        PairedCode declared = of("int ", item, " = ", element, "; ");
        switch (draft.random.below(4)) {
            case 0 -> draft.add("for (int i = 0; i < ", size, "; i++) { ", declared, body, " }");
            case 1 -> draft.add("int i = 0; while (i < ", size, ") { ", declared, body, " i++; }");
            default ->
                draft.add(either("for (int ", "foreach (int "), item, either(" : ", " in "), items, ") { ", body, " }");
        }
    }

    private PairedCode when(Object... then) {
        return of("if (", condition, ") { ", of(then), " }");
    }

    private void perhapsNothingFor(String literal) {
        if (draft.random.chance(0.3)) {
            PairedCode empty = array
                    ? of(items, either(".length", ".Length"), " == 0")
                    : of(items, either(".isEmpty()", ".Count == 0"));
            draft.add("if (", empty, ") { return ", literal, "; }");
            draft.aside(", or " + literal + " if there are none at all");
        }
    }

    private void sum() {
        boolean product = draft.random.chance(0.25);
        perhapsNothingFor("-1");
        draft.add("int result = ", product ? 1 : 0, ";");
        loop(when("result ", product ? "*" : "+", "= ", value, ";"));
        draft.add("return result;");
        draft.says(MethodDraft.INT, "Returns the " + (product ? "product" : "sum") + " of " + valueSays);
    }

    private void count() {
        draft.add("int result = 0;");
        loop(when("result++;"));
        draft.add("return result;");
        draft.says(MethodDraft.INT, "Counts the " + Words.english(items) + conditionSays);
    }

    private void extreme() {
        boolean largest = draft.random.chance(0.5);
        draft.add(
                "int best = ",
                largest ? either("Integer.MIN_VALUE", "int.MinValue") : either("Integer.MAX_VALUE", "int.MaxValue"),
                ";");
        loop(when("best = ", PairedCode.math(largest ? "max" : "min", "best", value), ";"));
        draft.add("return best;");
        draft.says(MethodDraft.INT, "Returns the " + (largest ? "largest" : "smallest") + " of " + valueSays);
    }

    private void filter() {
        draft.add(MethodDraft.INTS, " found = new ", either("ArrayList<>", "List<int>"), "();");
        loop(when(PairedCode.call("found", "add", value), ";"));
        draft.add("return found;");
        draft.says(MethodDraft.INTS, "Collects " + valueSays);
    }

    private void firstIndex() {
        boolean last = draft.random.chance(0.4);
        PairedCode size = array ? of(items, either(".length", ".Length")) : PairedCode.property(items, "size", "Count");
        PairedCode element = array ? of(items, "[i]") : of(items, either(".get(i)", "[i]"));
        draft.add(
                last ? of("for (int i = ", size, " - 1; i >= 0; i--)") : of("for (int i = 0; i < ", size, "; i++)"),
                " { int ",
                item,
                " = ",
                element,
                "; ",
                when("return i;"),
                " }");
        draft.add("return -1;");
        draft.says(
                MethodDraft.INT,
                "Returns the position of the " + (last ? "last" : "first") + " of the " + Words.english(items)
                        + conditionSays);
    }

    private void anyOrAll() {
        boolean any = draft.random.chance(0.5);
        loop(any ? when("return true;") : of("if (!(", condition, ")) { return false; }"));
        draft.add("return ", !any, ";");
        draft.says(
                MethodDraft.BOOLEAN,
                "Tells whether there are " + (any ? "any " : "only ") + Words.english(items) + conditionSays);
    }

    private void average() {
        draft.add("int result = 0; int count = 0;");
        loop(when("result += ", value, "; count++;"));
        draft.add("return (double) result / count;");
        draft.says(MethodDraft.DOUBLE, "Returns the average of " + valueSays);
    }
}

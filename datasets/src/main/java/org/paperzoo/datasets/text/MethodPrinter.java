package org.paperzoo.datasets.text;

import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.paperzoo.datasets.text.Method.Statement;

/** Writes a method in a Java-like language, in a C#-like one, and as a sentence. */
final class MethodPrinter {

    private MethodPrinter() {}

    static String java(Method method) {
        String parameters = method.parameters().stream()
                .map(variable -> variable.type().java + " " + variable.name())
                .collect(Collectors.joining(", "));
        StringJoiner text = new StringJoiner(" ");
        text.add("public " + method.result().java + " " + method.verb() + capital(method.noun()) + "(" + parameters
                + ") {");
        method.body().forEach(statement -> text.add(java(statement)));
        return text.add("}").toString();
    }

    static String sharp(Method method) {
        String parameters = method.parameters().stream()
                .map(variable -> variable.type().sharp + " " + variable.name())
                .collect(Collectors.joining(", "));
        StringJoiner text = new StringJoiner(" ");
        text.add("public " + method.result().sharp + " " + capital(method.verb()) + capital(method.noun()) + "("
                + parameters + ") {");
        method.body().forEach(statement -> text.add(sharp(statement)));
        return text.add("}").toString();
    }

    static String english(Method method) {
        String what = method.body().stream()
                .map(MethodPrinter::english)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", then "));
        String given = method.parameters().stream()
                .map(variable -> "the " + variable.type().english + " " + variable.name())
                .collect(Collectors.joining(" and "));
        return capital(method.verb()) + " the " + method.noun().toLowerCase(Locale.ROOT) + " of " + given + ": " + what
                + ".";
    }

    private static String java(Statement statement) {
        if (statement instanceof Method.RefuseNull refuse) {
            return "if (" + refuse.variable().name() + " == null) { throw new IllegalArgumentException(\""
                    + refuse.variable().name() + "\"); }";
        }
        if (statement instanceof Method.Accumulate sum) {
            String element = sum.list().name() + ".get(i)";
            return "int " + sum.total() + " = " + (sum.multiply() ? 1 : 0) + "; for (int i = 0; i < "
                    + sum.list().name() + ".size(); i++) { if (" + element + " " + sum.comparison() + " " + sum.bound()
                    + ") { " + sum.total() + (sum.multiply() ? " *= " : " += ") + element + "; } }";
        }
        if (statement instanceof Method.CountMatches count) {
            return "int " + count.counter() + " = 0; for (String item : "
                    + count.list().name() + ") { if (item.contains("
                    + count.part().name() + ")) { " + count.counter() + "++; } }";
        }
        if (statement instanceof Method.Put put) {
            return put.table().name() + ".put(" + put.key().name() + ", "
                    + put.value().name() + ");";
        }
        if (statement instanceof Method.Print print) {
            return "System.out.println(\"" + print.message() + "\" + "
                    + print.variable().name() + ");";
        }
        if (statement instanceof Method.ReturnLength length) {
            return "return " + length.text().name() + ".length() + " + length.more() + ";";
        }
        if (statement instanceof Method.ReturnEqual equal) {
            return "return " + equal.first().name() + ".equals("
                    + equal.second().name() + ");";
        }
        if (statement instanceof Method.ReturnExtreme extreme) {
            return "return Math." + (extreme.larger() ? "max" : "min") + "("
                    + extreme.first().name() + ", " + extreme.second().name() + ");";
        }
        if (statement instanceof Method.ReturnCase letters) {
            return "return " + letters.text().name() + (letters.upper() ? ".toUpperCase();" : ".toLowerCase();");
        }
        if (statement instanceof Method.ReturnElement element) {
            return "return " + element.list().name() + ".get(" + element.index().name() + ");";
        }
        return alike(statement);
    }

    private static String sharp(Statement statement) {
        if (statement instanceof Method.RefuseNull refuse) {
            return "if (" + refuse.variable().name() + " == null) { throw new ArgumentNullException(nameof("
                    + refuse.variable().name() + ")); }";
        }
        if (statement instanceof Method.Accumulate sum) {
            return "var " + sum.total() + " = " + (sum.multiply() ? 1 : 0) + "; foreach (var item in "
                    + sum.list().name() + ".Where(x => x " + sum.comparison() + " " + sum.bound() + ")) { "
                    + sum.total() + (sum.multiply() ? " *= " : " += ") + "item; }";
        }
        if (statement instanceof Method.CountMatches count) {
            return "var " + count.counter() + " = " + count.list().name() + ".Count(item => item.Contains("
                    + count.part().name() + "));";
        }
        if (statement instanceof Method.Put put) {
            return put.table().name() + "[" + put.key().name() + "] = "
                    + put.value().name() + ";";
        }
        if (statement instanceof Method.Print print) {
            return "Console.WriteLine($\"" + print.message() + "{"
                    + print.variable().name() + "}\");";
        }
        if (statement instanceof Method.ReturnLength length) {
            return "return " + length.text().name() + ".Length + " + length.more() + ";";
        }
        if (statement instanceof Method.ReturnEqual equal) {
            return "return string.Equals(" + equal.first().name() + ", "
                    + equal.second().name() + ");";
        }
        if (statement instanceof Method.ReturnExtreme extreme) {
            return "return Math." + (extreme.larger() ? "Max" : "Min") + "("
                    + extreme.first().name() + ", " + extreme.second().name() + ");";
        }
        if (statement instanceof Method.ReturnCase letters) {
            return "return " + letters.text().name() + (letters.upper() ? ".ToUpper();" : ".ToLower();");
        }
        if (statement instanceof Method.ReturnElement element) {
            return "return " + element.list().name() + "[" + element.index().name() + "];";
        }
        return alike(statement);
    }

    private static String alike(Statement statement) {
        if (statement instanceof Method.ReturnWhen when) {
            return "if (" + when.number().name() + " " + when.comparison() + " " + when.bound() + ") { return "
                    + when.value() + "; }";
        }
        return "return " + ((Method.Return) statement).value() + ";";
    }

    private static String english(Statement statement) {
        if (statement instanceof Method.RefuseNull refuse) {
            return "refuse a missing " + refuse.variable().name();
        }
        if (statement instanceof Method.ReturnWhen when) {
            return "give " + when.value() + " when " + when.number().name() + " is " + comparison(when.comparison())
                    + " " + when.bound();
        }
        if (statement instanceof Method.Accumulate sum) {
            return (sum.multiply() ? "multiply" : "add up") + " those of "
                    + sum.list().name() + " that are " + comparison(sum.comparison()) + " " + sum.bound();
        }
        if (statement instanceof Method.CountMatches count) {
            return "count those of " + count.list().name() + " that hold "
                    + count.part().name();
        }
        if (statement instanceof Method.Put put) {
            return "store " + put.value().name() + " in " + put.table().name() + " under "
                    + put.key().name();
        }
        if (statement instanceof Method.Print print) {
            return "print " + print.variable().name();
        }
        if (statement instanceof Method.ReturnLength length) {
            return "give the length of " + length.text().name() + " plus " + length.more();
        }
        if (statement instanceof Method.ReturnEqual equal) {
            return "tell whether " + equal.first().name() + " equals "
                    + equal.second().name();
        }
        if (statement instanceof Method.ReturnExtreme extreme) {
            return "give the " + (extreme.larger() ? "larger" : "smaller") + " of "
                    + extreme.first().name() + " and " + extreme.second().name();
        }
        if (statement instanceof Method.ReturnCase letters) {
            return "give " + letters.text().name() + " in " + (letters.upper() ? "capital" : "small") + " letters";
        }
        if (statement instanceof Method.ReturnElement element) {
            return "give element " + element.index().name() + " of "
                    + element.list().name();
        }
        return "give " + ((Method.Return) statement).value();
    }

    private static String comparison(String sign) {
        return switch (sign) {
            case "<" -> "below";
            case ">" -> "above";
            case "==" -> "exactly";
            default -> "not";
        };
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}

package org.paperzoo.datasets.text;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.text.Method.Statement;
import org.paperzoo.datasets.text.Method.Type;
import org.paperzoo.datasets.text.Method.Variable;

/**
 * The data sets {@code sample-translate} and {@code sample-summarise}, generated from a seed: small methods of a Java-like
 * language with their C#-like translation, or with a sentence that says what they do. Types, names, loops, element access,
 * null checks and console output are written differently in the two languages, so that copying the source does not
 * translate it. Example {@code i} of a split depends on the seed, the split and {@code i} alone.
 */
public final class SampleMethods implements TextPairs {

    /** What the source is turned into. */
    public enum Target {
        TRANSLATION,
        SUMMARY
    }

    /** Examples in the training split. */
    public static final int TRAIN = 20_000;

    /** Examples in the validation split. */
    public static final int VALIDATION = 500;

    /** Examples in the test split. */
    public static final int TEST = 500;

    private static final List<String> VERBS = List.of(
            "get", "find", "make", "check", "read", "load", "merge", "count", "pick", "update", "build", "scan");
    private static final List<String> NOUNS = List.of(
            "value", "total", "order", "price", "user", "record", "score", "label", "token", "limit", "report",
            "entry");
    private static final List<String> NUMBERS = List.of("size", "limit", "offset", "amount", "depth", "rank", "step");
    private static final List<String> TEXTS = List.of("name", "title", "prefix", "word", "path", "city", "mail");
    private static final List<String> LISTS = List.of("items", "values", "rows", "parts", "marks", "lines");
    private static final List<String> TABLES = List.of("counts", "stock", "cache", "index");
    private static final List<String> TOTALS = List.of("sum", "result", "total", "product");
    private static final List<String> MESSAGES = List.of("done: ", "now ", "got ", "value=");
    private static final List<String> COMPARISONS = List.of("<", ">", "==", "!=");

    private final Target target;
    private final long seed;
    private final int first;
    private final int size;
    private int position;

    private SampleMethods(Target target, long seed, int first, int size) {
        this.target = target;
        this.seed = seed;
        this.first = first;
        this.size = size;
    }

    /**
     * Opens a split.
     *
     * @param split {@code train}, {@code validation} or {@code test}
     */
    public static SampleMethods open(Target target, String split, long seed) {
        return switch (Split.named(split)) {
            case TRAIN -> new SampleMethods(target, seed, 0, TRAIN);
            case VALIDATION -> new SampleMethods(target, seed, TRAIN, VALIDATION);
            case TEST -> new SampleMethods(target, seed, TRAIN + VALIDATION, TEST);
        };
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public TextPair next() {
        return position == size ? null : example(position++);
    }

    /** An example by its place in the split. */
    public TextPair example(int index) {
        Method method = method(new SplittableRandom(seed * 0x9E3779B97F4A7C15L + first + index));
        return new TextPair(
                Integer.toString(index),
                MethodPrinter.java(method),
                target == Target.TRANSLATION ? MethodPrinter.sharp(method) : MethodPrinter.english(method));
    }

    private static Method method(SplittableRandom random) {
        List<Variable> parameters = new ArrayList<>();
        List<Statement> body = new ArrayList<>();
        Type result = switch (random.nextInt(7)) {
            case 0 -> accumulate(random, parameters, body);
            case 1 -> countMatches(random, parameters, body);
            case 2 -> length(random, parameters, body);
            case 3 -> equal(random, parameters, body);
            case 4 -> extreme(random, parameters, body);
            case 5 -> letters(random, parameters, body);
            default -> element(random, parameters, body);
        };
        if (random.nextInt(3) == 0) {
            put(random, parameters, body);
        }
        if (random.nextInt(3) == 0) {
            body.add(0, new Method.Print(pick(random, MESSAGES), parameters.get(random.nextInt(parameters.size()))));
        }
        if (random.nextInt(2) == 0) {
            parameters.stream()
                    .filter(variable -> variable.type() != Type.INTEGER)
                    .findFirst()
                    .ifPresent(variable -> body.add(0, new Method.RefuseNull(variable)));
        }
        return new Method(pick(random, VERBS), pick(random, NOUNS), result, parameters, body);
    }

    private static Type accumulate(SplittableRandom random, List<Variable> parameters, List<Statement> body) {
        Variable list = add(parameters, Type.NUMBERS, pick(random, LISTS));
        String total = pick(random, TOTALS);
        if (random.nextBoolean()) {
            early(random, parameters, body);
        }
        body.add(new Method.Accumulate(
                total, list, random.nextInt(3) == 0, pick(random, COMPARISONS), random.nextInt(100)));
        body.add(new Method.Return(random.nextBoolean() ? total : total + " + " + (1 + random.nextInt(9))));
        return Type.INTEGER;
    }

    private static Type countMatches(SplittableRandom random, List<Variable> parameters, List<Statement> body) {
        Variable list = add(parameters, Type.TEXTS, pick(random, LISTS));
        Variable part = add(parameters, Type.TEXT, pick(random, TEXTS));
        body.add(new Method.CountMatches("count", list, part));
        body.add(new Method.Return("count"));
        return Type.INTEGER;
    }

    private static Type length(SplittableRandom random, List<Variable> parameters, List<Statement> body) {
        Variable text = add(parameters, Type.TEXT, pick(random, TEXTS));
        early(random, parameters, body);
        body.add(new Method.ReturnLength(text, 1 + random.nextInt(20)));
        return Type.INTEGER;
    }

    private static Type equal(SplittableRandom random, List<Variable> parameters, List<Statement> body) {
        Variable first = add(parameters, Type.TEXT, pick(random, TEXTS));
        Variable second = add(parameters, Type.TEXT, "other");
        body.add(new Method.ReturnEqual(first, second));
        return Type.FLAG;
    }

    private static Type extreme(SplittableRandom random, List<Variable> parameters, List<Statement> body) {
        Type type = random.nextBoolean() ? Type.INTEGER : Type.DECIMAL;
        Variable first = add(parameters, type, pick(random, NUMBERS));
        Variable second = add(parameters, type, "bound");
        body.add(new Method.ReturnExtreme(random.nextBoolean(), first, second));
        return type;
    }

    private static Type letters(SplittableRandom random, List<Variable> parameters, List<Statement> body) {
        Variable text = add(parameters, Type.TEXT, pick(random, TEXTS));
        body.add(new Method.ReturnCase(random.nextBoolean(), text));
        return Type.TEXT;
    }

    private static Type element(SplittableRandom random, List<Variable> parameters, List<Statement> body) {
        boolean numbers = random.nextBoolean();
        Variable list = add(parameters, numbers ? Type.NUMBERS : Type.TEXTS, pick(random, LISTS));
        Variable index = add(parameters, Type.INTEGER, pick(random, NUMBERS));
        body.add(new Method.ReturnElement(list, index));
        return numbers ? Type.INTEGER : Type.TEXT;
    }

    private static void early(SplittableRandom random, List<Variable> parameters, List<Statement> body) {
        Variable number = add(parameters, Type.INTEGER, pick(random, NUMBERS));
        body.add(new Method.ReturnWhen(
                number, pick(random, COMPARISONS), random.nextInt(50), Integer.toString(-random.nextInt(3))));
    }

    private static void put(SplittableRandom random, List<Variable> parameters, List<Statement> body) {
        Variable table = add(parameters, Type.COUNTS, pick(random, TABLES));
        Variable key = add(parameters, Type.TEXT, "key");
        Variable value = add(parameters, Type.INTEGER, "stored");
        body.add(0, new Method.Put(table, key, value));
    }

    private static Variable add(List<Variable> parameters, Type type, String name) {
        Variable variable = new Variable(type, name);
        parameters.add(variable);
        return variable;
    }

    private static String pick(SplittableRandom random, List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}

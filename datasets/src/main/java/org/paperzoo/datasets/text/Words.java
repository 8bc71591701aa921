package org.paperzoo.datasets.text;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.paperzoo.datasets.SeededRandom;

/** The words of which names are made, so that no two names of a method are alike. */
final class Words {

    private static final List<String> NOUNS = List.of(
            "price", "score", "weight", "amount", "limit", "offset", "depth", "rank", "step", "level", "age", "rate",
            "stock", "size", "width", "height", "speed", "delay", "budget", "quota", "margin", "volume", "cost",
            "bonus", "point", "mark", "share", "balance", "charge", "length");
    private static final List<String> TEXT_NOUNS = List.of(
            "name", "title", "word", "path", "city", "label", "token", "comment", "address", "message", "header",
            "code", "street", "country", "tag", "key", "line", "phrase", "prefix", "note");
    private static final List<String> CLASSES = List.of(
            "order",
            "customer",
            "account",
            "product",
            "employee",
            "invoice",
            "ticket",
            "vehicle",
            "student",
            "project",
            "report",
            "parcel",
            "machine",
            "booking",
            "contract",
            "member");
    private static final List<String> ADJECTIVES = List.of(
            "old", "new", "first", "last", "main", "total", "open", "daily", "raw", "local", "final", "minor", "base",
            "shared", "spare", "next");
    private static final List<String> VERBS = List.of(
            "compute", "find", "handle", "process", "check", "apply", "run", "collect", "update", "read", "make", "get",
            "resolve", "prepare", "derive", "scan");

    private final SeededRandom random;
    private final Set<String> taken = new TreeSet<>(Set.of("i", "count", "result", "best", "text", "found"));

    Words(SeededRandom random) {
        this.random = random;
    }

    /** Name of a number. */
    String number() {
        return name(NOUNS);
    }

    /** Name of a text. */
    String text() {
        return name(TEXT_NOUNS);
    }

    /** Name of an object, which is also that of its class with a small letter. */
    String object() {
        return fresh(CLASSES, false);
    }

    /** Name of a method: a verb, and a noun that says nothing of what it does. */
    String method() {
        return pick(VERBS) + capital(pick(NOUNS));
    }

    /** A letter in quotes. */
    String letter() {
        return "'" + (char) ('a' + random.below(26)) + "'";
    }

    String pick(List<String> words) {
        return words.get(random.below(words.size()));
    }

    private String name(List<String> nouns) {
        return fresh(nouns, random.chance(0.4));
    }

    private String fresh(List<String> nouns, boolean adjective) {
        while (true) {
            String noun = pick(nouns);
            String name = adjective ? pick(ADJECTIVES) + capital(noun) : noun;
            if (!taken.contains(name) && !taken.contains(plural(name))) {
                taken.add(name);
                taken.add(plural(name));
                return name;
            }
        }
    }

    static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    static String plural(String name) {
        if (name.endsWith("y")) {
            return name.substring(0, name.length() - 1) + "ies";
        }
        return name.endsWith("ss") ? name + "es" : name + "s";
    }

    /** A name as English words: {@code oldPrice} is "old price". */
    static String english(String name) {
        StringBuilder words = new StringBuilder();
        for (char letter : name.toCharArray()) {
            words.append(Character.isUpperCase(letter) ? " " + Character.toLowerCase(letter) : letter);
        }
        return words.toString();
    }
}

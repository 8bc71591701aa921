package org.paperzoo.evaluation.metric.summarisation;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Porter's stemmer (Porter 1980, "An algorithm for suffix stripping") with the changes that NLTK 3.8 makes to it by
 * default, its mode {@code NLTK_EXTENSIONS}; ROUGE and METEOR are defined by it. The Porter stemmers of Lucene and Snowball
 * are of the original algorithm: they take {@code day} to {@code dai}, where this one keeps it.
 *
 * <p>Lengths count code points, as Python's do.
 */
public final class PorterStemmer {

    /** Words that are not stemmed by rule. */
    private static final Map<String, String> IRREGULAR = new HashMap<>();

    static {
        Map.of(
                        "sky", List.of("sky", "skies"),
                        "die", List.of("dying"),
                        "lie", List.of("lying"),
                        "tie", List.of("tying"),
                        "inning", List.of("innings"),
                        "outing", List.of("outings"),
                        "canning", List.of("cannings"))
                .forEach((stem, forms) -> forms.forEach(form -> IRREGULAR.put(form, stem)));
        for (String kept : List.of("news", "inning", "outing", "canning", "howe", "proceed", "exceed", "succeed")) {
            IRREGULAR.put(kept, kept);
        }
    }

    /** A suffix and what takes its place where enough of the word stands before it. */
    private record Rule(String suffix, String replacement) {}

    // The first rule whose suffix fits decides, so that longer suffixes stand before those that they end with.
    private static final List<Rule> DOUBLE_SUFFIXES = List.of(
            new Rule("ational", "ate"),
            new Rule("tional", "tion"),
            new Rule("enci", "ence"),
            new Rule("anci", "ance"),
            new Rule("izer", "ize"),
            new Rule("bli", "ble"),
            new Rule("alli", "al"),
            new Rule("entli", "ent"),
            new Rule("eli", "e"),
            new Rule("ousli", "ous"),
            new Rule("ization", "ize"),
            new Rule("ation", "ate"),
            new Rule("ator", "ate"),
            new Rule("alism", "al"),
            new Rule("iveness", "ive"),
            new Rule("fulness", "ful"),
            new Rule("ousness", "ous"),
            new Rule("aliti", "al"),
            new Rule("iviti", "ive"),
            new Rule("biliti", "ble"),
            new Rule("fulli", "ful"));

    private static final List<Rule> ADJECTIVE_SUFFIXES = List.of(
            new Rule("icate", "ic"),
            new Rule("ative", ""),
            new Rule("alize", "al"),
            new Rule("iciti", "ic"),
            new Rule("ical", "ic"),
            new Rule("ful", ""),
            new Rule("ness", ""));

    private static final List<String> LAST_SUFFIXES = List.of(
            "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate",
            "iti", "ous", "ive", "ize");

    private final int[] letters;
    private int length;

    private PorterStemmer(int[] letters) {
        this.letters = letters;
        length = letters.length;
    }

    /** The stem of a word, in lower case. */
    public static String stem(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        String irregular = IRREGULAR.get(lower);
        if (irregular != null) {
            return irregular;
        }
        if (word.codePointCount(0, word.length()) <= 2) {
            return lower;
        }
        PorterStemmer stemmer = new PorterStemmer(lower.codePoints().toArray());
        stemmer.stripPlural();
        stemmer.stripPastAndParticiple();
        stemmer.turnLastY();
        stemmer.shortenDoubleSuffix();
        stemmer.apply(ADJECTIVE_SUFFIXES);
        stemmer.stripLastSuffix();
        stemmer.stripLastE();
        if (stemmer.endsWith("ll") && stemmer.measure(stemmer.length - 1) > 1) {
            stemmer.length--;
        }
        return new String(stemmer.letters, 0, stemmer.length);
    }

    /** Step 1a. */
    private void stripPlural() {
        if (endsWith("ies")) {
            // NLTK: "dies" becomes "die", though "flies" becomes "fli".
            length -= length == 4 ? 1 : 2;
        } else if (endsWith("sses")) {
            length -= 2;
        } else if (endsWith("s") && !endsWith("ss")) {
            length--;
        }
    }

    /** Step 1b. */
    private void stripPastAndParticiple() {
        if (endsWith("ied")) {
            // NLTK: "died" becomes "die", though "spied" becomes "spi".
            length -= length == 4 ? 1 : 2;
        } else if (endsWith("eed")) {
            if (measure(length - 3) > 0) {
                length--;
            }
        } else if (endsWith("ed") && hasVowel(length - 2)) {
            length -= 2;
            mendStem();
        } else if (endsWith("ing") && hasVowel(length - 3)) {
            length -= 3;
            mendStem();
        }
    }

    /** Gives back the e, or takes one of two letters, of a stem that has lost its ending. Never longer than before. */
    private void mendStem() {
        int last = letters[length - 1];
        if (endsWith("at") || endsWith("bl") || endsWith("iz")) {
            append('e');
        } else if (endsInDoubleConsonant()) {
            if (last != 'l' && last != 's' && last != 'z') {
                length--;
            }
        } else if (endsWith("*d")) {
            // NLTK takes its own sign for "two consonants" for a suffix too.
            letters[length - 2] = last;
            length--;
        } else if (measure(length) == 1 && endsShort(length)) {
            append('e');
        }
    }

    /** Step 1c, as NLTK has it: "enjoy" keeps its y, "spy" does not. */
    private void turnLastY() {
        if (length > 2 && letters[length - 1] == 'y' && isConsonant(length - 2)) {
            letters[length - 1] = 'i';
        }
    }

    /** Step 2. */
    private void shortenDoubleSuffix() {
        // NLTK: what remains of "-alli" goes through the rules again.
        while (endsWith("alli") && measure(length - 4) > 0) {
            length -= 2;
        }
        if (!apply(DOUBLE_SUFFIXES) && endsWith("logi") && measure(length - 3) > 0) {
            // NLTK measures with the l: "theologi" and "geologi" alike.
            length--;
        }
    }

    /** Step 4. */
    private void stripLastSuffix() {
        for (String suffix : LAST_SUFFIXES) {
            if (endsWith(suffix)) {
                int stem = length - suffix.length();
                if (measure(stem) > 1
                        && (!suffix.equals("ion") || letters[stem - 1] == 's' || letters[stem - 1] == 't')) {
                    length = stem;
                }
                return;
            }
        }
    }

    /** Step 5a. */
    private void stripLastE() {
        if (endsWith("e")) {
            int measure = measure(length - 1);
            if (measure > 1 || (measure == 1 && !endsShort(length - 1))) {
                length--;
            }
        }
    }

    /** Applies the first rule whose suffix fits, if there is a vowel and a consonant before it; tells whether one fits. */
    private boolean apply(List<Rule> rules) {
        for (Rule rule : rules) {
            if (endsWith(rule.suffix())) {
                int stem = length - rule.suffix().length();
                if (measure(stem) > 0) {
                    length = stem;
                    rule.replacement().chars().forEach(this::append);
                }
                return true;
            }
        }
        return false;
    }

    /** Appends a letter; replacements are no longer than what they replace, so that there is room. */
    private void append(int letter) {
        letters[length++] = letter;
    }

    private boolean endsWith(String suffix) {
        int start = length - suffix.length();
        if (start < 0) {
            return false;
        }
        for (int i = 0; i < suffix.length(); i++) {
            if (letters[start + i] != suffix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a letter is a consonant; y is one unless it follows one. */
    private boolean isConsonant(int index) {
        boolean negated = false;
        int i = index;
        while (i > 0 && letters[i] == 'y') {
            negated = !negated;
            i--;
        }
        return isVowelLetter(letters[i]) == negated;
    }

    private static boolean isVowelLetter(int letter) {
        return letter == 'a' || letter == 'e' || letter == 'i' || letter == 'o' || letter == 'u';
    }

    /** How often a consonant follows a vowel in the first {@code count} letters: Porter's m. */
    private int measure(int count) {
        int measure = 0;
        boolean before = true;
        for (int i = 0; i < count; i++) {
            boolean consonant = letters[i] == 'y' ? i == 0 || !before : !isVowelLetter(letters[i]);
            if (consonant && !before) {
                measure++;
            }
            before = consonant;
        }
        return measure;
    }

    private boolean hasVowel(int count) {
        for (int i = 0; i < count; i++) {
            if (!isConsonant(i)) {
                return true;
            }
        }
        return false;
    }

    private boolean endsInDoubleConsonant() {
        return length >= 2 && letters[length - 1] == letters[length - 2] && isConsonant(length - 1);
    }

    /** Whether the first {@code count} letters end in consonant, vowel, consonant, the last not w, x or y: Porter's *o. */
    private boolean endsShort(int count) {
        if (count == 2) {
            // NLTK: so that "are" and "ice" keep their e.
            return !isConsonant(0) && isConsonant(1);
        }
        if (count < 3) {
            return false;
        }
        int last = letters[count - 1];
        return isConsonant(count - 3)
                && !isConsonant(count - 2)
                && isConsonant(count - 1)
                && last != 'w'
                && last != 'x'
                && last != 'y';
    }
}

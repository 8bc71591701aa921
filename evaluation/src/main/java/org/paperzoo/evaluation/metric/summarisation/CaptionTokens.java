package org.paperzoo.evaluation.metric.summarisation;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts captions into words as COCO's evaluation does it with Stanford's PTBTokenizer, lower-cased, without the punctuation
 * that it drops. Written after the Penn Treebank's rules, as far as captions need them: contractions are parted ({@code
 * do n't}, {@code man 's}), words with hyphens, numbers with commas or points, times and initials stay whole, brackets are
 * {@code -lrb-} and {@code -rrb-}. Words that these rules do not know, such as addresses of pages, may be cut otherwise
 * than Stanford's tokeniser cuts them.
 */
public final class CaptionTokens {

    /** What pycocoevalcap's ptbtokenizer.py drops; its names of brackets are upper-case, so that brackets stay. */
    private static final Set<String> DROPPED =
            Set.of("''", "'", "``", "`", ".", "?", "!", ",", ":", "-", "--", "...", ";");

    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr.", "mrs.", "ms.", "dr.", "st.", "vs.", "jr.", "sr.", "prof.", "mt.", "ave.", "blvd.", "rd.", "inc.",
            "co.", "corp.", "ltd.", "gen.", "lt.", "col.", "sgt.", "capt.", "gov.", "sen.", "rep.", "rev.");

    /** Words that the treebank writes as two. */
    private static final List<String> PAIRS =
            List.of("can|not", "gon|na", "got|ta", "wan|na", "gim|me", "lem|me", "d'|ye", "'t|is", "'t|was");

    private static final Pattern TOKEN = Pattern.compile(
            // Initials such as u.s. and a.m.; numbers, times, fractions; ellipses; words; then any one sign.
            "(?:\\p{L}\\.){2,}|\\p{L}+\\.(?=\\s|$)|\\d+(?:[.,:/-]\\d+)*(?:\\p{L}+)?(?:-\\p{L}+)*"
                    + "|\\.{3,}|-{2,}|``|''|[\\p{L}\\p{N}_]+(?:[-'\u2019.&@][\\p{L}\\p{N}_]+)*|'(?:s|re|ve|ll|d|m|t)\\b|\\S",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern CONTRACTION =
            Pattern.compile("(.+?)(n't|'s|'re|'ve|'ll|'d|'m|')", Pattern.UNICODE_CHARACTER_CLASS);

    private CaptionTokens() {}

    /** The words of a caption with single spaces between them. */
    public static String of(String caption) {
        StringJoiner words = new StringJoiner(" ");
        Matcher matcher = TOKEN.matcher(caption.toLowerCase(Locale.ROOT).replace('\u2019', '\''));
        while (matcher.find()) {
            String token = matcher.group();
            // A letter with a point is an initial, unless the caption ends with it.
            if ((token.length() > 2 || token.length() == 2 && matcher.hitEnd())
                    && token.endsWith(".")
                    && token.indexOf('.') == token.length() - 1
                    && !ABBREVIATIONS.contains(token)) {
                token = token.substring(0, token.length() - 1);
            }
            add(token, words);
        }
        return words.toString();
    }

    private static void add(String token, StringJoiner words) {
        for (String pair : PAIRS) {
            if (token.equals(pair.replace("|", ""))) {
                words.add(pair.substring(0, pair.indexOf('|'))).add(pair.substring(pair.indexOf('|') + 1));
                return;
            }
        }
        Matcher contraction = CONTRACTION.matcher(token);
        if (contraction.matches()) {
            add(contraction.group(1), words);
            add(contraction.group(2), words);
            return;
        }
        String written = switch (token) {
            case "(" -> "-lrb-";
            case ")" -> "-rrb-";
            case "[" -> "-lsb-";
            case "]" -> "-rsb-";
            case "{" -> "-lcb-";
            case "}" -> "-rcb-";
            case "\"", "\u201c", "\u201d" -> "''";
            case "\u2026" -> "...";
            case "/" -> "\\/";
            case "*" -> "\\*";
            default -> token.startsWith("...") ? "..." : token.startsWith("--") ? "--" : token;
        };
        if (!DROPPED.contains(written)) {
            words.add(written);
        }
    }
}

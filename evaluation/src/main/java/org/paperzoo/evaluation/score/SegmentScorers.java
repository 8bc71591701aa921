package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.evaluation.metric.text.Bleu;
import org.paperzoo.evaluation.metric.text.BleuTokenizers;
import org.paperzoo.evaluation.metric.text.Chrf;
import org.paperzoo.evaluation.metric.text.PythonText;
import org.paperzoo.evaluation.metric.text.SacrebleuMetric;
import org.paperzoo.evaluation.metric.text.Smoothing;
import org.paperzoo.evaluation.metric.text.Ter;
import org.paperzoo.evaluation.metric.text.TercomTokenizer;

/** Scorers of translations, equal to sacreBLEU's command. */
final class SegmentScorers {

    private static final ScoreOption MISSING_REFERENCES = ScoreOption.flag(
            "--empty-is-missing", "An empty line of a reference file stands for no reference of that segment.");

    private SegmentScorers() {}

    static List<Scorer> all() {
        return List.of(bleu(), chrf(), ter());
    }

    private static Scorer bleu() {
        return new Scorer(
                "bleu",
                "BLEU of a corpus, as sacreBLEU has it",
                List.of(
                        LineExamples.HYPOTHESES,
                        LineExamples.REFERENCES,
                        MISSING_REFERENCES,
                        ScoreOption.choice(
                                        "--tokenize",
                                        Arrays.stream(BleuTokenizers.values())
                                                .map(BleuTokenizers::id)
                                                .toList(),
                                        "What cuts segments into tokens.")
                                .or("13a"),
                        ScoreOption.choice(
                                        "--smooth",
                                        List.of("exp", "floor", "add-k", "none"),
                                        "What stands for orders of n-grams without a match.")
                                .or("exp"),
                        ScoreOption.decimal(
                                "--smooth-value",
                                0,
                                Double.MAX_VALUE,
                                "The value of floor (by default 0.1) or add-k (by default 1)."),
                        ScoreOption.flag("--lowercase", "Ignore case."),
                        ScoreOption.whole("--max-order", 1, 16, "Longest n-grams that are counted.")
                                .or("4"),
                        ScoreOption.flag(
                                "--effective-order", "Leave out orders that the hypotheses are too short for.")),
                Arrays.stream(BleuTokenizers.values())
                        .map(tokenizer -> Bleu.of(tokenizer).definition())
                        .toList(),
                arguments -> scoring(
                        new Bleu(
                                BleuTokenizers.named(arguments.text("--tokenize")),
                                arguments.flag("--lowercase"),
                                smoothing(arguments),
                                (int) arguments.integer("--max-order"),
                                arguments.flag("--effective-order")),
                        arguments));
    }

    private static Smoothing smoothing(ScoreArguments arguments) {
        Smoothing smoothing = Smoothing.named(arguments.text("--smooth"));
        return arguments.has("--smooth-value")
                ? new Smoothing(smoothing.method(), arguments.number("--smooth-value"))
                : smoothing;
    }

    private static Scorer chrf() {
        return new Scorer(
                "chrf",
                "chrF of a corpus, as sacreBLEU has it; chrF++ with --word-order 2",
                List.of(
                        LineExamples.HYPOTHESES,
                        LineExamples.REFERENCES,
                        MISSING_REFERENCES,
                        ScoreOption.whole("--char-order", 1, 16, "Longest n-grams of characters.")
                                .or("6"),
                        ScoreOption.whole("--word-order", 0, 16, "Longest n-grams of words.")
                                .or("0"),
                        ScoreOption.whole("--beta", 0, 100, "Weight of recall relative to precision.")
                                .or("2"),
                        ScoreOption.flag("--lowercase", "Ignore case."),
                        ScoreOption.flag("--whitespace", "Count spaces as characters."),
                        ScoreOption.flag(
                                "--eps-smoothing",
                                "Average F-scores over all orders, as chrF++.py, NLTK and Moses do.")),
                List.of(Chrf.ofCharacters().definition(), Chrf.plusPlus().definition()),
                arguments -> scoring(
                        new Chrf(
                                (int) arguments.integer("--char-order"),
                                (int) arguments.integer("--word-order"),
                                (int) arguments.integer("--beta"),
                                arguments.flag("--lowercase"),
                                arguments.flag("--whitespace"),
                                arguments.flag("--eps-smoothing")),
                        arguments));
    }

    private static Scorer ter() {
        return new Scorer(
                "ter",
                "Translation edit rate of a corpus, as sacreBLEU has it",
                List.of(
                        LineExamples.HYPOTHESES,
                        LineExamples.REFERENCES,
                        MISSING_REFERENCES,
                        ScoreOption.flag("--normalized", "Resolve entities, and separate punctuation from words."),
                        ScoreOption.flag("--no-punct", "Remove punctuation."),
                        ScoreOption.flag(
                                "--asian-support", "Do these two for East Asian characters and punctuation as well."),
                        ScoreOption.flag("--case-sensitive", "Keep case.")),
                List.of(Ter.ofWords().definition()),
                arguments -> scoring(
                        new Ter(new TercomTokenizer(
                                arguments.flag("--normalized"),
                                arguments.flag("--no-punct"),
                                arguments.flag("--asian-support"),
                                arguments.flag("--case-sensitive"))),
                        arguments));
    }

    private static Scoring<String, List<String>> scoring(SacrebleuMetric metric, ScoreArguments arguments)
            throws IOException {
        LineExamples lines = LineExamples.open(arguments);
        boolean emptyIsMissing = arguments.flag(MISSING_REFERENCES.name());
        Examples<String, List<String>> examples = new Examples<>() {
            @Override
            public Example<String, List<String>> next() throws IOException {
                Example<String, List<String>> line = lines.next();
                return line == null
                        ? null
                        : new Example<>(
                                line.where(),
                                () -> PythonText.stripTrailing(line.prediction().load()),
                                () -> present(line.reference().load(), emptyIsMissing));
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
        return Scoring.of(metric, examples).withSignificance(settings -> new SegmentSignificance(metric, settings));
    }

    /** The references of a line, without the spaces that end them, as sacreBLEU's command reads them. */
    private static List<String> present(List<String> references, boolean emptyIsMissing) {
        return references.stream()
                .map(PythonText::stripTrailing)
                .filter(text -> !emptyIsMissing || !text.isEmpty())
                .toList();
    }
}

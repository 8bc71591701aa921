package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.language.Perplexity;
import org.paperzoo.evaluation.metric.language.TokenLabels;
import org.paperzoo.evaluation.metric.language.TokenLogits;

/** Scorers of language models. */
final class LanguageScorers {

    private static final ScoreOption LOGITS = ScoreOption.file(
                    "--logits",
                    "A safetensors file with logits [B,L,V] and labels [B,L] aligned with them, -100 where a place does"
                            + " not count; bytes [B] and words [B] too, if the texts' sizes are to count.")
            .ofPredictions();

    private static final ScoreOption VALUE = ScoreOption.choice(
                    "--value",
                    Arrays.stream(Perplexity.Headline.values())
                            .map(LanguageScorers::word)
                            .toList(),
                    "Which value is the headline: perplexity by token, mean over texts, by byte, by word; bits per byte;"
                            + " or the label-smoothed loss.")
            .or("token");

    private static final ScoreOption SMOOTHING = ScoreOption.decimal(
                    "--smoothing", 0, 1, "Share of each label that goes to all tokens alike, for the smoothed loss.")
            .or(Double.toString(Perplexity.USUAL_SMOOTHING));

    private static final ScoreOption BYTES = ScoreOption.whole(
            "--bytes", 1, 1L << 53, "Bytes of all texts together, spread over them in proportion to their tokens.");

    private static final ScoreOption WORDS = ScoreOption.whole(
            "--words", 1, 1L << 53, "Words of all texts together, spread over them in proportion to their tokens.");

    private LanguageScorers() {}

    static List<Scorer> all() {
        List<MetricDefinition> definitions = Stream.of(Perplexity.Headline.values())
                .map(headline -> Perplexity.of(headline).definition())
                .toList();
        return List.of(new Scorer(
                "perplexity",
                "Perplexity of a language model from its logits, by token, text, byte and word",
                List.of(LOGITS, VALUE, SMOOTHING, BYTES, WORDS),
                definitions,
                LanguageScorers::open));
    }

    private static String word(Perplexity.Headline headline) {
        return headline.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Scoring<TokenLogits, TokenLabels> open(ScoreArguments arguments) throws IOException {
        Perplexity.Headline headline = Perplexity.Headline.valueOf(
                arguments.text(VALUE.name()).toUpperCase(Locale.ROOT).replace('-', '_'));
        Perplexity perplexity = new Perplexity(headline, arguments.number(SMOOTHING.name()));
        return Scoring.of(
                perplexity,
                LogitFile.open(
                        arguments.path(LOGITS.name()),
                        arguments.optionalInteger(BYTES.name()).orElse(-1),
                        arguments.optionalInteger(WORDS.name()).orElse(-1)));
    }
}

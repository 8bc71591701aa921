package org.paperzoo.evaluation.score;

import java.util.List;
import org.paperzoo.evaluation.metric.text.ExactMatch;

/** Scorers of texts in files of lines. */
final class TextScorers {

    private TextScorers() {}

    static List<Scorer> all() {
        return List.of(exactMatch());
    }

    private static Scorer exactMatch() {
        ScoreOption tokens = ScoreOption.flag("--tokens", "Compare token by token, whatever spaces stand between.");
        return new Scorer(
                "exact-match",
                "Share of lines that equal one of their references once outer spaces are gone",
                List.of(LineExamples.HYPOTHESES, LineExamples.REFERENCES, tokens),
                List.of(new ExactMatch().definition(), ExactMatch.ofTokens().definition()),
                arguments -> Scoring.of(
                        arguments.flag(tokens.name()) ? ExactMatch.ofTokens() : new ExactMatch(),
                        LineExamples.open(arguments)));
    }
}

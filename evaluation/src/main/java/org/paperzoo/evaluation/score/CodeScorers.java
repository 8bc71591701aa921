package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.code.CodeBleu;
import org.paperzoo.evaluation.metric.code.CodeLanguage;
import org.paperzoo.evaluation.metric.code.CodeNgramMatch;
import org.paperzoo.evaluation.metric.code.CodeToTextBleu;
import org.paperzoo.evaluation.metric.code.CodexglueBleu;
import org.paperzoo.evaluation.metric.code.EditSimilarity;

/** Scorers of program code in files of lines. */
final class CodeScorers {

    private static final Pattern WEIGHTS = Pattern.compile("([0-9.]+),([0-9.]+),([0-9.]+),([0-9.]+)");

    private CodeScorers() {}

    static List<Scorer> all() {
        return List.of(bleu(), codeToText(), codeBleu(), editSimilarity());
    }

    private static Scorer bleu() {
        ScoreOption unsmoothed = ScoreOption.flag("--unsmoothed", "Add nothing to the counts.");
        return new Scorer(
                "codexglue-bleu",
                "BLEU of CodeXGLUE's code translation, refinement and generation: smoothed on every order",
                List.of(LineExamples.HYPOTHESES, LineExamples.REFERENCES, unsmoothed),
                List.of(
                        CodexglueBleu.smoothed().definition(),
                        CodexglueBleu.unsmoothed().definition()),
                arguments -> Scoring.of(
                        arguments.flag(unsmoothed.name()) ? CodexglueBleu.unsmoothed() : CodexglueBleu.smoothed(),
                        LineExamples.open(arguments)));
    }

    private static Scorer codeToText() {
        ScoreOption predictions = ScoreOption.file("--hyp", "The texts: lines of an ID, a tab and a text, UTF-8.")
                .ofPredictions();
        ScoreOption references = ScoreOption.file(
                        "--ref", "The references, lines of the same form; an ID several times has several references.")
                .mandatory();
        return new Scorer(
                "code-to-text",
                "Smoothed sentence BLEU-4 of CodeXGLUE's code summarisation",
                List.of(predictions, references),
                List.of(new CodeToTextBleu().definition()),
                arguments -> Scoring.of(
                        new CodeToTextBleu(), IdentifiedTexts.open(arguments.path("--hyp"), arguments.path("--ref"))));
    }

    private static Scorer codeBleu() {
        ScoreOption language = ScoreOption.choice(
                        "--lang",
                        Arrays.stream(CodeLanguage.values())
                                .map(CodeLanguage::word)
                                .toList(),
                        "The language of the code.")
                .mandatory();
        ScoreOption weights = ScoreOption.text(
                "--weights",
                "A,B,C,D",
                "Weights of n-gram, weighted n-gram, syntax and data-flow match; a quarter each unless given.");
        ScoreOption ngramsOnly =
                ScoreOption.flag("--ngrams-only", "The two n-gram parts alone, which need no syntax trees.");
        return new Scorer(
                "codebleu",
                "CodeBLEU: n-grams, keywords, syntax trees and data flow",
                List.of(LineExamples.HYPOTHESES, LineExamples.REFERENCES, language, weights, ngramsOnly),
                codeBleuDefinitions(),
                arguments -> openCodeBleu(arguments, arguments.optionalText(weights.name())));
    }

    private static List<MetricDefinition> codeBleuDefinitions() {
        return Arrays.stream(CodeLanguage.values())
                .flatMap(code -> List.of(CodeBleu.definition(code), new CodeNgramMatch(code).definition()).stream())
                .toList();
    }

    private static Scoring<?, ?> openCodeBleu(ScoreArguments arguments, Optional<String> weights) throws IOException {
        CodeLanguage language = CodeLanguage.named(arguments.text("--lang"));
        if (arguments.flag("--ngrams-only")) {
            if (weights.isPresent()) {
                throw new IllegalArgumentException("--weights belong to the whole CodeBLEU; leave out --ngrams-only");
            }
            return Scoring.of(new CodeNgramMatch(language), LineExamples.open(arguments));
        }
        CodeBleu metric;
        try {
            metric = weights.isPresent() ? CodeBleu.of(language, weights(weights.get())) : CodeBleu.of(language);
        } catch (UnsupportedOperationException e) {
            throw new IllegalArgumentException(e.getMessage() + ": --ngrams-only", e);
        }
        return Scoring.of(metric, LineExamples.open(arguments));
    }

    private static double[] weights(String text) {
        if (WEIGHTS.matcher(text).matches()) {
            try {
                return Arrays.stream(text.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
            } catch (NumberFormatException e) {
                // Told below.
            }
        }
        throw new IllegalArgumentException("--weights " + text + ": expected four numbers such as 0.25,0.25,0.25,0.25");
    }

    private static Scorer editSimilarity() {
        ScoreOption difflib = ScoreOption.flag("--difflib", "Take ratios as Python's difflib does.");
        return new Scorer(
                "edit-similarity",
                "Edit similarity and exact match of CodeXGLUE's line completion",
                List.of(LineExamples.HYPOTHESES, LineExamples.REFERENCES, difflib),
                List.of(
                        EditSimilarity.levenshtein().definition(),
                        EditSimilarity.difflib().definition()),
                arguments -> Scoring.of(
                        arguments.flag(difflib.name()) ? EditSimilarity.difflib() : EditSimilarity.levenshtein(),
                        CompletionLines.open(arguments)));
    }
}

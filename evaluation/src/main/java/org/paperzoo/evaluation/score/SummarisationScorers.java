package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.paperzoo.evaluation.metric.MetricDefinition;
import org.paperzoo.evaluation.metric.summarisation.Cider;
import org.paperzoo.evaluation.metric.summarisation.CocoBleu;
import org.paperzoo.evaluation.metric.summarisation.CocoRouge;
import org.paperzoo.evaluation.metric.summarisation.Meteor;
import org.paperzoo.evaluation.metric.summarisation.NltkBleu;
import org.paperzoo.evaluation.metric.summarisation.NltkSmoothing;
import org.paperzoo.evaluation.metric.summarisation.NumberedReferences;
import org.paperzoo.evaluation.metric.summarisation.PltrdyRouge;
import org.paperzoo.evaluation.metric.summarisation.Rouge;
import org.paperzoo.evaluation.metric.summarisation.RougeType;

/** Scorers of summaries and captions. */
final class SummarisationScorers {

    private static final ScoreOption TYPES = ScoreOption.text(
                    "--type",
                    "LIST",
                    "Which ROUGE: rouge1 to rouge9, rougeL, rougeLsum, joined by commas; the first is the headline.")
            .or("rouge1,rouge2,rougeL,rougeLsum");

    private static final ScoreOption STEM =
            ScoreOption.flag("--stem", "Stem words of more than three letters (Porter, as NLTK has it).");

    private static final ScoreOption AGGREGATOR = ScoreOption.flag(
            "--aggregator",
            "With --confidence: intervals as rouge_score's BootstrapAggregator gives them after numpy.random.seed of"
                    + " --seed.");

    private static final ScoreOption LENGTH = ScoreOption.choice(
                    "--reference-length",
                    words(CocoBleu.ReferenceLength.values()),
                    "Which length of several references counts.")
            .or("closest");

    private static final ScoreOption SMOOTHING = ScoreOption.choice(
                    "--smoothing", words(NltkSmoothing.values()), "The method of NLTK's SmoothingFunction.")
            .or("method0");

    private SummarisationScorers() {}

    static List<Scorer> all() {
        return List.of(rouge(), pltrdyRouge(), meteor(), cider(), captionBleu(), captionRouge(), nltkBleu());
    }

    private static List<String> words(Enum<?>[] choices) {
        return Arrays.stream(choices)
                .map(choice -> choice.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static Scorer rouge() {
        return new Scorer(
                "rouge",
                "ROUGE of summaries as Google's rouge_score defines it",
                List.of(
                        LineExamples.HYPOTHESES,
                        SummaryExamples.REFERENCE,
                        TYPES,
                        STEM,
                        SummaryExamples.SEPARATOR,
                        SummaryExamples.FORMAT,
                        AGGREGATOR),
                List.of(Rouge.of(false).definition(), Rouge.of(true).definition()),
                SummarisationScorers::openRouge);
    }

    private static Scoring<String, String> openRouge(ScoreArguments arguments) throws IOException {
        List<RougeType> types = Arrays.stream(arguments.text(TYPES.name()).split(",", -1))
                .map(RougeType::named)
                .toList();
        Rouge rouge = new Rouge(types, arguments.flag(STEM.name()));
        Scoring<String, String> scoring = Scoring.of(rouge, SummaryExamples.open(arguments));
        return arguments.flag(AGGREGATOR.name())
                ? scoring.withSignificance(settings -> new RougeAggregation(rouge, settings))
                : scoring;
    }

    private static Scorer pltrdyRouge() {
        return new Scorer(
                "pltrdy-rouge",
                "ROUGE of summaries as the Python package rouge defines it; a full stop parts sentences",
                List.of(LineExamples.HYPOTHESES, SummaryExamples.REFERENCE),
                List.of(new PltrdyRouge().definition()),
                arguments -> Scoring.of(new PltrdyRouge(), SummaryExamples.openLines(arguments)));
    }

    private static Scorer meteor() {
        return new Scorer(
                "meteor",
                "METEOR as NLTK computes it, without synonyms, of lines of words",
                List.of(LineExamples.HYPOTHESES, LineExamples.REFERENCES),
                List.of(new Meteor().definition()),
                arguments -> Scoring.of(new Meteor(), LineExamples.open(arguments)));
    }

    private static Scorer cider() {
        return new Scorer(
                "cider",
                "CIDEr-D of captions as COCO's evaluation computes it",
                CaptionExamples.OPTIONS,
                List.of(new Cider().definition()),
                arguments -> Scoring.of(new Cider(), CaptionExamples.open(arguments)));
    }

    private static Scorer captionBleu() {
        List<MetricDefinition> definitions = Arrays.stream(CocoBleu.ReferenceLength.values())
                .map(length -> new CocoBleu(length).definition())
                .toList();
        return new Scorer(
                "caption-bleu",
                "BLEU of captions as COCO's evaluation computes it",
                List.of(
                        CaptionExamples.PREDICTIONS,
                        CaptionExamples.REFERENCES,
                        CaptionExamples.PREDICTED_ONLY,
                        LENGTH),
                definitions,
                arguments -> Scoring.of(
                        new CocoBleu(CocoBleu.ReferenceLength.valueOf(
                                arguments.text(LENGTH.name()).toUpperCase(Locale.ROOT))),
                        CaptionExamples.openTexts(arguments)));
    }

    private static Scorer captionRouge() {
        return new Scorer(
                "caption-rouge",
                "ROUGE-L of captions as COCO's evaluation computes it",
                CaptionExamples.OPTIONS,
                List.of(new CocoRouge().definition()),
                arguments -> Scoring.of(new CocoRouge(), CaptionExamples.openTexts(arguments)));
    }

    private static Scorer nltkBleu() {
        List<MetricDefinition> definitions = Arrays.stream(NltkSmoothing.values())
                .map(smoothing -> new NltkBleu(smoothing).definition())
                .toList();
        return new Scorer(
                "nltk-bleu",
                "BLEU of lines of words as NLTK computes it",
                List.of(LineExamples.HYPOTHESES, LineExamples.REFERENCES, SMOOTHING),
                definitions,
                arguments -> Scoring.of(
                        new NltkBleu(NltkSmoothing.valueOf(
                                arguments.text(SMOOTHING.name()).toUpperCase(Locale.ROOT))),
                        numbered(LineExamples.open(arguments))));
    }

    private static Examples<String, NumberedReferences> numbered(LineExamples lines) {
        return new Examples<>() {
            private long taken;

            @Override
            public Example<String, NumberedReferences> next() throws IOException {
                Example<String, List<String>> example = lines.next();
                if (example == null) {
                    return null;
                }
                long number = taken++;
                return new Example<>(
                        example.where(),
                        example.prediction(),
                        () -> new NumberedReferences(number, example.reference().load()));
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }
}

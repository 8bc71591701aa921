package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.util.List;
import org.paperzoo.evaluation.metric.speech.MelCepstralDistortion;
import org.paperzoo.evaluation.metric.speech.TranscriptErrorRate;
import org.paperzoo.evaluation.metric.speech.TranscriptUnit;

/** Scorers of transcripts in files of lines, and of spectra in safetensors. */
final class SpeechScorers {

    private static final ScoreOption TRANSCRIPTS = ScoreOption.file(
                    "--ref", "The reference transcripts, one a line, UTF-8.")
            .mandatory();

    private static final ScoreOption DEFINITION = ScoreOption.choice(
                    "--definition",
                    List.of("jiwer", "torchmetrics"),
                    "Whose definition: they differ in what separates words, and in outer spaces.")
            .or("jiwer");

    private static final ScoreOption CEPSTRA = ScoreOption.file(
                    "--hyp", "The system's coefficients, safetensors: [frames, coefficients] for each utterance.")
            .ofPredictions();

    private static final ScoreOption REFERENCE_CEPSTRA = ScoreOption.file(
                    "--ref", "The reference's coefficients, safetensors with tensors of the same names.")
            .mandatory();

    private SpeechScorers() {}

    static List<Scorer> all() {
        return List.of(
                transcripts(
                        "wer",
                        "Word error rate of transcripts",
                        TranscriptUnit.JIWER_WORDS,
                        TranscriptUnit.TORCHMETRICS_WORDS),
                transcripts(
                        "cer",
                        "Character error rate of transcripts",
                        TranscriptUnit.JIWER_CHARACTERS,
                        TranscriptUnit.TORCHMETRICS_CHARACTERS),
                distortion());
    }

    private static Scorer transcripts(String name, String summary, TranscriptUnit jiwer, TranscriptUnit torchmetrics) {
        return new Scorer(
                name,
                summary,
                List.of(LineExamples.HYPOTHESES, TRANSCRIPTS, DEFINITION),
                List.of(
                        new TranscriptErrorRate(jiwer).definition(),
                        new TranscriptErrorRate(torchmetrics).definition()),
                arguments -> Scoring.of(
                        new TranscriptErrorRate(
                                arguments.text(DEFINITION.name()).equals("jiwer") ? jiwer : torchmetrics),
                        transcriptExamples(LineExamples.open(
                                arguments.path(LineExamples.HYPOTHESES.name()),
                                List.of(arguments.path(TRANSCRIPTS.name()))))));
    }

    private static Examples<String, String> transcriptExamples(LineExamples lines) {
        return new Examples<>() {
            @Override
            public Example<String, String> next() throws IOException {
                Example<String, List<String>> line = lines.next();
                return line == null
                        ? null
                        : new Example<>(
                                line.where(),
                                line.prediction(),
                                () -> line.reference().load().get(0));
            }

            @Override
            public void close() throws IOException {
                lines.close();
            }
        };
    }

    private static Scorer distortion() {
        return new Scorer(
                "mcd",
                "Mel-cepstral distortion of spoken utterances",
                List.of(
                        CEPSTRA,
                        REFERENCE_CEPSTRA,
                        ScoreOption.choice(
                                        "--align",
                                        List.of("dtw", "frames"),
                                        "Along the best path through both utterances, or frame by frame.")
                                .or("dtw")),
                List.of(
                        MelCepstralDistortion.warped().definition(),
                        MelCepstralDistortion.aligned().definition()),
                arguments -> Scoring.of(
                        arguments.text("--align").equals("dtw")
                                ? MelCepstralDistortion.warped()
                                : MelCepstralDistortion.aligned(),
                        CepstrumExamples.open(
                                arguments.path(CEPSTRA.name()), arguments.path(REFERENCE_CEPSTRA.name()))));
    }
}

package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.evaluation.metric.summarisation.CaptionReferences;

/** A system's captions beside those that people wrote of the same pictures. */
final class CaptionExamples {

    static final ScoreOption PREDICTIONS = ScoreOption.file(
                    "--pred",
                    "The system's captions, one for each picture: a JSON object by picture ID, or COCO's result JSON.")
            .ofPredictions();

    static final ScoreOption REFERENCES = ScoreOption.file(
                    "--ref",
                    "The captions of people: a JSON object of lists by picture ID, or COCO's annotation JSON. All"
                            + " captions must be tokenised as COCO's evaluation does it, tokens parted by spaces.")
            .mandatory();

    static final ScoreOption PREDICTED_ONLY =
            ScoreOption.flag("--predicted-only", "Leave out pictures without a predicted caption.");

    static final List<ScoreOption> OPTIONS = List.of(PREDICTIONS, REFERENCES, PREDICTED_ONLY);

    private CaptionExamples() {}

    /** Reads the files that the options name; examples are in the order of the references. */
    static Examples<String, CaptionReferences> open(ScoreArguments arguments) throws IOException {
        return open(arguments, references -> references);
    }

    /** The same without the pictures' names. */
    static Examples<String, List<String>> openTexts(ScoreArguments arguments) throws IOException {
        return open(arguments, CaptionReferences::captions);
    }

    private static <R> Examples<String, R> open(ScoreArguments arguments, Function<CaptionReferences, R> form)
            throws IOException {
        Path predictionFile = arguments.path(PREDICTIONS.name());
        Path referenceFile = arguments.path(REFERENCES.name());
        Map<String, List<String>> predictions = CaptionFile.read(predictionFile);
        Map<String, List<String>> references = CaptionFile.read(referenceFile);
        for (Map.Entry<String, List<String>> prediction : predictions.entrySet()) {
            if (prediction.getValue().size() > 1) {
                throw new InvalidDataException(predictionFile + ": picture " + prediction.getKey() + " has "
                        + prediction.getValue().size() + " captions; expected one");
            }
            if (!references.containsKey(prediction.getKey())) {
                throw new InvalidDataException(
                        predictionFile + ": picture " + prediction.getKey() + " is not in " + referenceFile);
            }
        }
        boolean predictedOnly = arguments.flag(PREDICTED_ONLY.name());
        List<Example<String, R>> examples = new ArrayList<>();
        for (Map.Entry<String, List<String>> reference : references.entrySet()) {
            String id = reference.getKey();
            List<String> prediction = predictions.get(id);
            if (prediction != null) {
                examples.add(Example.of(
                        predictionFile + ": picture " + id,
                        prediction.get(0),
                        form.apply(new CaptionReferences(id, reference.getValue()))));
            } else if (!predictedOnly) {
                throw new InvalidDataException(predictionFile + ": has no caption of picture " + id + " of "
                        + referenceFile + " (" + predictions.size() + " of " + references.size()
                        + " pictures have one); --predicted-only leaves such out");
            }
        }
        return Examples.of(examples);
    }
}

package org.paperzoo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.paperzoo.evaluation.prediction.Prediction;
import org.paperzoo.evaluation.prediction.Prediction.Outputs;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.engine.EngineName;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.model.PaperModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paperzoo run}: one input through a model. */
@Command(
        name = "run",
        description = "Predict for one input and print the answer as JSON.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "With --engine all, each engine's answer stands under its name.",
            "The input is text, a picture, or a CSV of series, as the model's task asks.",
            "Examples:",
            "  paperzoo run sample-forecast --input series.csv --draw forecast.svg",
            "  paperzoo run sample-forecast --input series.csv --engine OnnxRuntime",
            "  paperzoo run detr-resnet-50 --input street.jpg --draw found.png",
            "  paperzoo run daformer-gta-cityscapes --weights latest.pth --input street.png -o labels.png",
            "  echo 'def f(a): return a + 1' | paperzoo run codet5-base-multi-sum --input -"
        })
final class RunCommand implements Callable<Integer> {

    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "ID", description = "The model.")
    private String id;

    @Option(names = "--input", required = true, paramLabel = "FILE", description = "The input; standard input for -.")
    private String input;

    @Option(
            names = "--draw",
            paramLabel = "FILE",
            description = "Write a drawing: the picture with boxes or classes (PNG), or a plot of the forecast (SVG).")
    private Path drawing;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write a segmentation's classes: a PNG with a palette, whose values are their numbers.")
    private Path labels;

    @Option(
            names = "--threshold",
            paramLabel = "P",
            defaultValue = "0.7",
            description = "The least score of a detection (default: ${DEFAULT-VALUE}).")
    private double threshold;

    @Mixin
    private EvaluationOptions model;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new IllegalArgumentException("--threshold is " + threshold + "; expected 0 to 1");
        }
        if (labels != null) {
            OutputFile.requireWritable("--output", labels);
        }
        var card = Catalogue.standard().card(id);
        boolean piped = input.equals(STANDARD_INPUT);
        Path file = piped ? Files.createTempFile("paperzoo-", ".input") : Path.of(input);
        try {
            if (piped) {
                try (var out = Files.newOutputStream(file)) {
                    System.in.transferTo(out);
                }
            } else if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(input, null, "no such input");
            }
            JsonNode answer = answer(card, file);
            if (json.wanted() && !json.replacesText()) {
                json.write(answer);
            } else {
                System.out.println(answer.toPrettyString());
            }
        } finally {
            if (piped) {
                Files.deleteIfExists(file);
            }
        }
        return 0;
    }

    /** The answer; of several engines, theirs by their names. The first one's is drawn and written. */
    private JsonNode answer(ModelCard card, Path file) throws IOException {
        Map<EngineName, LoadOptions> loads = new LinkedHashMap<>();
        for (EngineName engine : model.engines()) {
            loads.put(engine, model.load(engine));
        }
        ObjectNode answers = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<EngineName, LoadOptions> load : loads.entrySet()) {
            try (PaperModel loaded = PaperModel.load(card, load.getValue())) {
                Outputs outputs = answers.isEmpty() ? new Outputs(drawing, labels) : Outputs.NONE;
                answers.set(load.getKey().label(), Prediction.run(loaded, file, outputs, threshold));
            }
        }
        return answers.size() == 1 ? answers.elements().next() : answers;
    }
}

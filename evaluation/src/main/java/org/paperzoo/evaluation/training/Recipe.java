package org.paperzoo.evaluation.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.training.LearningRate;
import org.paperzoo.zoo.training.OptimizerSettings;
import org.paperzoo.zoo.training.ParameterGroup;
import org.paperzoo.zoo.training.TrainingSettings;

/**
 * How a card says that its model is trained: the {@code training} object. {@code docs/training.md} lists its keys; those of
 * one task alone are read by that task from {@link #options}.
 *
 * @param dataset ID of the data set
 * @param benchmark what the trained model is measured on; null where the recipe names none
 * @param initial zoo ID of the model whose weights it begins with, or null
 * @param choice how the weights that are kept are chosen, where not by the validation loss
 * @param settings how the loop runs
 * @param options the whole object
 */
record Recipe(
        String dataset,
        Benchmark benchmark,
        String initial,
        Optional<Choice> choice,
        TrainingSettings settings,
        Configuration options) {

    /**
     * The weights that are kept are those of the epoch with the best value of a metric on validation examples.
     *
     * @param metric by the name by which cards refer to it
     * @param every epochs between two measurements
     * @param limit the largest number of examples, or 0 for all
     * @param batch examples per call of the model
     */
    record Choice(String metric, int every, int limit, int batch) {}

    /** Keys that recipes of all tasks have. */
    private static final List<String> KEYS = List.of(
            "dataset",
            "benchmark",
            "initial",
            RecipeFile.BEFORE,
            "choice",
            "batch",
            "accumulation",
            "epochs",
            "patience",
            "optimizer",
            "groups",
            "learningRate",
            "schedule",
            "clipping",
            "average",
            "precision",
            "seed");

    /** Schedules by name, and the keys that each has. */
    private static final SortedMap<String, List<String>> SCHEDULES = new TreeMap<>(Map.of(
            "constant", List.of("name", "warmup"),
            "linear", List.of("name", "warmup", "last"),
            "cosine", List.of("name", "warmup", "last"),
            "drops", List.of("name", "warmup", "every", "factor"),
            "polynomial", List.of("name", "warmup", "power"),
            "transformer", List.of("name", "warmup", "width"),
            "type1", List.of("name"),
            "type2", List.of("name")));

    /** Reads a card's recipe with the request's changes. */
    static Recipe of(TrainingRequest request) throws InvalidInputException {
        ModelCard card = request.card();
        if (card.training() == null) {
            throw new IllegalArgumentException(
                    card.id() + " has no training recipe; paperzoo info " + card.id() + " tells what it has");
        }
        Configuration options = Configuration.of(card.id() + ", training", card.training());
        String precision = options.text("precision", "fp32");
        if (!List.of("fp32", "fp16").contains(precision)) {
            throw options.wrong("precision", "fp32 or fp16; DJL ends the process on arrays of bfloat16");
        }
        int epochs = request.epochs().isPresent() ? request.epochs().getAsInt() : options.positive("epochs");
        try {
            return new Recipe(
                    options.text("dataset"),
                    options.has("benchmark") ? Benchmarks.named(options.text("benchmark")) : null,
                    options.text("initial", null),
                    choice(options),
                    new TrainingSettings(
                            epochs,
                            options.positive("batch"),
                            options.positive("accumulation", 1),
                            options.positive("patience", epochs),
                            optimizer(options),
                            groups(options),
                            rate(options),
                            options.number("clipping", Double.POSITIVE_INFINITY),
                            precision.equals("fp16"),
                            options.rate("average", 0),
                            request.seed().orElse(options.nonNegative("seed", 0))),
                    options);
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(options.source() + ": " + e.getMessage(), e);
        }
    }

    private static Optional<Choice> choice(Configuration options) throws InvalidInputException {
        if (!options.has("choice")) {
            return Optional.empty();
        }
        Configuration choice = part(options, "choice");
        choice.requireOnly(List.of("metric", "every", "limit", "batch"));
        return Optional.of(new Choice(
                choice.text("metric"),
                choice.positive("every", 1),
                choice.nonNegative("limit", 0),
                choice.positive("batch", 8)));
    }

    private static OptimizerSettings optimizer(Configuration options) throws InvalidInputException {
        if (!options.has("optimizer")) {
            return OptimizerSettings.Adam.plain();
        }
        Configuration optimizer = part(options, "optimizer");
        double decay = optimizer.number("weightDecay", 0);
        String name = optimizer.oneOf("name", List.of("adam", "adamw", "sgd"));
        optimizer.requireOnly(
                name.equals("sgd")
                        ? List.of("name", "weightDecay", "momentum", "nesterov")
                        : List.of("name", "weightDecay", "beta1", "beta2", "epsilon"));
        return name.equals("sgd")
                ? new OptimizerSettings.Sgd(optimizer.number("momentum", 0), decay, optimizer.flag("nesterov", false))
                : new OptimizerSettings.Adam(
                        optimizer.number("beta1", 0.9),
                        optimizer.number("beta2", 0.999),
                        optimizer.number("epsilon", 1e-8),
                        decay,
                        name.equals("adamw"));
    }

    private static List<ParameterGroup> groups(Configuration options) throws InvalidInputException {
        List<ParameterGroup> groups = new ArrayList<>();
        if (options.has("groups")) {
            if (!options.json().get("groups").isArray()) {
                throw options.wrong("groups", "a list of objects");
            }
            for (var element : options.json().get("groups")) {
                Configuration group = Configuration.of(options.source() + ", groups", element);
                group.requireOnly(List.of("containing", "rate", "weightDecay"));
                groups.add(new ParameterGroup(
                        group.text("containing"),
                        group.number("rate", 1),
                        group.has("weightDecay") ? group.number("weightDecay") : null));
            }
        }
        return groups;
    }

    private static LearningRate rate(Configuration options) throws InvalidInputException {
        double rate = options.number("learningRate");
        if (!(rate > 0)) {
            throw options.wrong("learningRate", "a number greater than 0");
        }
        boolean byName =
                options.has("schedule") && options.json().get("schedule").isTextual();
        Configuration schedule = options.has("schedule") && !byName
                ? part(options, "schedule")
                : Configuration.of(
                        options.source(),
                        JsonNodeFactory.instance.objectNode().put("name", options.text("schedule", "constant")));
        String name = schedule.oneOf("name", List.copyOf(SCHEDULES.keySet()));
        schedule.requireOnly(SCHEDULES.get(name));
        int warmup = schedule.nonNegative("warmup", 0);
        return switch (name) {
            case "linear" -> new LearningRate.Linear(rate, warmup, schedule.number("last", 0));
            case "cosine" -> new LearningRate.Cosine(rate, warmup, schedule.number("last", 0));
            case "drops" ->
                new LearningRate.Drops(rate, schedule.positive("every"), schedule.number("factor", 0.1), warmup);
            case "polynomial" -> new LearningRate.Polynomial(rate, schedule.number("power", 1), warmup);
            case "transformer" ->
                new LearningRate.InverseSquareRoot(rate, schedule.positive("width"), schedule.positive("warmup"));
            case "type1" -> new LearningRate.Halving(rate);
            case "type2" -> LearningRate.informerSteps(rate);
            default -> new LearningRate.Constant(rate, warmup);
        };
    }

    /**
     * Checks that the recipe has no keys but those of all tasks and of one.
     *
     * @param own keys that the task reads itself
     */
    void requireOnly(List<String> own) throws InvalidInputException {
        options.requireOnly(Stream.concat(KEYS.stream(), own.stream()).toList());
    }

    private static Configuration part(Configuration options, String key) throws InvalidInputException {
        return Configuration.of(options.source() + ", " + key, options.json().get(key));
    }
}

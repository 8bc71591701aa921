package org.paperzoo.evaluation.training;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.vision.DetectionExamples;
import org.paperzoo.datasets.vision.DetectionList;
import org.paperzoo.evaluation.harness.EvaluationRequest;
import org.paperzoo.evaluation.harness.Evaluator;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.hub.WholeFile;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.ModelCard.CheckpointLocation;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.Checkpoints;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.image.PictureInput;
import org.paperzoo.zoo.image.PictureStep;
import org.paperzoo.zoo.image.ShortestSide;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.model.PaperModel;
import org.paperzoo.zoo.training.Examples;
import org.paperzoo.zoo.training.InitialWeights;
import org.paperzoo.zoo.training.Learner;
import org.paperzoo.zoo.vision.Detr;
import org.paperzoo.zoo.vision.DetrLearner;
import org.paperzoo.zoo.vision.DetrSetLoss;
import org.paperzoo.zoo.vision.DetrSettings;
import org.paperzoo.zoo.vision.ResNet;

/**
 * The training of a DETR (facebookresearch/detr, {@code main.py} and {@code engine.py}). Its recipe's own keys are those of
 * {@link DetectionAugmentation}, {@code limit} (the first so many pictures of a split alone), {@code backbone} (a classifier
 * under torchvision's names whose convolutions it begins with: a file, or where it is, as cards say it of checkpoints), and
 * the weights of the loss, the paper's by default: {@code classWeight}, {@code boxWeight}, {@code overlapWeight}, {@code
 * emptyWeight} and {@code placeWeight}.
 */
final class DetectionTraining implements TrainingTask {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final List<String> KEYS = List.of(
            "flips",
            "sides",
            "longestSide",
            "crop",
            "classWeight",
            "boxWeight",
            "overlapWeight",
            "emptyWeight",
            "placeWeight",
            "limit",
            "backbone");

    private final TrainingRequest request;
    private final Recipe recipe;
    private final Dataset.Detection dataset;
    private final Configuration configuration;
    private final DetectionAugmentation augmentation;
    private final PictureInput input;
    private final ShortestSide side;
    private final DetrLearner learner;

    DetectionTraining(TrainingRequest request, Recipe recipe) throws IOException {
        this.request = request;
        this.recipe = recipe;
        recipe.requireOnly(KEYS);
        if (recipe.benchmark() == null) {
            throw new InvalidInputException(recipe.options().source() + ": a detector is measured on a \"benchmark\"");
        }
        dataset = Datasets.named(recipe.dataset(), Dataset.Detection.class);
        configuration = Configuration.of(
                request.card().id() + ", configuration", request.card().configuration());
        DetrSettings settings = DetrSettings.of(configuration);
        if (settings.masks()) {
            throw configuration.wrong("masks", "false: a detector is trained here, and no masks");
        }
        if (settings.backbone() instanceof ResNet.Depth depth && !hasWeights(request, recipe)) {
            throw new InvalidInputException(
                    recipe.options().source() + ": the batch normalisation of a " + depth.label()
                            + " is frozen, so that it begins with trained weights: name its \"backbone\" or an \"initial\""
                            + " model, or pass --weights");
        }
        augmentation = DetectionAugmentation.of(recipe.options());
        input = PaperModel.pictureInput(request.card())
                .orElseThrow(() -> new IllegalArgumentException(request.card().id() + " reads no pictures"));
        side = side(input);
        learner =
                new DetrLearner(new Detr(settings), loss(recipe.options()), weight(recipe.options(), "placeWeight", 0));
    }

    private static boolean hasWeights(TrainingRequest request, Recipe recipe) {
        return recipe.options().has("backbone")
                || recipe.initial() != null
                || request.load().localWeights().isPresent();
    }

    private static ShortestSide side(PictureInput input) {
        for (PictureStep step : input.steps()) {
            if (step instanceof ShortestSide side) {
                return side;
            }
        }
        throw new IllegalArgumentException("pictures are not brought to a shortest side");
    }

    private static DetrSetLoss loss(Configuration options) throws InvalidInputException {
        DetrSetLoss paper = DetrSetLoss.PAPER;
        return new DetrSetLoss(
                weight(options, "classWeight", paper.classes()),
                weight(options, "boxWeight", paper.boxes()),
                weight(options, "overlapWeight", paper.overlaps()),
                weight(options, "emptyWeight", paper.empty()));
    }

    private static float weight(Configuration options, String key, float fallback) throws InvalidInputException {
        double weight = options.number(key, fallback);
        if (!(weight >= 0 && weight <= 1e6)) {
            throw options.wrong(key, "a number from 0 to 1e6");
        }
        return (float) weight;
    }

    @Override
    public Learner learner() {
        return learner;
    }

    /** Random weights, but for the recipe's backbone. */
    @Override
    public InitialWeights initialWeights() {
        if (!recipe.options().has("backbone")) {
            return InitialWeights.RANDOM;
        }
        return (network, manager) -> {
            Path file;
            String key = null;
            JsonNode backbone = recipe.options().json().get("backbone");
            if (backbone.isTextual()) {
                file = Path.of(backbone.textValue());
                if (!Files.exists(file)) {
                    throw new NoSuchFileException(file.toString(), null, "no such weights of a backbone");
                }
            } else {
                CheckpointLocation location = location(backbone);
                file = request.load().store().files(request.card(), location).weights();
                key = location.key();
            }
            try (Checkpoint checkpoint = Checkpoints.open(file, key)) {
                learner.network().fillBackbone(checkpoint, manager);
            }
        };
    }

    private CheckpointLocation location(JsonNode backbone) throws InvalidInputException {
        CheckpointLocation location;
        try {
            location = JSON.treeToValue(backbone, CheckpointLocation.class);
        } catch (JsonProcessingException e) {
            throw wrongBackbone();
        }
        if (location.url() == null && location.repository() == null && location.resource() == null) {
            throw wrongBackbone();
        }
        return location;
    }

    private InvalidInputException wrongBackbone() {
        return recipe.options().wrong("backbone", "a file, or an object with url or repository, and weights");
    }

    @Override
    public Examples training() throws IOException {
        return DetectionTrainingExamples.changed(pictures(Split.TRAIN), augmentation, input.normalisation(), classes());
    }

    @Override
    public Examples validation() throws IOException {
        return DetectionTrainingExamples.plain(pictures(Split.VALIDATION), side, input.normalisation(), classes());
    }

    private DetectionList pictures(Split split) throws IOException {
        int limit = recipe.options().positive("limit", Integer.MAX_VALUE);
        try (DetectionExamples examples = dataset.open(split, request.data())) {
            return examples.list().first(limit);
        }
    }

    private int classes() {
        return learner.network().settings().classes();
    }

    @Override
    public void describe(Path folder) throws IOException {
        WholeFile.write(folder.resolve("config.json"), JSON.writeValueAsBytes(configuration.json()));
    }

    @Override
    public Test test(Path folder, NDManager manager) throws IOException {
        LoadOptions load = LoadOptions.standard().withWeights(folder.resolve("model.safetensors"));
        Result result = new Evaluator((done, size) -> {})
                .run(EvaluationRequest.of(request.card(), recipe.benchmark(), load)
                        .withData(request.data())
                        .withResamples(0)
                        .withCommand("train"));
        return new Test(result.examples(), result.values(), List.of());
    }
}

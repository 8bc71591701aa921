package org.paperzoo.evaluation.training;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.catalogue.GeneratedSegmentation;
import org.paperzoo.datasets.vision.SampleScenes;
import org.paperzoo.evaluation.harness.EvaluationListener;
import org.paperzoo.evaluation.harness.EvaluationRequest;
import org.paperzoo.evaluation.harness.Evaluator;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.hub.WholeFile;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.image.PictureInput;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.training.Examples;
import org.paperzoo.zoo.training.InitialWeights;
import org.paperzoo.zoo.training.Learner;
import org.paperzoo.zoo.vision.DaFormer;
import org.paperzoo.zoo.vision.DaFormerSettings;
import org.paperzoo.zoo.vision.SegmentationLearner;

/**
 * The training of a segmenter on painted scenes. The recipe's {@code scenes} says how many of the training split take part,
 * all where it is absent; {@code backgroundWeight} is the weight of the background's pixels, 1 where it is absent.
 */
final class SegmentationTraining implements TrainingTask {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final int MOST_WEIGHT = 1000;

    private final TrainingRequest request;
    private final Recipe recipe;
    private final Configuration configuration;
    private final GeneratedSegmentation dataset;
    private final PictureInput input;
    private final SegmentationLearner learner;

    SegmentationTraining(TrainingRequest request, Recipe recipe) throws InvalidInputException {
        this.request = request;
        this.recipe = recipe;
        recipe.requireOnly(List.of("scenes", "backgroundWeight"));
        configuration = Configuration.of(
                request.card().id() + ", configuration", request.card().configuration());
        dataset = Datasets.named(recipe.dataset(), GeneratedSegmentation.class);
        DaFormer network = new DaFormer(DaFormerSettings.of(configuration));
        int classes = SampleScenes.categories().size() + 1;
        if (network.classes() != classes) {
            throw new InvalidInputException(configuration.source() + ": the network tells " + network.classes()
                    + " classes apart; data set " + dataset.id() + " has " + classes);
        }
        double backgroundWeight = recipe.options().number("backgroundWeight", 1);
        if (!(backgroundWeight > 0 && backgroundWeight <= MOST_WEIGHT)) {
            throw recipe.options().wrong("backgroundWeight", "a number greater than 0, at most " + MOST_WEIGHT);
        }
        List<Float> weights = new ArrayList<>(Collections.nCopies(classes, 1f));
        weights.set(0, (float) backgroundWeight);
        learner = new SegmentationLearner(network, weights);
        input = Architectures.named(request.card().architecture())
                .pictureInput(new ModelFiles(
                        request.output(),
                        configuration,
                        request.card().translator() == null
                                ? JSON.createObjectNode()
                                : request.card().translator()))
                .orElseThrow();
    }

    @Override
    public Learner learner() {
        return learner;
    }

    @Override
    public InitialWeights initialWeights() {
        return learner.initialWeights();
    }

    @Override
    public Examples training() throws InvalidInputException {
        SampleScenes scenes = SampleScenes.of(Split.TRAIN, dataset.seed());
        int count = recipe.options().positive("scenes", scenes.size());
        if (count > scenes.size()) {
            throw recipe.options().wrong("scenes", "at most " + scenes.size());
        }
        return new SceneExamples(scenes, count, input);
    }

    @Override
    public Examples validation() {
        SampleScenes scenes = SampleScenes.of(Split.VALIDATION, dataset.seed());
        return new SceneExamples(scenes, scenes.size(), input);
    }

    @Override
    public void describe(Path folder) throws IOException {
        WholeFile.write(folder.resolve("config.json"), JSON.writeValueAsBytes(configuration.json()));
    }

    /** What the harness measures on the recipe's benchmark; nothing where it names none. */
    @Override
    public Test test(Path folder, NDManager manager) throws IOException {
        if (recipe.benchmark() == null) {
            return new Test(0, List.of(), List.of());
        }
        Result result = new Evaluator(EvaluationListener.SILENT)
                .run(EvaluationRequest.of(
                                request.card(),
                                recipe.benchmark(),
                                LoadOptions.standard().withWeights(folder))
                        .withData(request.data())
                        .withResamples(0)
                        .withCommand("train"));
        return new Test(result.examples(), result.values(), List.of());
    }
}

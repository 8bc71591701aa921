package org.paperzoo.evaluation.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.paperzoo.hub.WholeFile;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.model.PaperModel;
import org.paperzoo.zoo.task.Task;
import org.paperzoo.zoo.training.InitialWeights;
import org.paperzoo.zoo.training.TrainingListener;
import org.paperzoo.zoo.training.TrainingLoop;
import org.paperzoo.zoo.training.TrainingResult;

/**
 * Trains a model by its card's recipe and measures it. The output folder is afterwards a model's folder: {@code
 * model.safetensors}, {@code config.json}, what else the model needs, and {@code report.json} and {@code loss.svg} for its
 * readers.
 */
public final class ModelTraining {

    /** The record of a training in its folder. */
    public static final String REPORT = "report.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ModelTraining() {}

    /**
     * Trains and measures. A recipe with {@code before} is two trainings: the first one's folder is {@code before} below the
     * output, and its weights are those that the second begins with.
     *
     * @throws IllegalArgumentException if the card has no recipe, or one that does not fit its data
     * @throws java.nio.file.NoSuchFileException if the data are not where the request says
     * @throws IOException if data, recipe or checkpoint are broken; the message says where
     * @throws org.paperzoo.zoo.training.TrainingStoppedException if the listener wanted to stop; what was done is saved
     */
    public static TrainingReport train(TrainingRequest request, TrainingListener listener) throws IOException {
        Optional<RecipeFile.Stages> stages = RecipeFile.stages(request.card());
        if (stages.isEmpty()) {
            return trainAlone(request, listener);
        }
        Path folder = request.output().resolve(RecipeFile.BEFORE);
        TrainingRequest last = request.of(stages.get().rest(), request.output())
                .withLoad(request.load().withWeights(folder));
        Recipe.of(last); // What is wrong with the second is told before the first runs.
        train(request.of(stages.get().before(), folder), listener);
        return trainAlone(last, listener);
    }

    private static TrainingReport trainAlone(TrainingRequest request, TrainingListener listener) throws IOException {
        Recipe recipe = Recipe.of(request);
        ModelCard card = request.card();
        TrainingTask task = task(request, recipe);
        Files.createDirectories(request.output());
        task.describe(request.output());
        LossCurve curve = new LossCurve(card.id(), request.output().resolve("loss.svg"), listener);
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            TrainingLoop loop = new TrainingLoop(
                            task.learner(), task.training(), task.validation(), recipe.settings(), curve)
                    .from(initial(request, recipe, task));
            recipe.choice().ifPresent(choice -> loop.choosingBy(new HarnessMerit(request, recipe.benchmark(), choice)));
            TrainingResult result = loop.run(manager, request.output(), request.resume());
            TrainingTask.Test test = task.test(request.output(), manager);
            TrainingReport report = new TrainingReport(
                    card.id(),
                    recipe.settings().seed(),
                    result.epochs(),
                    result.best().epoch(),
                    result.secondsPerStep(),
                    test.examples(),
                    test.values(),
                    test.baselines());
            WholeFile.write(request.output().resolve(REPORT), JSON.writeValueAsBytes(report));
            return report;
        }
    }

    private static TrainingTask task(TrainingRequest request, Recipe recipe) throws IOException {
        Task task = Task.named(request.card().task());
        if (task == Task.TEXT_GENERATION) {
            return new TextTraining(request, recipe);
        }
        if (request.card().configuration() == null) {
            throw new IllegalArgumentException(
                    request.card().id() + ": its card holds no configuration to build a network from");
        }
        if (task == Task.FORECASTING) {
            return new ForecastTraining(request, recipe);
        }
        if (task == Task.SEMANTIC_SEGMENTATION) {
            return new SegmentationTraining(request, recipe);
        }
        if (task == Task.OBJECT_DETECTION) {
            return new DetectionTraining(request, recipe);
        }
        throw new IllegalArgumentException(
                request.card().id() + ": models for " + task.label() + " are not trained here");
    }

    /** The weights that the user names, else those of the recipe's model, else the task's. */
    private static InitialWeights initial(TrainingRequest request, Recipe recipe, TrainingTask task) {
        if (request.load().localWeights().isPresent()) {
            return (network, manager) -> PaperModel.fill(request.card(), request.load(), network, manager);
        }
        if (recipe.initial() == null) {
            return task.initialWeights();
        }
        ModelCard other = Catalogue.standard().card(recipe.initial());
        return (network, manager) -> PaperModel.fill(other, request.load(), network, manager);
    }
}

package org.paperzoo.evaluation.training;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.text.TextPair;
import org.paperzoo.datasets.text.TextPairs;
import org.paperzoo.evaluation.harness.EvaluationRequest;
import org.paperzoo.evaluation.harness.Evaluator;
import org.paperzoo.evaluation.result.Result;
import org.paperzoo.hub.WholeFile;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.model.LoadOptions;
import org.paperzoo.zoo.model.PaperModel;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.text.Bart;
import org.paperzoo.zoo.text.T5;
import org.paperzoo.zoo.text.TextToTextLearner;
import org.paperzoo.zoo.tokenizer.BpeTrainer;
import org.paperzoo.zoo.tokenizer.TextTokenizer;
import org.paperzoo.zoo.tokenizer.Tokenizers;
import org.paperzoo.zoo.training.Examples;
import org.paperzoo.zoo.training.Learner;

/**
 * Trains a T5 or BART on pairs of texts. A recipe says {@code maxSource} and {@code maxTarget} (tokens, special ones
 * included), {@code labelSmoothing} (0 where absent) and perhaps {@code vocabulary}: the size of a byte-level BPE vocabulary
 * that is learned from the training split. A training that begins with a model's weights goes on with that model's tokenizer.
 */
final class TextTraining implements TrainingTask {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final List<String> TOKENIZER_FILES = List.of("tokenizer.json", "vocab.json", "merges.txt");

    /** Sentences that the trained model is asked for at once; more need more memory and little less time. */
    private static final int TEST_BATCH = 16;

    private final TrainingRequest request;
    private final Recipe recipe;
    private final Dataset.Text dataset;
    private final Configuration configuration;
    private final ModelFiles begun;
    private final TextPairExamples.Layout layout;
    private final double smoothing;
    private final int vocabulary;
    private final NamedBlock network;
    private TextTokenizer tokenizer;

    /** Reads the recipe and builds the network that it says. */
    TextTraining(TrainingRequest request, Recipe recipe) throws IOException {
        this.request = request;
        this.recipe = recipe;
        recipe.requireOnly(List.of("maxSource", "maxTarget", "labelSmoothing", "vocabulary"));
        ModelCard card = request.card();
        Configuration options = recipe.options();
        dataset = Datasets.named(recipe.dataset(), Dataset.Text.class);
        begun = begun(request, recipe);
        configuration = configuration(card);
        vocabulary = begun == null ? vocabulary(options) : 0;
        smoothing = options.rate("labelSmoothing", 0);
        layout = new TextPairExamples.Layout(
                settings().text("prefix", ""),
                length(options, "maxSource"),
                length(options, "maxTarget"),
                configuration.nonNegative("pad_token_id"),
                configuration.nonNegative("decoder_start_token_id"));
        network = Architectures.named(card.architecture()).build(configuration);
        if (!(network instanceof T5) && !(network instanceof Bart)) {
            throw new IllegalArgumentException(
                    card.id() + ": of models that write text, those of T5 and BART are trained here");
        }
    }

    /** The files of the model that the training begins with; null where it begins with random weights. */
    private static ModelFiles begun(TrainingRequest request, Recipe recipe) throws IOException {
        ModelCard own = request.card();
        if (request.load().localWeights().isPresent()) {
            return PaperModel.declared(own, request.load()).files();
        }
        if (recipe.initial() != null) {
            return PaperModel.declared(Catalogue.standard().card(recipe.initial()), request.load())
                    .files();
        }
        if (own.configuration() == null) {
            throw new IllegalArgumentException(
                    own.id()
                            + ": its card holds no configuration to build a network from, and its recipe names no initial model");
        }
        return null;
    }

    /** The configuration of what the training begins with, in which the card's keys take the place of others. */
    private Configuration configuration(ModelCard card) throws InvalidInputException {
        String source = card.id() + ", configuration";
        if (begun == null) {
            return Configuration.of(source, card.configuration());
        }
        ObjectNode merged = begun.configuration().json().deepCopy();
        if (card.configuration() != null) {
            merged.setAll(
                    (ObjectNode) Configuration.of(source, card.configuration()).json());
        }
        return Configuration.of(source, merged);
    }

    private int vocabulary(Configuration options) throws InvalidInputException {
        if (!options.has("vocabulary")) {
            return 0;
        }
        int size = options.positive("vocabulary");
        if (size != configuration.positive("vocab_size")) {
            throw options.wrong(
                    "vocabulary", "the configuration's vocab_size, " + configuration.positive("vocab_size"));
        }
        return size;
    }

    /** Room for the special tokens and one of the text, at least. */
    private static int length(Configuration options, String key) throws InvalidInputException {
        int length = options.positive(key);
        if (length < 3) {
            throw options.wrong(key, "at least 3 tokens");
        }
        return length;
    }

    private Configuration settings() throws InvalidInputException {
        var own = request.card().translator();
        return Configuration.of(
                request.card().id() + ", translator", own == null ? JsonNodeFactory.instance.objectNode() : own);
    }

    @Override
    public Learner learner() {
        return network instanceof T5 t5
                ? TextToTextLearner.of(t5, smoothing)
                : TextToTextLearner.of((Bart) network, smoothing);
    }

    @Override
    public Examples training() throws IOException {
        return examples(Split.TRAIN);
    }

    @Override
    public Examples validation() throws IOException {
        return examples(Split.VALIDATION);
    }

    private Examples examples(Split split) throws IOException {
        try (TextPairs pairs = dataset.open(split, request.data())) {
            return TextPairExamples.read(pairs, tokenizer, layout);
        }
    }

    @Override
    public void describe(Path folder) throws IOException {
        WholeFile.write(folder.resolve("config.json"), JSON.writeValueAsBytes(configuration.json()));
        if (vocabulary > 0) {
            BpeTrainer.train(texts(), vocabulary, special()).write(folder);
        } else if (begun != null) {
            for (String name : TOKENIZER_FILES) {
                if (begun.find(name).isPresent()) {
                    WholeFile.write(
                            folder.resolve(name),
                            Files.readAllBytes(begun.find(name).get()));
                }
            }
        }
        tokenizer =
                Tokenizers.open(new ModelFiles(folder, configuration, settings().json()));
    }

    /** The special tokens in the order that gives the configuration's numbers. */
    private List<String> special() throws InvalidInputException {
        for (List<String> order : List.of(BpeTrainer.BART_SPECIAL, BpeTrainer.CODET5_SPECIAL)) {
            if (configuration.nonNegative("pad_token_id") == order.indexOf("<pad>")
                    && configuration.nonNegative("eos_token_id") == order.indexOf("</s>")) {
                return order;
            }
        }
        throw configuration.wrong(
                "pad_token_id", "1, and eos_token_id 2, as in BART's vocabulary, or 0 and 2 as in CodeT5's");
    }

    private List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        try (TextPairs pairs = dataset.open(Split.TRAIN, request.data())) {
            for (TextPair pair = pairs.next(); pair != null; pair = pairs.next()) {
                texts.add(pair.source());
                texts.add(pair.target());
            }
        }
        return texts;
    }

    @Override
    public Test test(Path folder, NDManager manager) throws IOException {
        if (recipe.benchmark() == null) {
            return new Test(0, List.of(), List.of());
        }
        Result result = new Evaluator((done, size) -> {})
                .run(EvaluationRequest.of(
                                request.card(),
                                recipe.benchmark(),
                                LoadOptions.standard().withWeights(folder))
                        .withData(request.data())
                        .withBatch(TEST_BATCH)
                        .withResamples(0)
                        .withCommand("train"));
        return new Test(result.examples(), result.values(), List.of());
    }
}

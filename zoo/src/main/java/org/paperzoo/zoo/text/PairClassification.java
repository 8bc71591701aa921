package org.paperzoo.zoo.text;

import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import ai.djl.util.StringPair;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.paperzoo.zoo.architecture.ModelFiles;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.task.ClassScores;
import org.paperzoo.zoo.task.DisplayTranslator;
import org.paperzoo.zoo.task.Task;
import org.paperzoo.zoo.task.TaskTranslator;
import org.paperzoo.zoo.tokenizer.TextTokenizer;
import org.paperzoo.zoo.tokenizer.Tokenizers;

/**
 * Two texts to scores of classes, such as whether the first entails the second. The tokens are those of RoBERTa and BART
 * for a pair: {@code <s> A </s></s> B </s>}, so the second text's start token becomes an end token. Class names are the
 * configuration's {@code id2label}.
 */
final class PairClassification implements Translator<StringPair, ClassScores> {

    private static final int DEFAULT_SOURCE_LENGTH = 1024;

    private final TextTokenizer tokenizer;
    private final int maxSourceLength;
    private final long endToken;
    private final List<String> labels;
    private final TokenBatchifier batchifier;

    private PairClassification(
            TextTokenizer tokenizer, int maxSourceLength, long endToken, List<String> labels, long padToken) {
        this.tokenizer = tokenizer;
        this.maxSourceLength = maxSourceLength;
        this.endToken = endToken;
        this.labels = labels;
        batchifier = new TokenBatchifier(padToken, 1);
    }

    /** From a pair to {@link ClassScores}, and to DJL's classifications. */
    static List<TaskTranslator<?, ?>> translators(ModelFiles files, int classes) throws IOException {
        Configuration configuration = files.configuration();
        Configuration settings = Configuration.of("translator settings", files.settings());
        List<String> labels = new ArrayList<>();
        JsonNode names = configuration.json().path("id2label");
        for (int i = 0; i < classes; i++) {
            labels.add(names.path(Integer.toString(i)).asText("class " + i));
        }
        PairClassification raw = new PairClassification(
                Tokenizers.open(files),
                settings.positive("max_source_length", DEFAULT_SOURCE_LENGTH),
                configuration.nonNegative("eos_token_id", 2),
                List.copyOf(labels),
                configuration.nonNegative("pad_token_id", 1));
        return List.of(
                new TaskTranslator<>(Task.TEXT_CLASSIFICATION, StringPair.class, ClassScores.class, raw),
                new TaskTranslator<>(
                        Task.TEXT_CLASSIFICATION,
                        StringPair.class,
                        Classifications.class,
                        new DisplayTranslator<>(
                                raw, pair -> pair, (StringPair pair, ClassScores scores) -> classified(scores))));
    }

    private static Classifications classified(ClassScores scores) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : scores.logits()) {
            largest = Math.max(largest, logit);
        }
        List<Double> probabilities = new ArrayList<>();
        double sum = 0;
        for (float logit : scores.logits()) {
            probabilities.add(Math.exp(logit - largest));
            sum += probabilities.get(probabilities.size() - 1);
        }
        double total = sum;
        return new Classifications(
                scores.labels(),
                probabilities.stream().map(each -> each / total).toList());
    }

    /** Where the pair is too long, each text may keep half of the room. */
    @Override
    public NDList processInput(TranslatorContext context, StringPair pair) {
        long[] first = tokenizer.encode(pair.getKey(), maxSourceLength);
        long[] second = tokenizer.encode(pair.getValue(), maxSourceLength);
        if (first.length + second.length > maxSourceLength) {
            first = tokenizer.encode(pair.getKey(), Math.max(maxSourceLength / 2, maxSourceLength - second.length));
            second = tokenizer.encode(pair.getValue(), maxSourceLength - first.length);
        }
        long[] tokens = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, tokens, first.length, second.length);
        tokens[first.length] = endToken;
        return new NDList(context.getNDManager().create(tokens));
    }

    @Override
    public ClassScores processOutput(TranslatorContext context, NDList list) {
        return new ClassScores(labels, list.head().toFloatArray()); // [1, classes]
    }

    @Override
    public Batchifier getBatchifier() {
        return batchifier;
    }
}

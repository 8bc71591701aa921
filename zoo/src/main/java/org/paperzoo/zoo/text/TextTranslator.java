package org.paperzoo.zoo.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.ArrayList;
import java.util.List;
import org.paperzoo.zoo.task.GeneratedText;
import org.paperzoo.zoo.tokenizer.TextTokenizer;

/** Text to text over a block that generates: tokens in, the sequences found out. */
public final class TextTranslator implements Translator<String, GeneratedText> {

    private final TextTokenizer tokenizer;
    private final int maxSourceLength;
    private final String prefix;
    private final TokenBatchifier batchifier;

    /**
     * A translator.
     *
     * @param maxSourceLength the largest number of source tokens, special ones included
     * @param prefix put before every source, such as T5's {@code "summarize: "}; perhaps empty
     * @param padToken fills shorter members of a batch
     * @param sequences sequences that the block returns for each member
     */
    public TextTranslator(TextTokenizer tokenizer, int maxSourceLength, String prefix, long padToken, int sequences) {
        this.tokenizer = tokenizer;
        this.maxSourceLength = maxSourceLength;
        this.prefix = prefix;
        batchifier = new TokenBatchifier(padToken, sequences);
    }

    @Override
    public NDList processInput(TranslatorContext context, String input) {
        return new NDList(context.getNDManager().create(tokenizer.encode(prefix + input, maxSourceLength)));
    }

    @Override
    public GeneratedText processOutput(TranslatorContext context, NDList list) {
        NDArray sequences = list.get(0); // [R, L]
        int rows = Math.toIntExact(sequences.getShape().get(0));
        int length = Math.toIntExact(sequences.getShape().get(1));
        long[] tokens = sequences.toLongArray();
        float[] scores = list.get(1).toFloatArray();
        List<String> texts = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            long[] sequence = new long[length];
            System.arraycopy(tokens, row * length, sequence, 0, length);
            texts.add(tokenizer.decode(sequence));
            values.add((double) scores[row]);
        }
        return new GeneratedText(texts, values);
    }

    @Override
    public Batchifier getBatchifier() {
        return batchifier;
    }
}

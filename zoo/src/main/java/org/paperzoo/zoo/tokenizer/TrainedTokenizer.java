package org.paperzoo.zoo.tokenizer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.paperzoo.zoo.InvalidInputException;

/** A tokenizer whose vocabulary was trained with the model, over HuggingFace's native library. */
public final class TrainedTokenizer implements TextTokenizer {

    private final HuggingFaceTokenizer tokenizer;
    private final long[] before;
    private final long[] after;

    private TrainedTokenizer(HuggingFaceTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        Encoding probe = tokenizer.encode("a", true, false);
        long[] special = probe.getSpecialTokenMask();
        int first = 0;
        while (first < special.length && special[first] == 1) {
            first++;
        }
        int end = special.length;
        while (end > first && special[end - 1] == 1) {
            end--;
        }
        before = Arrays.copyOfRange(probe.getIds(), 0, first);
        after = Arrays.copyOfRange(probe.getIds(), end, special.length);
    }

    /**
     * Reads a {@code tokenizer.json}.
     *
     * @throws InvalidInputException if it is none
     */
    public static TrainedTokenizer read(Path file) throws IOException {
        if (Files.size(file) > Vocabulary.MAX_BYTES) {
            throw new InvalidInputException(
                    file + ": larger than a tokenizer can be (" + Vocabulary.MAX_BYTES + " bytes)");
        }
        return open(file, Files.readAllBytes(file));
    }

    /**
     * Reads a byte-level BPE vocabulary, as RoBERTa, BART and CodeT5 publish it.
     *
     * @param vocabulary {@code vocab.json}
     * @param merges {@code merges.txt}
     * @param sentinels number of tokens {@code <extra_id_n>} behind the vocabulary, of which {@code <extra_id_0>} is the
     *     last: 100 for CodeT5, 0 for others
     * @throws InvalidInputException if either file is broken
     */
    public static TrainedTokenizer read(Path vocabulary, Path merges, int sentinels) throws IOException {
        String json = Vocabulary.tokenizerJson(vocabulary, merges, sentinels);
        return open(vocabulary, json.getBytes(StandardCharsets.UTF_8));
    }

    private static TrainedTokenizer open(Path source, byte[] json) throws IOException {
        // Lengths are cut here, not there: the library would cut every text at 512 tokens where it is told nothing.
        Map<String, String> options = Map.of("truncation", "false", "padding", "false");
        try {
            return new TrainedTokenizer(HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options));
        } catch (RuntimeException e) {
            throw new InvalidInputException(source + ": not a tokenizer: " + e.getMessage(), e);
        }
    }

    @Override
    public long[] encode(String text, int maxLength) {
        int kept = maxLength - before.length - after.length;
        if (kept < 0) {
            throw new IllegalArgumentException("a text takes at least " + (before.length + after.length)
                    + " tokens; at most " + maxLength + " were asked for");
        }
        long[] tokens = tokenizer.encode(wellFormed(text), true, false).getIds();
        if (tokens.length <= maxLength) {
            return tokens;
        }
        long[] cut = Arrays.copyOf(tokens, maxLength);
        System.arraycopy(after, 0, cut, maxLength - after.length, after.length);
        return cut;
    }

    @Override
    public String decode(long[] tokens) {
        return tokenizer.decode(
                Arrays.stream(tokens).filter(token -> token >= 0).toArray(), true);
    }

    /** Half a surrogate pair is no character, and no UTF-8 could carry it: it becomes the replacement character. */
    private static String wellFormed(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point -> whole.appendCodePoint(
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? '\uFFFD' : point));
        return whole.toString();
    }
}

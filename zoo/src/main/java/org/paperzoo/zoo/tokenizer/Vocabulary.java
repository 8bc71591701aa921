package org.paperzoo.zoo.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A byte-level BPE vocabulary as GPT-2 and RoBERTa publish it: {@code vocab.json} (token to number) and {@code merges.txt}
 * (one pair a line, the most frequent first), put into the one file that tokenizers read today.
 */
final class Vocabulary {

    /** Larger than any published vocabulary (a few megabytes). */
    static final long MAX_BYTES = 128L << 20;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final List<String> SPECIAL = List.of("<s>", "<pad>", "</s>", "<unk>", "<mask>");

    private Vocabulary() {}

    /**
     * Builds a {@code tokenizer.json} that encodes as RoBERTa's tokenizer: split by GPT-2's pattern, wrapped in {@code <s>}
     * and {@code </s>}.
     *
     * @param sentinels number of tokens {@code <extra_id_n>} behind the vocabulary, counted down: the last is
     *     {@code <extra_id_0>}
     */
    static String tokenizerJson(Path vocabulary, Path merges, int sentinels) throws IOException {
        JsonNode tokens = tokens(vocabulary);
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0");
        root.putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (String token : SPECIAL) {
            if (!tokens.has(token)) {
                throw new InvalidInputException(vocabulary + ": lacks the token " + token);
            }
            // A mask stands for a word with the space before it.
            add(added, token, tokens.get(token).intValue(), token.equals("<mask>"));
        }
        for (int i = 0; i < sentinels; i++) {
            add(added, "<extra_id_" + (sentinels - 1 - i) + ">", tokens.size() + i, true);
        }
        root.putNull("normalizer");
        byteLevel(root.putObject("pre_tokenizer"));
        ObjectNode wrap = root.putObject("post_processor");
        wrap.put("type", "RobertaProcessing").put("trim_offsets", true).put("add_prefix_space", false);
        wrap.putArray("sep").add("</s>").add(tokens.get("</s>").intValue());
        wrap.putArray("cls").add("<s>").add(tokens.get("<s>").intValue());
        byteLevel(root.putObject("decoder"));
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE").putNull("dropout").put("unk_token", "<unk>");
        model.put("continuing_subword_prefix", "").put("end_of_word_suffix", "").put("fuse_unk", false);
        model.set("vocab", tokens);
        pairs(merges, tokens, model.putArray("merges"));
        return JSON.writeValueAsString(root);
    }

    private static void add(ArrayNode added, String token, int number, boolean takesSpaceBefore) {
        added.addObject()
                .put("id", number)
                .put("content", token)
                .put("single_word", false)
                .put("lstrip", takesSpaceBefore)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }

    private static void byteLevel(ObjectNode node) {
        node.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    private static JsonNode tokens(Path file) throws IOException {
        JsonNode tokens;
        try {
            tokens = JSON.readTree(text(file));
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(file + ": not JSON: " + JsonFault.of(e), e);
        }
        if (!tokens.isObject()) {
            throw new InvalidInputException(file + ": expected a JSON object from token to number");
        }
        boolean[] taken = new boolean[tokens.size()];
        for (var entry : tokens.properties()) {
            int number = entry.getValue().isInt() ? entry.getValue().intValue() : -1;
            if (number < 0 || number >= taken.length || taken[number]) {
                throw new InvalidInputException(file + ": the token " + entry.getKey() + " has the number "
                        + entry.getValue() + "; expected each of 0 to " + (taken.length - 1) + " once");
            }
            taken[number] = true;
        }
        return tokens;
    }

    private static void pairs(Path file, JsonNode tokens, ArrayNode pairs) throws IOException {
        int line = 0;
        for (String text : text(file).split("\\R", -1)) {
            line++;
            if (text.isEmpty() || line == 1 && text.startsWith("#version")) {
                continue;
            }
            String[] pair = text.split(" ", -1);
            if (pair.length != 2 || !tokens.has(pair[0]) || !tokens.has(pair[1]) || !tokens.has(pair[0] + pair[1])) {
                throw new InvalidInputException(file + ":" + line
                        + ": expected two tokens of the vocabulary that make a third, and a space between");
            }
            pairs.add(text);
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new InvalidInputException(file + ": larger than a vocabulary can be (" + MAX_BYTES + " bytes)");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(file + ": not UTF-8", e);
        }
    }
}

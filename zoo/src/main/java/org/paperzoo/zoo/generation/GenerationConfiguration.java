package org.paperzoo.zoo.generation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;

/** Reads generation options as official configuration files write them. */
final class GenerationConfiguration {

    private static final String ONE_OR_MORE = "a token id of at least 0, or a list of them";

    /** What is not offered here, with the value that asks for nothing (null asks for nothing either). */
    private static final Map<String, Double> NEUTRAL = Map.ofEntries(
            Map.entry("num_beam_groups", 1.0),
            Map.entry("diversity_penalty", 0.0),
            Map.entry("encoder_no_repeat_ngram_size", 0.0),
            Map.entry("encoder_repetition_penalty", 1.0),
            Map.entry("penalty_alpha", 0.0),
            Map.entry("typical_p", 1.0),
            Map.entry("min_p", 0.0),
            Map.entry("epsilon_cutoff", 0.0),
            Map.entry("eta_cutoff", 0.0),
            Map.entry("guidance_scale", 1.0));

    /** What is not offered here, and asks for nothing only when it is absent, null, false or empty. */
    private static final List<String> REFUSED = List.of(
            "exponential_decay_length_penalty",
            "suppress_tokens",
            "begin_suppress_tokens",
            "forced_decoder_ids",
            "sequence_bias",
            "constraints",
            "force_words_ids",
            "renormalize_logits",
            "remove_invalid_values",
            "watermarking_config");

    private GenerationConfiguration() {}

    static GenerationOptions read(GenerationOptions.Builder options, Configuration from) throws InvalidInputException {
        refuseWhatIsNotOffered(from);
        GenerationOptions before = options.build();
        options.numBeams(from.positive("num_beams", before.numBeams()))
                .numReturnSequences(from.positive("num_return_sequences", before.numReturnSequences()))
                .maxLength(from.positive("max_length", before.maxLength()))
                .minLength(from.nonNegative("min_length", before.minLength()))
                .lengthPenalty(from.number("length_penalty", before.lengthPenalty()))
                .earlyStopping(earlyStopping(from, before.earlyStopping()))
                .noRepeatNgramSize(from.nonNegative("no_repeat_ngram_size", before.noRepeatNgramSize()))
                .repetitionPenalty(from.number("repetition_penalty", before.repetitionPenalty()))
                .badWords(badWords(from, before.badWords()))
                .doSample(from.flag("do_sample", before.doSample()))
                .temperature(from.number("temperature", before.temperature()))
                .topK(isNull(from, "top_k") ? 0 : from.nonNegative("top_k", before.topK()))
                .topP(from.number("top_p", before.topP()))
                .seed(seed(from, before.seed()))
                .maxNewTokens(optional(from, "max_new_tokens", before.maxNewTokens()))
                .minNewTokens(optional(from, "min_new_tokens", before.minNewTokens()))
                .forcedBosTokenId(optional(from, "forced_bos_token_id", before.forcedBosTokenId()))
                .forcedEosTokenIds(tokens(from, "forced_eos_token_id", before.forcedEosTokenIds()))
                .eosTokenIds(tokens(from, "eos_token_id", before.eosTokenIds()))
                .padTokenId(optional(from, "pad_token_id", before.padTokenId()));
        OptionalInt start = optional(from, "decoder_start_token_id", before.decoderStartTokenId());
        // The decoders of configurations that name no start token begin with the text's first token.
        options.decoderStartTokenId(start.isPresent() ? start : optional(from, "bos_token_id", start));
        try {
            return options.build();
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException(from.source() + ": " + e.getMessage(), e);
        }
    }

    private static boolean isNull(Configuration from, String key) {
        return from.json().path(key).isNull();
    }

    /** An option that may be absent: an explicit null takes it away, a missing key leaves it as it was. */
    private static OptionalInt optional(Configuration from, String key, OptionalInt before)
            throws InvalidInputException {
        if (!from.json().has(key)) {
            return before;
        }
        return from.has(key) ? OptionalInt.of(from.nonNegative(key)) : OptionalInt.empty();
    }

    private static List<Integer> tokens(Configuration from, String key, List<Integer> before)
            throws InvalidInputException {
        if (!from.json().has(key)) {
            return before;
        }
        return from.has(key) ? tokens(from, key, from.json().get(key), ONE_OR_MORE) : List.of();
    }

    private static List<List<Integer>> badWords(Configuration from, List<List<Integer>> before)
            throws InvalidInputException {
        String key = "bad_words_ids";
        if (!from.json().has(key)) {
            return before;
        }
        List<List<Integer>> words = new ArrayList<>();
        String expected = "a list of lists of token ids";
        if (from.has(key)) {
            if (!from.json().get(key).isArray()) {
                throw from.wrong(key, expected);
            }
            for (JsonNode word : from.json().get(key)) {
                if (!word.isArray() || word.isEmpty()) {
                    throw from.wrong(key, expected);
                }
                words.add(tokens(from, key, word, expected));
            }
        }
        return words;
    }

    private static List<Integer> tokens(Configuration from, String key, JsonNode value, String expected)
            throws InvalidInputException {
        List<Integer> tokens = new ArrayList<>();
        for (JsonNode token : value.isArray() ? value : List.of(value)) {
            if (!token.isIntegralNumber() || !token.canConvertToInt() || token.intValue() < 0) {
                throw from.wrong(key, expected);
            }
            tokens.add(token.intValue());
        }
        return tokens;
    }

    private static EarlyStopping earlyStopping(Configuration from, EarlyStopping before) throws InvalidInputException {
        String key = "early_stopping";
        if (!from.has(key)) {
            return before;
        }
        JsonNode value = from.json().get(key);
        if (value.isBoolean()) {
            return value.booleanValue() ? EarlyStopping.ALWAYS : EarlyStopping.HEURISTIC;
        }
        if (value.isTextual() && value.textValue().equals("never")) {
            return EarlyStopping.NEVER;
        }
        throw from.wrong(key, "true, false or \"never\"");
    }

    private static long seed(Configuration from, long before) throws InvalidInputException {
        if (!from.has("seed")) {
            return before;
        }
        JsonNode value = from.json().get("seed");
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw from.wrong("seed", "an integer of 64 bits");
        }
        return value.longValue();
    }

    private static void refuseWhatIsNotOffered(Configuration from) throws InvalidInputException {
        for (var option : NEUTRAL.entrySet()) {
            String key = option.getKey();
            if (from.has(key) && from.number(key) != option.getValue()) {
                throw from.wrong(key, option.getValue() + " (generation does not offer this option)");
            }
        }
        for (String key : REFUSED) {
            JsonNode value = from.json().path(key);
            boolean asksForNothing = !from.has(key)
                    || value.isBoolean() && !value.booleanValue()
                    || value.isContainerNode() && value.isEmpty();
            if (!asksForNothing) {
                throw from.wrong(key, "null (generation does not offer this option)");
            }
        }
    }
}

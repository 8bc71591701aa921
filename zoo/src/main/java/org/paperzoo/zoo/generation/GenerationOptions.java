package org.paperzoo.zoo.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;

/**
 * How text is generated. Names, meanings and defaults are those of huggingface/transformers 4.45
 * ({@code generation/configuration_utils.py}), so that official {@code config.json} and {@code generation_config.json}
 * files mean here what they mean there. Lengths count tokens and include the decoder's start token, but for the "new"
 * ones.
 *
 * @param numBeams beams of the search; 1 is greedy search, or sampling
 * @param numReturnSequences answers for each member of the batch: at most {@code numBeams}, any number when sampling
 * @param maxLength tokens of a sequence at most, at least 2; {@code maxNewTokens} goes before it
 * @param maxNewTokens tokens to generate at most, at least 1
 * @param minLength an end token is not chosen before a sequence has this length; {@code minNewTokens} goes before it
 * @param minNewTokens tokens to generate before an end token may be chosen
 * @param lengthPenalty power of the length by which beam search divides a hypothesis' log-probability
 * @param earlyStopping when beam search is done
 * @param noRepeatNgramSize n-grams of this size occur once at most; 0 for no such rule
 * @param repetitionPenalty what the scores of tokens that a sequence holds are worsened by (Keskar et al. 2019, section
 *     4.1); above 0, 1 for none
 * @param badWords token sequences that are not generated
 * @param doSample whether to draw tokens instead of taking the best
 * @param temperature what scores are divided by before drawing; above 0
 * @param topK only the best so many tokens are drawn from; 0 for all
 * @param topP only the best tokens that together reach this probability are drawn from; in [0, 1]
 * @param seed of the drawing; the same seed gives the same answers on every engine whose scores agree
 * @param decoderStartTokenId the first token that the decoder is fed
 * @param forcedBosTokenId the token that follows the start token
 * @param forcedEosTokenIds what a sequence that reaches its largest length ends with: one of these
 * @param eosTokenIds tokens that end a sequence; may be empty
 * @param padTokenId what finished sequences of a batch are filled with; the first end token where it is absent
 */
public record GenerationOptions(
        int numBeams,
        int numReturnSequences,
        int maxLength,
        OptionalInt maxNewTokens,
        int minLength,
        OptionalInt minNewTokens,
        double lengthPenalty,
        EarlyStopping earlyStopping,
        int noRepeatNgramSize,
        double repetitionPenalty,
        List<List<Integer>> badWords,
        boolean doSample,
        double temperature,
        int topK,
        double topP,
        long seed,
        OptionalInt decoderStartTokenId,
        OptionalInt forcedBosTokenId,
        List<Integer> forcedEosTokenIds,
        List<Integer> eosTokenIds,
        OptionalInt padTokenId) {

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException if one is out of range; the message is one line that names the option as official
     *     files write it, the value and what would be right
     */
    public GenerationOptions {
        badWords = badWords.stream().map(List::copyOf).toList();
        forcedEosTokenIds = List.copyOf(forcedEosTokenIds);
        eosTokenIds = List.copyOf(eosTokenIds);
        check(numBeams >= 1, "num_beams", numBeams, "at least 1");
        check(numReturnSequences >= 1, "num_return_sequences", numReturnSequences, "at least 1");
        check(
                doSample || numReturnSequences <= numBeams,
                "num_return_sequences",
                numReturnSequences,
                "at most \"num_beams\" (" + numBeams + ") unless \"do_sample\" is true");
        check(!doSample || numBeams == 1, "num_beams", numBeams, "1 with \"do_sample\" (sampling runs without beams)");
        check(maxLength >= 1, "max_length", maxLength, "at least 1");
        check(maxNewTokens.orElse(1) >= 1, "max_new_tokens", maxNewTokens.orElse(1), "at least 1");
        check(minLength >= 0, "min_length", minLength, "at least 0");
        check(minNewTokens.orElse(0) >= 0, "min_new_tokens", minNewTokens.orElse(0), "at least 0");
        check(Double.isFinite(lengthPenalty), "length_penalty", lengthPenalty, "a finite number");
        check(noRepeatNgramSize >= 0, "no_repeat_ngram_size", noRepeatNgramSize, "at least 0");
        check(positive(repetitionPenalty), "repetition_penalty", repetitionPenalty, "a number above 0");
        check(positive(temperature), "temperature", temperature, "a number above 0");
        check(topK >= 0, "top_k", topK, "at least 0 (0: all tokens)");
        check(topP >= 0 && topP <= 1, "top_p", topP, "a number in [0, 1]");
        check(badWords.stream().noneMatch(List::isEmpty), "bad_words_ids", badWords, "lists of at least one token");
        badWords.forEach(word -> checkTokens("bad_words_ids", word));
        checkTokens("eos_token_id", eosTokenIds);
        checkTokens("forced_eos_token_id", forcedEosTokenIds);
        checkToken("decoder_start_token_id", decoderStartTokenId);
        checkToken("forced_bos_token_id", forcedBosTokenId);
        checkToken("pad_token_id", padTokenId);
    }

    /** What rows that end before others are filled with: the padding token, or the first end token; 0 where none ends. */
    public int fillToken() {
        return padTokenId.orElseGet(() -> eosTokenIds.isEmpty() ? 0 : eosTokenIds.get(0));
    }

    /** Greedy search for at most 20 tokens, without special tokens. */
    public static GenerationOptions defaults() {
        return new Builder().build();
    }

    /** What an official {@code config.json} or {@code generation_config.json} asks for. */
    public static GenerationOptions of(Configuration configuration) throws InvalidInputException {
        return defaults().overriddenBy(configuration);
    }

    /** These options with those that the configuration holds; its keys of other concerns are left alone. */
    public GenerationOptions overriddenBy(Configuration configuration) throws InvalidInputException {
        return GenerationConfiguration.read(toBuilder(), configuration);
    }

    /** A builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts from these options. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.numBeams = numBeams;
        builder.numReturnSequences = numReturnSequences;
        builder.maxLength = maxLength;
        builder.maxNewTokens = maxNewTokens;
        builder.minLength = minLength;
        builder.minNewTokens = minNewTokens;
        builder.lengthPenalty = lengthPenalty;
        builder.earlyStopping = earlyStopping;
        builder.noRepeatNgramSize = noRepeatNgramSize;
        builder.repetitionPenalty = repetitionPenalty;
        builder.badWords = badWords;
        builder.doSample = doSample;
        builder.temperature = temperature;
        builder.topK = topK;
        builder.topP = topP;
        builder.seed = seed;
        builder.decoderStartTokenId = decoderStartTokenId;
        builder.forcedBosTokenId = forcedBosTokenId;
        builder.forcedEosTokenIds = forcedEosTokenIds;
        builder.eosTokenIds = eosTokenIds;
        builder.padTokenId = padTokenId;
        return builder;
    }

    /** Tokens that a sequence may have after a prompt of some length. */
    int longest(int promptLength) {
        return (int) Math.min(
                Integer.MAX_VALUE,
                maxNewTokens.isPresent() ? (long) maxNewTokens.getAsInt() + promptLength : maxLength);
    }

    /** Tokens that a sequence has at least before it may end, after a prompt of some length. */
    int shortest(int promptLength) {
        return (int) Math.min(
                Integer.MAX_VALUE,
                minNewTokens.isPresent() ? (long) minNewTokens.getAsInt() + promptLength : minLength);
    }

    private static boolean positive(double value) {
        return value > 0 && Double.isFinite(value);
    }

    private static void checkToken(String key, OptionalInt token) {
        check(token.orElse(0) >= 0, key, token.orElse(0), "a token id of at least 0");
    }

    private static void checkTokens(String key, List<Integer> tokens) {
        check(tokens.stream().allMatch(token -> token >= 0), key, tokens, "token ids of at least 0");
    }

    private static void check(boolean right, String key, Object value, String expected) {
        if (!right) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "\"%s\" is %s; expected %s", key, value, expected));
        }
    }

    /** Gathers options; {@link #build} checks them. Each method sets the option of its name. */
    public static final class Builder {
        private int numBeams = 1;
        private int numReturnSequences = 1;
        private int maxLength = 20;
        private OptionalInt maxNewTokens = OptionalInt.empty();
        private int minLength;
        private OptionalInt minNewTokens = OptionalInt.empty();
        private double lengthPenalty = 1;
        private EarlyStopping earlyStopping = EarlyStopping.HEURISTIC;
        private int noRepeatNgramSize;
        private double repetitionPenalty = 1;
        private List<List<Integer>> badWords = List.of();
        private boolean doSample;
        private double temperature = 1;
        private int topK = 50;
        private double topP = 1;
        private long seed;
        private OptionalInt decoderStartTokenId = OptionalInt.empty();
        private OptionalInt forcedBosTokenId = OptionalInt.empty();
        private List<Integer> forcedEosTokenIds = List.of();
        private List<Integer> eosTokenIds = List.of();
        private OptionalInt padTokenId = OptionalInt.empty();

        private Builder() {}

        public Builder numBeams(int value) {
            numBeams = value;
            return this;
        }

        public Builder numReturnSequences(int value) {
            numReturnSequences = value;
            return this;
        }

        public Builder maxLength(int value) {
            maxLength = value;
            return this;
        }

        public Builder maxNewTokens(int value) {
            return maxNewTokens(OptionalInt.of(value));
        }

        public Builder maxNewTokens(OptionalInt value) {
            maxNewTokens = value;
            return this;
        }

        public Builder minLength(int value) {
            minLength = value;
            return this;
        }

        public Builder minNewTokens(int value) {
            return minNewTokens(OptionalInt.of(value));
        }

        public Builder minNewTokens(OptionalInt value) {
            minNewTokens = value;
            return this;
        }

        public Builder lengthPenalty(double value) {
            lengthPenalty = value;
            return this;
        }

        public Builder earlyStopping(EarlyStopping value) {
            earlyStopping = value;
            return this;
        }

        public Builder noRepeatNgramSize(int value) {
            noRepeatNgramSize = value;
            return this;
        }

        public Builder repetitionPenalty(double value) {
            repetitionPenalty = value;
            return this;
        }

        public Builder badWords(List<List<Integer>> value) {
            badWords = new ArrayList<>(value);
            return this;
        }

        public Builder doSample(boolean value) {
            doSample = value;
            return this;
        }

        public Builder temperature(double value) {
            temperature = value;
            return this;
        }

        public Builder topK(int value) {
            topK = value;
            return this;
        }

        public Builder topP(double value) {
            topP = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder decoderStartTokenId(int value) {
            return decoderStartTokenId(OptionalInt.of(value));
        }

        public Builder decoderStartTokenId(OptionalInt value) {
            decoderStartTokenId = value;
            return this;
        }

        public Builder forcedBosTokenId(int value) {
            return forcedBosTokenId(OptionalInt.of(value));
        }

        public Builder forcedBosTokenId(OptionalInt value) {
            forcedBosTokenId = value;
            return this;
        }

        public Builder forcedEosTokenIds(Integer... values) {
            return forcedEosTokenIds(List.of(values));
        }

        public Builder forcedEosTokenIds(List<Integer> values) {
            forcedEosTokenIds = values;
            return this;
        }

        public Builder eosTokenIds(Integer... values) {
            return eosTokenIds(List.of(values));
        }

        public Builder eosTokenIds(List<Integer> values) {
            eosTokenIds = values;
            return this;
        }

        public Builder padTokenId(int value) {
            return padTokenId(OptionalInt.of(value));
        }

        public Builder padTokenId(OptionalInt value) {
            padTokenId = value;
            return this;
        }

        /**
         * The options.
         *
         * @throws IllegalArgumentException if a value is out of range
         */
        public GenerationOptions build() {
            return new GenerationOptions(
                    numBeams,
                    numReturnSequences,
                    maxLength,
                    maxNewTokens,
                    minLength,
                    minNewTokens,
                    lengthPenalty,
                    earlyStopping,
                    noRepeatNgramSize,
                    repetitionPenalty,
                    badWords,
                    doSample,
                    temperature,
                    topK,
                    topP,
                    seed,
                    decoderStartTokenId,
                    forcedBosTokenId,
                    forcedEosTokenIds,
                    eosTokenIds,
                    padTokenId);
        }
    }
}

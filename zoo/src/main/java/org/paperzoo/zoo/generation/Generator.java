package org.paperzoo.zoo.generation;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * Generates token sequences with an encoder-decoder: greedy search, beam search or sampling, token for token as
 * huggingface/transformers 4.45 does (but for the random numbers of sampling, which are this project's own).
 *
 * <p>A generator holds no native memory and is safe for several threads if its network is.
 */
public final class Generator {

    private static final GenerationListener NOBODY = soFar -> true;

    private final EncoderDecoder network;
    private final GenerationOptions options;

    /**
     * Makes a generator.
     *
     * @throws IllegalArgumentException if a forced token is none of the network's
     */
    public Generator(EncoderDecoder network, GenerationOptions options) {
        this.network = network;
        this.options = options;
        options.decoderStartTokenId().ifPresent(token -> checkToken("decoder_start_token_id", token));
        options.forcedBosTokenId().ifPresent(token -> checkToken("forced_bos_token_id", token));
        options.forcedEosTokenIds().forEach(token -> checkToken("forced_eos_token_id", token));
        options.badWords().forEach(word -> word.forEach(token -> checkToken("bad_words_ids", token)));
        if (!options.eosTokenIds().isEmpty()) {
            options.padTokenId().ifPresent(token -> checkToken("pad_token_id", token));
        }
    }

    /**
     * Generates from the decoder's start token.
     *
     * @param inputs what the encoder takes, batch axis first
     * @return for each member of the batch its answers: for beam search best first, for sampling in the order of drawing
     * @throws IllegalArgumentException if the options name no start token, or no length beyond it
     */
    public List<List<Generated>> generate(NDList inputs) {
        return generate(inputs, NOBODY);
    }

    /** As {@link #generate(NDList)}, watched. */
    public List<List<Generated>> generate(NDList inputs, GenerationListener listener) {
        int start = options.decoderStartTokenId()
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"decoder_start_token_id\" is missing; expected a token id (the configuration's"
                                + " decoder_start_token_id or bos_token_id)"));
        return generate(inputs, new long[] {start}, listener);
    }

    /**
     * Goes on from a prompt to the decoder, the same for all members of the batch. Lengths count it, and scores do not.
     *
     * @param prompt at least one token
     */
    public List<List<Generated>> generate(NDList inputs, long[] prompt, GenerationListener listener) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("the decoder's prompt is empty; expected at least one token");
        }
        for (long token : prompt) {
            checkToken("the decoder's prompt", token);
        }
        int longest = options.longest(prompt.length);
        if (longest <= prompt.length) {
            throw new IllegalArgumentException("\"max_length\" is " + longest + "; expected more than the "
                    + prompt.length + " that the decoder begins with");
        }
        int vocabularySize = network.vocabularySize();
        int members = Math.toIntExact(inputs.head().getShape().get(0));
        boolean beamSearch = options.numBeams() > 1;
        int rows = beamSearch ? options.numBeams() : options.numReturnSequences();
        // The last token of a sequence is chosen and not fed.
        try (NDManager manager =
                        inputs.head().getManager().newSubManager(inputs.head().getDevice());
                LogitsProcessors processors = new LogitsProcessors(
                        options, vocabularySize, longest, options.shortest(prompt.length), manager);
                Decoding decoding = network.decode(inputs, rows, longest - 1)) {
            return beamSearch
                    ? new BeamSearch(options, vocabularySize, members, prompt)
                            .run(decoding, processors, manager, listener)
                    : new TokenByTokenSearch(options, vocabularySize, members, prompt)
                            .run(decoding, processors, manager, listener);
        }
    }

    private void checkToken(String what, long token) {
        if (token < 0 || token >= network.vocabularySize()) {
            throw new IllegalArgumentException((what.contains(" ") ? what : "\"" + what + "\"") + " is " + token
                    + "; expected a token below the vocabulary's size " + network.vocabularySize());
        }
    }
}

package org.paperzoo.zoo.generation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.configuration.Configuration;

class GenerationOptionsTest {

    private static GenerationOptions read(String json) throws IOException {
        return GenerationOptions.of(Configuration.parse("config.json", json.replace('\'', '"')));
    }

    @Test
    void anEmptyConfigurationMeansTheReferencesDefaults() throws IOException {
        GenerationOptions options = read("{}");
        assertEquals(GenerationOptions.defaults(), options);
        assertEquals(20, options.maxLength());
        assertEquals(50, options.topK());
        assertEquals(EarlyStopping.HEURISTIC, options.earlyStopping());
        assertEquals(OptionalInt.empty(), options.maxNewTokens());
    }

    @Test
    void anOfficialConfigurationIsReadAndOtherKeysAreLeftAlone() throws IOException {
        GenerationOptions options = read("{'d_model':1024,'early_stopping':true,'eos_token_id':2,'pad_token_id':1,"
                + "'decoder_start_token_id':2,'bos_token_id':0,'forced_bos_token_id':0,'forced_eos_token_id':2,"
                + "'length_penalty':2.0,'max_length':142,'min_length':56,'no_repeat_ngram_size':3,'num_beams':4,"
                + "'num_beam_groups':1,'diversity_penalty':0.0,'bad_words_ids':null,'typical_p':1.0,"
                + "'remove_invalid_values':false,'suppress_tokens':null}");
        assertEquals(
                GenerationOptions.builder()
                        .earlyStopping(EarlyStopping.ALWAYS)
                        .eosTokenIds(2)
                        .padTokenId(1)
                        .decoderStartTokenId(2)
                        .forcedBosTokenId(0)
                        .forcedEosTokenIds(2)
                        .lengthPenalty(2)
                        .maxLength(142)
                        .minLength(56)
                        .noRepeatNgramSize(3)
                        .numBeams(4)
                        .build(),
                options);
    }

    @Test
    void argumentsGoBeforeTheConfiguration() throws IOException {
        GenerationOptions options = read("{'eos_token_id':2,'forced_eos_token_id':2,'max_length':30,'num_beams':5}")
                .overriddenBy(Configuration.parse(
                        "arguments",
                        "{\"eos_token_id\":[3,4],\"forced_eos_token_id\":null,\"early_stopping\":\"never\","
                                + "\"max_new_tokens\":7,\"bad_words_ids\":[[1],[2,3]],\"seed\":-5}"));
        assertEquals(List.of(3, 4), options.eosTokenIds());
        assertEquals(List.of(), options.forcedEosTokenIds());
        assertEquals(EarlyStopping.NEVER, options.earlyStopping());
        assertEquals(5, options.numBeams());
        assertEquals(8, options.longest(1));
        assertEquals(List.of(List.of(1), List.of(2, 3)), options.badWords());
        assertEquals(-5, options.seed());
    }

    @Test
    void aDecoderWithoutStartTokenBeginsWithTheTextsFirst() throws IOException {
        assertEquals(OptionalInt.of(4), read("{'bos_token_id':4}").decoderStartTokenId());
        assertEquals(
                OptionalInt.of(0),
                read("{'bos_token_id':4,'decoder_start_token_id':0}").decoderStartTokenId());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'num_beams':0}                             | "num_beams" is 0; expected an integer of at least 1
            {'num_beams':2.5}                           | "num_beams" is 2.5; expected an integer of at least 1
            {'num_beams':2,'num_return_sequences':3}    | "num_return_sequences" is 3; expected at most "num_beams" (2)
            {'num_beams':2,'do_sample':true}            | "num_beams" is 2; expected 1 with "do_sample"
            {'max_length':-1}                           | "max_length" is -1; expected an integer of at least 1
            {'max_new_tokens':0}                        | "max_new_tokens" is 0; expected at least 1
            {'max_new_tokens':99999999999}              | "max_new_tokens" is 99999999999; expected an integer
            {'length_penalty':'high'}                   | "length_penalty" is "high"; expected a number
            {'early_stopping':'soon'}                   | "early_stopping" is "soon"; expected true, false or "never"
            {'repetition_penalty':0}                    | "repetition_penalty" is 0.0; expected a number above 0
            {'temperature':-0.5}                        | "temperature" is -0.5; expected a number above 0
            {'top_p':1.5}                               | "top_p" is 1.5; expected a number in [0, 1]
            {'top_k':-1}                                | "top_k" is -1; expected an integer of at least 0
            {'eos_token_id':[1,-2]}                     | "eos_token_id" is [1,-2]; expected a token id of at least 0
            {'eos_token_id':'</s>'}                     | "eos_token_id" is "</s>"; expected a token id of at least 0
            {'bad_words_ids':[3]}                       | "bad_words_ids" is [3]; expected a list of lists of token ids
            {'bad_words_ids':[[]]}                      | "bad_words_ids" is [[]]; expected a list of lists of token ids
            {'seed':1.5}                                | "seed" is 1.5; expected an integer of 64 bits
            {'num_beam_groups':2}                       | "num_beam_groups" is 2; expected 1.0 (generation does not offer
            {'suppress_tokens':[4]}                     | "suppress_tokens" is [4]; expected null (generation does not offer
            """)
    void aWrongValueIsRefusedWithItsKey(String json, String message) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> read(json));
        assertTrue(e.getMessage().startsWith("config.json: " + message), e.getMessage());
        assertFalse(e.getMessage().contains("\n"));
    }

    @Test
    void aWrongValueInCodeIsAWrongArgument() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> GenerationOptions.builder().lengthPenalty(Double.NaN).build());
        assertEquals("\"length_penalty\" is NaN; expected a finite number", e.getMessage());
    }
}

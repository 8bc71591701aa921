package org.paperzoo.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFaultTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2 | Unexpected end-of-input: expected close marker for Array",
                "{ | Unexpected end-of-input: expected close marker for Object",
                "{\"a\": 1 | Unexpected end-of-input: expected close marker for Object",
            })
    void aTextThatEndsTooSoonIsToldWithoutTheParsersSource(String text, String reason) {
        JsonProcessingException e =
                assertThrows(JsonProcessingException.class, () -> new ObjectMapper().readTree(text));
        assertEquals(reason, JsonFault.of(e));
    }
}

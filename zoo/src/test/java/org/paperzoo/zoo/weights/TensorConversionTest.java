package org.paperzoo.zoo.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short floats, bit by bit. */
class TensorConversionTest {

    @ParameterizedTest
    @CsvSource({
        "1.0, 3f80",
        "-2.5, c020",
        "1.00390625, 3f80", // halfway: to the even one
        "1.01171875, 3f82",
        "3.4028234663852886e38, 7f7f", // the largest float32 is beyond the largest bfloat16, and stays finite
        "-3.4028234663852886e38, ff7f",
        "Infinity, 7f80",
        "-Infinity, ff80",
        "NaN, 7fc0"
    })
    void bfloat16IsTheNearestAndFiniteWhereTheNumberIs(float value, String bits) {
        assertEquals(bits, "%04x".formatted(TensorConversion.floatToBfloat(value) & 0xffff));
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 3c00",
        "65504, 7bff",
        "1e30, 7bff",
        "-3.4028234663852886e38, fbff",
        "Infinity, 7c00",
        "5.9604645e-8, 0001",
        "1e-9, 0000",
        "NaN, 7e00"
    })
    void float16IsTheNearestAndFiniteWhereTheNumberIs(float value, String bits) {
        assertEquals(bits, "%04x".formatted(TensorConversion.floatToHalf(value) & 0xffff));
    }
}

package org.paperzoo.datasets.vision;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/** Reads lists of numbers; refuses by {@link IllegalArgumentException} what is none, naming the place in the list. */
final class NumberLists {

    private NumberLists() {}

    /** Finite numbers, at most as many as said, from the list's start to its end. */
    static double[] doubles(JsonParser parser, int most) throws IOException {
        double[] numbers = new double[16];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            checkCount(count, most);
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count] = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
            if (!Double.isFinite(numbers[count])) {
                throw new IllegalArgumentException("has at " + count + " what is no finite number");
            }
            count++;
        }
        return Arrays.copyOf(numbers, count);
    }

    /** Whole numbers of 32 bits, at most as many as said, from the list's start to its end. */
    static int[] integers(JsonParser parser, int most) throws IOException {
        int[] numbers = new int[16];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            checkCount(count, most);
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || parser.getNumberType() != JsonParser.NumberType.INT) {
                throw new IllegalArgumentException("has at " + count + " what is no whole number of 32 bits");
            }
            numbers[count++] = parser.getIntValue();
        }
        return Arrays.copyOf(numbers, count);
    }

    private static void checkCount(int count, int most) {
        if (count == most) {
            throw new IllegalArgumentException("has more than " + most + " numbers");
        }
    }
}

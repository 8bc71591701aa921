package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.util.Arrays;

/** Reads lists of numbers; refuses by {@link IllegalArgumentException} what is none, naming the place in the list. */
final class NumberLists {

    private NumberLists() {}

    /** Finite numbers, at most as many as said, from the list's start to its end. */
    static double[] doubles(JsonReader json, int most) throws IOException {
        double[] numbers = new double[16];
        int count = 0;
        while (json.next() != JsonReader.Token.END_ARRAY) {
            checkCount(count, most);
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            numbers[count] = json.number();
            if (!Double.isFinite(numbers[count])) {
                throw new IllegalArgumentException("has at " + count + " what is no finite number");
            }
            count++;
        }
        return Arrays.copyOf(numbers, count);
    }

    /** Whole numbers of 32 bits, at most as many as said, from the list's start to its end. */
    static int[] integers(JsonReader json, int most) throws IOException {
        int[] numbers = new int[16];
        int count = 0;
        while (json.next() != JsonReader.Token.END_ARRAY) {
            checkCount(count, most);
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * count);
            }
            long number = json.whole();
            if (json.token() != JsonReader.Token.WHOLE || json.tooLarge() || number != (int) number) {
                throw new IllegalArgumentException("has at " + count + " what is no whole number of 32 bits");
            }
            numbers[count++] = (int) number;
        }
        return Arrays.copyOf(numbers, count);
    }

    private static void checkCount(int count, int most) {
        if (count == most) {
            throw new IllegalArgumentException("has more than " + most + " numbers");
        }
    }
}

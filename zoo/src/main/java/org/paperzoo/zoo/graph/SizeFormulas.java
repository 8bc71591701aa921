package org.paperzoo.zoo.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the formula behind a number that several recordings of one forward show. A number that is the same in all of
 * them is fixed. Any other is looked for among the lengths of the arrays recorded before it, then among multiples,
 * quotients, sums, differences and products of them, the simplest first. Recordings run at sizes that no such formula
 * confuses, and graphs are checked at further sizes, so that a formula that fits by chance is found out.
 */
final class SizeFormulas {

    private static final long LARGEST_FACTOR = 1 << 20;
    /** Strides of convolutions and pools, and the windows of windowed attention. */
    private static final long[] DIVISORS = {2, 3, 4, 5, 6, 7, 8, 12, 14, 16, 32, 64};

    private final Map<List<Long>, Size> known = new LinkedHashMap<>();
    private final Map<Size.Axis, Size> origins = new HashMap<>();

    /** Learns the length of an axis that is not the same in all recordings; the first array with these lengths stands for them. */
    void learn(Value array, int axis, long[] lengths) {
        if (!isFixed(lengths) && !known.containsKey(boxed(lengths))) {
            Size.Axis itself = new Size.Axis(array, axis);
            find(lengths).ifPresent(formula -> origins.put(itself, formula));
            known.put(boxed(lengths), itself);
        }
    }

    /**
     * Formulas, over the axes learned before, of axes that stand for themselves: a graph that runs asks its arrays, and who
     * only counts has no arrays to ask. There is none for an axis of an input, nor for one that follows from values.
     */
    Map<Size.Axis, Size> origins() {
        return Collections.unmodifiableMap(origins);
    }

    /** The formula for the numbers that the recordings show, if there is one. */
    Optional<Size> find(long[] numbers) {
        if (isFixed(numbers)) {
            return Optional.of(Size.of(numbers[0]));
        }
        Size exact = known.get(boxed(numbers));
        if (exact != null) {
            return Optional.of(exact);
        }
        return multiple(numbers)
                .or(() -> quotient(numbers))
                .or(() -> quotient(negated(numbers)).map(size -> times(size, -1)))
                .or(() -> roundedUp(numbers))
                .or(() -> ofTwo(numbers));
    }

    /** {@code factor * size + offset}. */
    private Optional<Size> multiple(long[] numbers) {
        List<Size> found = new ArrayList<>();
        for (boolean factorOne : new boolean[] {true, false}) {
            known.forEach((lengths, size) -> {
                long factor = factor(numbers, lengths);
                if (factor != 0 && factor == 1 == factorOne) {
                    found.add(plus(times(size, factor), numbers[0] - factor * lengths.get(0)));
                }
            });
        }
        return found.stream().findFirst();
    }

    /** The whole factor of {@code numbers = factor * lengths + offset}, or 0 where there is none. */
    private static long factor(long[] numbers, List<Long> lengths) {
        int other = 1;
        while (other < numbers.length && lengths.get(other).equals(lengths.get(0))) {
            other++;
        }
        if (other == numbers.length) {
            return 0;
        }
        long difference = lengths.get(other) - lengths.get(0);
        long change = numbers[other] - numbers[0];
        if (change % difference != 0 || Math.abs(change / difference) > LARGEST_FACTOR) {
            return 0;
        }
        long factor = change / difference;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] - numbers[0] != factor * (lengths.get(i) - lengths.get(0))) {
                return 0;
            }
        }
        return factor;
    }

    /** {@code ⌊(size + offset) / divisor⌋}, from the floor (offset 0) to the ceiling (offset divisor - 1). */
    private Optional<Size> quotient(long[] numbers) {
        for (long divisor : DIVISORS) {
            for (long offset = 0; offset < divisor; offset += Math.max(1, divisor - 1)) {
                for (Map.Entry<List<Long>, Size> entry : known.entrySet()) {
                    boolean fits = true;
                    for (int i = 0; i < numbers.length && fits; i++) {
                        fits = Math.floorDiv(entry.getKey().get(i) + offset, divisor) == numbers[i];
                    }
                    if (fits) {
                        return Optional.of(new Size.Quotient(plus(entry.getValue(), offset), divisor));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** A size rounded up to whole windows, or what it lacks of that: what windowed attention pads pictures to, and by. */
    private Optional<Size> roundedUp(long[] numbers) {
        for (long window : DIVISORS) {
            for (Map.Entry<List<Long>, Size> entry : known.entrySet()) {
                boolean whole = true;
                boolean lacking = true;
                for (int i = 0; i < numbers.length; i++) {
                    long length = entry.getKey().get(i);
                    long up = -Math.floorDiv(-length, window) * window;
                    whole &= numbers[i] == up;
                    lacking &= numbers[i] == up - length;
                }
                Size up = times(new Size.Quotient(plus(entry.getValue(), window - 1), window), window);
                if (whole) {
                    return Optional.of(up);
                }
                if (lacking) {
                    return Optional.of(new Size.Sum(up, times(entry.getValue(), -1)));
                }
            }
        }
        return Optional.empty();
    }

    /** Sums, differences and products of two sizes, perhaps with a fixed number added or multiplied. */
    private Optional<Size> ofTwo(long[] numbers) {
        List<Map.Entry<List<Long>, Size>> all = List.copyOf(known.entrySet());
        for (int i = 0; i < all.size(); i++) {
            for (int j = i; j < all.size(); j++) {
                Size left = all.get(i).getValue();
                Size right = all.get(j).getValue();
                long[] product = combined(all.get(i).getKey(), all.get(j).getKey(), 0);
                if (isFixed(quotients(numbers, product))) {
                    return Optional.of(times(new Size.Product(left, right), numbers[0] / product[0]));
                }
                for (int sign : new int[] {1, -1}) {
                    long[] sum = combined(all.get(i).getKey(), all.get(j).getKey(), sign);
                    long[] rest = differences(numbers, sum);
                    if (isFixed(rest)) {
                        return Optional.of(plus(new Size.Sum(left, times(right, sign)), rest[0]));
                    }
                    long[] reversed = differences(numbers, negated(sum));
                    if (sign < 0 && isFixed(reversed)) {
                        return Optional.of(plus(new Size.Sum(right, times(left, sign)), reversed[0]));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static long[] combined(List<Long> left, List<Long> right, int sign) {
        long[] result = new long[left.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = sign == 0 ? left.get(i) * right.get(i) : left.get(i) + sign * right.get(i);
        }
        return result;
    }

    private static long[] differences(long[] left, long[] right) {
        long[] result = new long[left.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = left[i] - right[i];
        }
        return result;
    }

    private static long[] negated(long[] numbers) {
        return differences(new long[numbers.length], numbers);
    }

    /** Exact quotients; unlike each other where one is not exact. */
    private static long[] quotients(long[] left, long[] right) {
        long[] result = new long[left.length];
        for (int i = 0; i < result.length; i++) {
            boolean exact = right[i] != 0 && left[i] % right[i] == 0 && left[i] != 0;
            result[i] = exact ? left[i] / right[i] : -1 - i;
        }
        return result;
    }

    private static Size times(Size size, long factor) {
        return factor == 1 ? size : new Size.Product(size, Size.of(factor));
    }

    private static Size plus(Size size, long offset) {
        return offset == 0 ? size : new Size.Sum(size, Size.of(offset));
    }

    private static boolean isFixed(long[] numbers) {
        for (long number : numbers) {
            if (number != numbers[0]) {
                return false;
            }
        }
        return true;
    }

    private static List<Long> boxed(long[] numbers) {
        List<Long> boxed = new ArrayList<>();
        for (long number : numbers) {
            boxed.add(number);
        }
        return boxed;
    }
}

package org.paperzoo.zoo.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SizeFormulasTest {

    private static final long[] BATCH = {3, 5, 2, 9, 4, 7};
    private static final long[] LENGTH = {11, 4, 18, 6, 9, 13};

    private final SizeFormulas formulas = new SizeFormulas();
    private final Value array = learned(BATCH, LENGTH);

    @Test
    void aNumberThatNeverChangesIsFixed() {
        assertEquals(Size.of(7), formulas.find(new long[] {7, 7, 7, 7, 7, 7}).orElseThrow());
    }

    @Test
    void aLengthIsTheAxisThatHasIt() {
        assertEquals(new Size.Axis(array, 1), formulas.find(LENGTH).orElseThrow());
    }

    @Test
    void formulasHoldAtSizesNotRecorded() {
        holds((batch, length) -> 3 * length);
        holds((batch, length) -> length - 1);
        holds((batch, length) -> 2 * length + 5);
        holds((batch, length) -> -length);
        holds((batch, length) -> 1 - length);
        holds((batch, length) -> length / 2);
        holds((batch, length) -> (length + 1) / 2);
        holds((batch, length) -> (length + 3) / 4);
        holds((batch, length) -> -(length / 4));
        holds((batch, length) -> (length + 6) / 7);
        holds((batch, length) -> 7 * ((length + 6) / 7));
        holds((batch, length) -> 7 * ((length + 6) / 7) - length);
        holds((batch, length) -> batch * length);
        holds((batch, length) -> 8 * batch * length);
        holds((batch, length) -> batch + length);
        holds((batch, length) -> batch + length - 2);
        holds((batch, length) -> length - batch);
        holds((batch, length) -> batch - length + 1);
    }

    @Test
    void whatFollowsNoFormulaHasNone() {
        assertFalse(formulas.find(shown((batch, length) -> (long) Math.ceil(Math.log(length))))
                .isPresent());
        assertFalse(formulas.find(shown((batch, length) -> length * length * length % 17))
                .isPresent());
    }

    @Test
    void anAxisKnownEarlierStandsForLaterOnesOfItsLengths() {
        Value later = new Value("later", DataType.FLOAT32, 1, (value, axis) -> {
            formulas.learn(value, axis, LENGTH);
            return formulas.find(LENGTH).orElseThrow();
        });
        assertEquals(List.of(new Size.Axis(array, 1)), later.shape());
    }

    /** Why recordings are many, and run at sizes that leave all remainders. */
    @Test
    void twoRecordingsAreTooFewToTellFormulasApart() {
        SizeFormulas few = new SizeFormulas();
        new Value("x", DataType.FLOAT32, 1, (value, axis) -> {
            few.learn(value, axis, new long[] {4, 8});
            return Size.of(0);
        });
        Size halved = few.find(new long[] {2, 4}).orElseThrow();
        Size decided = few.find(new long[] {3, 7}).orElseThrow();
        assertTrue(halved instanceof Size.Quotient);
        // (length - 1) is not all that fits these two; the simplest is taken.
        assertNotEquals(halved, decided);
        assertEquals("(x[0] + -1)", decided.toString());
    }

    private void holds(LongBinaryOperator rule) {
        Size formula = formulas.find(shown(rule)).orElseThrow();
        for (long batch : new long[] {1, 6, 31}) {
            for (long length : new long[] {1, 2, 3, 17, 64, 255}) {
                assertEquals(
                        rule.applyAsLong(batch, length),
                        value(formula, Map.of(0, batch, 1, length)),
                        () -> formula + " at batch " + batch + ", length " + length);
            }
        }
    }

    private static long[] shown(LongBinaryOperator rule) {
        return LongStream.range(0, BATCH.length)
                .map(i -> rule.applyAsLong(BATCH[(int) i], LENGTH[(int) i]))
                .toArray();
    }

    private static long value(Size size, Map<Integer, Long> lengths) {
        if (size instanceof Size.Axis axis) {
            return lengths.get(axis.axis());
        } else if (size instanceof Size.Sum sum) {
            return value(sum.left(), lengths) + value(sum.right(), lengths);
        } else if (size instanceof Size.Product product) {
            return value(product.left(), lengths) * value(product.right(), lengths);
        } else if (size instanceof Size.Quotient quotient) {
            return Math.floorDiv(value(quotient.dividend(), lengths), quotient.divisor());
        }
        return size.fixed();
    }

    private Value learned(long[]... axes) {
        Map<Integer, Size> sizes = new HashMap<>();
        return new Value("x", DataType.FLOAT32, axes.length, (value, axis) -> {
            formulas.learn(value, axis, axes[axis]);
            sizes.put(axis, formulas.find(axes[axis]).orElseThrow());
            return sizes.get(axis);
        });
    }
}

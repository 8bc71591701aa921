package org.paperzoo.evaluation.metric;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.Arrays;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A sum of doubles without any rounding, so that order and grouping change nothing. A fixed-point number wide enough for
 * every double, in chunks of 32 bits with lazy carries (Neal 2015, "Fast exact summation using small and large
 * superaccumulators"); only the chunks in use are held, a few words for numbers of like magnitude.
 *
 * <p>Infinite and undefined terms are counted, and make the sum what IEEE 754 says. For one thread, but any number of
 * threads may read one that no thread changes.
 */
public final class ExactSum {

    /** Bits below the chunk 0: the least double is 2^-1074. */
    private static final int LEAST_EXPONENT = -1074;

    private static final int CHUNK_BITS = 32;
    private static final long CHUNK_MASK = 0xFFFF_FFFFL;
    private static final long MANTISSA_MASK = (1L << 52) - 1;

    /** A term adds less than 2^52 + 2^32 to a chunk, so that 1024 of them stay well within 63 bits. */
    private static final int MAXIMUM_PENDING = 1024;

    /** No sum of fewer than 2^63 doubles has more bits. */
    private static final int MAXIMUM_BITS = 1024 - LEAST_EXPONENT + 64;

    private long[] chunks = new long[0];
    /** Index of the chunk {@code chunks[0]}, whose unit is 2^(32 * lowest - 1074). */
    private int lowest;
    /** Terms added since the carries were last propagated. */
    private int pending;

    private long positiveInfinities;
    private long negativeInfinities;
    private long undefined;

    /** Adds one term. */
    public void add(double term) {
        long bits = Double.doubleToRawLongBits(term);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long mantissa = bits & MANTISSA_MASK;
        if (exponent == 0x7FF) {
            addNonFinite(term);
            return;
        }
        if (exponent == 0) {
            if (mantissa == 0) {
                return;
            }
            exponent = 1;
        } else {
            mantissa |= 1L << 52;
        }
        int position = exponent - 1;
        int index = position >>> 5;
        int shift = position & 31;
        if (pending >= MAXIMUM_PENDING) {
            propagate();
        }
        cover(index, index + 2);
        long low = (mantissa << shift) & CHUNK_MASK;
        long high = mantissa >>> (CHUNK_BITS - shift);
        int chunk = index - lowest;
        if (bits < 0) {
            chunks[chunk] -= low;
            chunks[chunk + 1] -= high;
        } else {
            chunks[chunk] += low;
            chunks[chunk + 1] += high;
        }
        pending++;
    }

    /**
     * Adds the square of a finite number, exactly where neither it nor its rounding error leaves the range of doubles
     * (magnitudes between 2^-485 and 2^511).
     */
    public void addSquare(double root) {
        double square = root * root;
        add(square);
        if (square <= Double.MAX_VALUE) {
            add(Math.fma(root, root, -square));
        }
    }

    private void addNonFinite(double term) {
        if (term != term) {
            undefined++;
        } else if (term > 0) {
            positiveInfinities++;
        } else {
            negativeInfinities++;
        }
    }

    /** Adds all terms of another sum, leaving it unchanged. */
    public void add(ExactSum other) {
        if (other.chunks.length > 0) {
            if (pending + other.pending >= MAXIMUM_PENDING) {
                propagate();
            }
            cover(other.lowest, other.lowest + other.chunks.length);
            int offset = other.lowest - lowest;
            for (int i = 0; i < other.chunks.length; i++) {
                chunks[offset + i] += other.chunks[i];
            }
            pending += other.pending + 1;
        }
        positiveInfinities += other.positiveInfinities;
        negativeInfinities += other.negativeInfinities;
        undefined += other.undefined;
    }

    /** The nearest double to the sum, or what IEEE 754 makes of its infinite and undefined terms. */
    public double doubleValue() {
        if (undefined > 0 || (positiveInfinities > 0 && negativeInfinities > 0)) {
            return Double.NaN;
        }
        if (positiveInfinities > 0) {
            return Double.POSITIVE_INFINITY;
        }
        return negativeInfinities > 0 ? Double.NEGATIVE_INFINITY : finitePart().doubleValue();
    }

    /** Whether no term was infinite or undefined. */
    public boolean isFinite() {
        return undefined == 0 && positiveInfinities == 0 && negativeInfinities == 0;
    }

    /** The exact sum of the finite terms. */
    public Dyadic finitePart() {
        BigInteger sum = BigInteger.ZERO;
        for (int i = chunks.length - 1; i >= 0; i--) {
            sum = sum.shiftLeft(CHUNK_BITS).add(BigInteger.valueOf(chunks[i]));
        }
        return new Dyadic(sum, CHUNK_BITS * lowest + LEAST_EXPONENT);
    }

    /** The sum as JSON; equal sums give equal JSON. */
    public ObjectNode toJson() {
        Dyadic sum = finitePart();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("mantissa", sum.mantissa().toString(16));
        json.put("exponent", sum.exponent());
        json.put("positiveInfinities", positiveInfinities);
        json.put("negativeInfinities", negativeInfinities);
        json.put("undefined", undefined);
        return json;
    }

    /**
     * The sum that {@link #toJson()} wrote.
     *
     * @throws InvalidInputException if a field is missing or out of range
     */
    public static ExactSum fromJson(StateReader json) throws InvalidInputException {
        ExactSum sum = new ExactSum();
        String text = json.text("mantissa");
        int exponent = (int) json.integer("exponent", LEAST_EXPONENT, MAXIMUM_BITS);
        if (!text.matches("-?[0-9a-f]{1,600}")) {
            throw json.wrong("mantissa", "must be up to 600 hexadecimal digits");
        }
        BigInteger mantissa = new BigInteger(text, 16);
        int position = exponent - LEAST_EXPONENT;
        if (mantissa.bitLength() + position > MAXIMUM_BITS) {
            throw json.wrong("mantissa", "is larger than a sum of doubles can be");
        }
        sum.set(mantissa.shiftLeft(position & 31), position >>> 5);
        sum.positiveInfinities = json.count("positiveInfinities");
        sum.negativeInfinities = json.count("negativeInfinities");
        sum.undefined = json.count("undefined");
        return sum;
    }

    private void set(BigInteger value, int firstChunk) {
        int count = value.bitLength() / CHUNK_BITS + 1;
        lowest = firstChunk;
        chunks = new long[count];
        BigInteger rest = value;
        for (int i = 0; i < count - 1; i++) {
            chunks[i] = rest.longValue() & CHUNK_MASK;
            rest = rest.shiftRight(CHUNK_BITS);
        }
        chunks[count - 1] = rest.longValueExact();
    }

    /** Moves what exceeds 32 bits of each chunk upwards; the top chunk carries the sign. */
    private void propagate() {
        pending = 0;
        int top = chunks.length - 1;
        if (top < 0) {
            return;
        }
        for (int i = 0; i < top; i++) {
            chunks[i + 1] += chunks[i] >> CHUNK_BITS;
            chunks[i] &= CHUNK_MASK;
        }
        long carry = chunks[top] >> CHUNK_BITS;
        if (carry != 0 && carry != -1) {
            chunks = Arrays.copyOf(chunks, top + 2);
            chunks[top] &= CHUNK_MASK;
            chunks[top + 1] = carry;
        }
    }

    /** Makes room for the chunks from {@code from} to {@code to}, excluded. */
    private void cover(int from, int to) {
        if (chunks.length == 0) {
            lowest = from;
            chunks = new long[to - from];
        } else if (from < lowest || to > lowest + chunks.length) {
            int first = Math.min(from, lowest);
            long[] wider = new long[Math.max(to, lowest + chunks.length) - first];
            System.arraycopy(chunks, 0, wider, lowest - first, chunks.length);
            lowest = first;
            chunks = wider;
        }
    }
}

package org.paperzoo.evaluation.metric;

import java.math.BigInteger;

/**
 * An exact number {@code mantissa * 2^exponent}, which every sum and product of doubles is.
 *
 * @param mantissa odd, or zero
 * @param exponent power of two; 0 for zero
 */
public record Dyadic(BigInteger mantissa, int exponent) {

    public Dyadic {
        int zeros = Math.max(0, mantissa.getLowestSetBit());
        exponent = mantissa.signum() == 0 ? 0 : Math.addExact(exponent, zeros);
        mantissa = mantissa.shiftRight(zeros);
    }

    /** The exact value of an integer. */
    public static Dyadic of(long value) {
        return new Dyadic(BigInteger.valueOf(value), 0);
    }

    public Dyadic plus(Dyadic other) {
        int common = Math.min(exponent, other.exponent);
        return new Dyadic(
                mantissa.shiftLeft(exponent - common).add(other.mantissa.shiftLeft(other.exponent - common)), common);
    }

    public Dyadic minus(Dyadic other) {
        return plus(new Dyadic(other.mantissa.negate(), other.exponent));
    }

    public Dyadic times(Dyadic other) {
        return new Dyadic(mantissa.multiply(other.mantissa), Math.addExact(exponent, other.exponent));
    }

    /** The nearest double, ties to even; a result below 2^-1022 may be off by one unit in its last place. */
    public double doubleValue() {
        BigInteger head = mantissa.abs();
        int dropped = head.bitLength() - 64;
        if (dropped > 0) {
            // The mantissa is odd, so what is dropped is not zero: a set last bit keeps ties from being seen where none
            // are.
            head = head.shiftRight(dropped).setBit(0);
        }
        double magnitude = Math.scalb(head.doubleValue(), exponent + Math.max(0, dropped));
        return mantissa.signum() < 0 ? -magnitude : magnitude;
    }
}

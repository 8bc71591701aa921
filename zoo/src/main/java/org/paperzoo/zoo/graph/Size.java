package org.paperzoo.zoo.graph;

/**
 * A size that a graph computes with: known when it is built, or only when it runs, from the sizes of its arrays.
 * Arithmetic is that of integers; no size is negative but where a formula subtracts.
 */
public sealed interface Size {

    /** Known when the graph is built. */
    record Fixed(long value) implements Size {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /** The length of an array along one axis. */
    record Axis(Value array, int axis) implements Size {
        @Override
        public String toString() {
            return array.name() + "[" + axis + "]";
        }
    }

    record Sum(Size left, Size right) implements Size {
        @Override
        public String toString() {
            return "(" + left + " + " + right + ")";
        }
    }

    record Product(Size left, Size right) implements Size {
        @Override
        public String toString() {
            return left + " * " + right;
        }
    }

    /** The quotient, rounded towards minus infinity, by a divisor of at least 2. */
    record Quotient(Size dividend, long divisor) implements Size {
        @Override
        public String toString() {
            return "⌊" + dividend + " / " + divisor + "⌋";
        }
    }

    static Size of(long value) {
        return new Fixed(value);
    }

    /** Whether it is known when the graph is built. */
    default boolean isFixed() {
        return this instanceof Fixed;
    }

    /**
     * The value of a size that is known when the graph is built.
     *
     * @throws IllegalStateException if it is not
     */
    default long fixed() {
        if (this instanceof Fixed known) {
            return known.value();
        }
        throw new IllegalStateException("size " + this + " is not known before the graph runs");
    }
}

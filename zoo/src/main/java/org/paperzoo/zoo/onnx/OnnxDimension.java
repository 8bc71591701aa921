package org.paperzoo.zoo.onnx;

/** One axis of a graph's value: its length, the name under which the length is known at run time, or neither. */
public sealed interface OnnxDimension {

    /** An axis whose length is written in the file. */
    record Fixed(long length) implements OnnxDimension {
        public Fixed {
            if (length < 0) {
                throw new IllegalArgumentException("an axis of length " + length + "; lengths are 0 or more");
            }
        }

        @Override
        public String toString() {
            return Long.toString(length);
        }
    }

    /** An axis whose length each run decides; the same length wherever the name stands in a graph. */
    record Named(String name) implements OnnxDimension {
        public Named {
            if (name.isBlank()) {
                throw new IllegalArgumentException("an axis needs a name that is not blank");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** An axis of which the file says nothing. */
    record Unknown() implements OnnxDimension {
        @Override
        public String toString() {
            return "?";
        }
    }

    /** An axis of {@code length} elements. */
    static OnnxDimension of(long length) {
        return new Fixed(length);
    }

    /** An axis whose length is called {@code name}. */
    static OnnxDimension of(String name) {
        return new Named(name);
    }
}

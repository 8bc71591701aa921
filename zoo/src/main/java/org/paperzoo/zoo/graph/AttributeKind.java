package org.paperzoo.zoo.graph;

import ai.djl.ndarray.types.DataType;

/** What an attribute of an operation holds, and whether it may depend on the sizes of arrays. */
public enum AttributeKind {
    /** A length or a place along an axis; may depend on sizes. */
    SIZE(Long.class),
    /** Several of them, one for each axis, say. */
    SIZES(long[].class),
    /** A whole number that is the same at all sizes, such as an axis. */
    INTEGER(Long.class),
    INTEGERS(long[].class),
    /** A number; may be one that equals a size. */
    NUMBER(Double.class),
    FLAG(Boolean.class),
    TYPE(DataType.class),
    TEXT(String.class);

    private final Class<?> holds;

    AttributeKind(Class<?> holds) {
        this.holds = holds;
    }

    /** Whether a value is of this kind while a forward is recorded. */
    boolean accepts(Object value) {
        return holds.isInstance(value);
    }
}

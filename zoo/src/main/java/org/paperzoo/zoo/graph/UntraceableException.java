package org.paperzoo.zoo.graph;

/** A forward cannot be written as a graph; the message says which call stands in the way, and what to use instead. */
public final class UntraceableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UntraceableException(String message) {
        super(message);
    }
}

package org.paperzoo.hub;

/** The server was reached, and it has no such file, revision or repository. */
public final class AbsentException extends UnreachableException {

    public AbsentException(String message) {
        super(message, null);
    }
}

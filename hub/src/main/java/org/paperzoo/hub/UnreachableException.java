package org.paperzoo.hub;

import java.io.IOException;

/** Something is neither here nor to be had now. The message says what, where, and what would help. */
public class UnreachableException extends IOException {

    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}

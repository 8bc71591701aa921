package org.paperzoo.zoo.hub;

import java.io.IOException;

/** What was asked for is neither on this machine nor to be had from where it should be. The command ends with code 4. */
public final class UnreachableException extends IOException {

    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}

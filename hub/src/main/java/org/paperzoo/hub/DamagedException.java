package org.paperzoo.hub;

import java.io.IOException;

/** What was fetched or kept is not what it should be: its length or digest is another. */
public final class DamagedException extends IOException {

    public DamagedException(String message) {
        super(message);
    }
}

package org.paperzoo.datasets;

import java.io.IOException;

/**
 * A data file is not what its format or its benchmark says. The message is one line that a user can act on: the file, the
 * line or record, what is wrong there, and what would be right. The command ends with code 3.
 */
public class InvalidDataException extends IOException {

    public InvalidDataException(String message) {
        super(message);
    }

    public InvalidDataException(String message, Throwable cause) {
        super(message, cause);
    }
}

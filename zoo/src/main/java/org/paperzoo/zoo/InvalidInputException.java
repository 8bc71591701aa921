package org.paperzoo.zoo;

import java.io.IOException;

/**
 * What came from outside is wrong: a file, a configuration, a checkpoint, an input. The message is one line that a user
 * can act on: what is wrong, where (file, key, offset or line), and what would be right. The command ends with code 3.
 */
public class InvalidInputException extends IOException {

    public InvalidInputException(String message) {
        super(message);
    }

    public InvalidInputException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.paperzoo.zoo.checkpoint;

/** A pickle that makes no sense, or is refused; {@link Unpickler} adds the file and the place to the message. */
final class MalformedPickleException extends Exception {
    MalformedPickleException(String message) {
        super(message);
    }
}

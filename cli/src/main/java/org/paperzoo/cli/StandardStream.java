package org.paperzoo.cli;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output that remembers why it could not be written, which {@link java.io.PrintStream} forgets: a reader that
 * has seen enough ({@code paperzoo list | head}) is no error, a full disk is one.
 */
final class StandardStream extends FilterOutputStream {

    private IOException failure;

    StandardStream(OutputStream target) {
        super(new BufferedOutputStream(target, 1 << 13));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    /** The code to exit with when the command itself ended with {@code code}. */
    int exitCode(int code) {
        if (failure == null || isClosedPipe()) {
            return code;
        }
        System.err.println("paperzoo: standard output: " + failure.getMessage());
        return code == 0 ? Failure.BAD_INPUT : code;
    }

    private boolean isClosedPipe() {
        String message = String.valueOf(failure.getMessage());
        return message.contains("Broken pipe") || message.contains("pipe is being closed");
    }
}

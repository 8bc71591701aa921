package org.paperzoo.leaderboard.server;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.paperzoo.zoo.InvalidInputException;

/** A request's body, which ends in an error where it is longer than it may be. */
final class BoundedBody extends FilterInputStream {

    private final long most;
    private long left;

    BoundedBody(InputStream in, long most) {
        super(in);
        this.most = most;
        left = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        left -= Math.max(0, read);
        if (left < 0) {
            throw new InvalidInputException("the request is larger than " + most + " bytes");
        }
        return read;
    }
}

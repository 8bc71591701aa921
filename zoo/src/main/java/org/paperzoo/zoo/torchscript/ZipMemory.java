package org.paperzoo.zoo.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** An archive in memory. */
final class ZipMemory implements ZipTarget {

    /** Gives access to the bytes written so far. */
    private static final class Bytes extends ByteArrayOutputStream {
        void replace(int position, ByteBuffer content) {
            content.get(buf, position, content.remaining());
        }
    }

    private final Bytes bytes = new Bytes();

    @Override
    public void append(ByteBuffer content) {
        byte[] copy = new byte[content.remaining()];
        content.get(copy);
        bytes.writeBytes(copy);
    }

    @Override
    public void replace(long position, ByteBuffer content) {
        bytes.replace(Math.toIntExact(position), content);
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}

package org.paperzoo.zoo.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Where an archive is written: bytes are appended, and a header can be corrected once what follows it is known. */
interface ZipTarget {

    void append(ByteBuffer content) throws IOException;

    /** Replaces bytes that were appended. */
    void replace(long position, ByteBuffer content) throws IOException;

    static ZipTarget file(FileChannel channel) {
        return new ZipTarget() {
            /** Bytes handed to the channel at a time: it copies what is not in native memory into a buffer of that size. */
            private static final int CHUNK = 1 << 20;

            @Override
            public void append(ByteBuffer content) throws IOException {
                int limit = content.limit();
                while (content.position() < limit) {
                    content.limit(content.position() + Math.min(CHUNK, limit - content.position()));
                    channel.write(content);
                }
            }

            @Override
            public void replace(long position, ByteBuffer content) throws IOException {
                long next = position;
                while (content.hasRemaining()) {
                    next += channel.write(content, next);
                }
            }
        };
    }
}

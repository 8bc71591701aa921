package org.paperzoo.zoo.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A file mapped into memory, of any length. One Java buffer covers at most 2 GiB, so the file is covered by regions that
 * begin every GiB and are up to 2 GiB long: every slice of at most 1 GiB lies in one of them, and the rare longer one is
 * mapped by itself. All regions are mapped on opening, which reserves addresses and reads nothing.
 */
final class MappedFile implements Closeable {

    private static final long STRIDE = 1L << 30;

    private final Path path;
    private final FileChannel channel;
    private final long size;
    private final ByteBuffer[] regions;
    private volatile boolean closed;

    private MappedFile(Path path, FileChannel channel, long size, ByteBuffer[] regions) {
        this.path = path;
        this.channel = channel;
        this.size = size;
        this.regions = regions;
    }

    static MappedFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            long size = channel.size();
            ByteBuffer[] regions = new ByteBuffer[Math.toIntExact((size + STRIDE - 1) / STRIDE)];
            for (int i = 0; i < regions.length; i++) {
                long begin = i * STRIDE;
                regions[i] =
                        channel.map(FileChannel.MapMode.READ_ONLY, begin, Math.min(size - begin, Integer.MAX_VALUE));
            }
            return new MappedFile(path, channel, size, regions);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    /** Length of the file in bytes when it was opened. */
    long size() {
        return size;
    }

    /**
     * Returns a read-only, little-endian view of a part of the file, which no copy is made of.
     *
     * @param offset first byte, from 0
     * @param length number of bytes; offset + length is at most {@link #size()}
     * @param what what lies there, for the message
     * @throws InvalidInputException if the part is longer than one buffer can be (2 GiB - 1)
     */
    ByteBuffer slice(long offset, long length, String what) throws IOException {
        if (closed) {
            throw new IOException(path + ": has been closed");
        }
        if (offset < 0 || length < 0 || offset > size - length) {
            throw new InvalidInputException(path + ": " + what + " lies at bytes " + offset + " to " + (offset + length)
                    + " of a file of " + size);
        }
        if (length > Integer.MAX_VALUE) {
            throw new InvalidInputException(path + ": " + what + " has " + length + " bytes, more than the "
                    + Integer.MAX_VALUE + " supported");
        }
        if (length == 0) {
            return ByteBuffer.allocate(0).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }
        int region = (int) (offset / STRIDE);
        long within = offset - region * STRIDE;
        ByteBuffer mapped;
        if (within + length <= regions[region].capacity()) {
            mapped = regions[region].slice((int) within, (int) length);
        } else {
            mapped = channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
        }
        return mapped.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Returns a part of the file, of any length, as a storage; nothing is mapped or checked before it is read. */
    StorageBytes part(long begin, long length) {
        return new Part(this, begin, length);
    }

    private record Part(MappedFile file, long begin, long size) implements StorageBytes {
        @Override
        public ByteBuffer slice(long offset, long length, String what) throws IOException {
            return file.slice(begin + offset, length, what);
        }
    }

    /** Gives the file back; what was mapped is unmapped when the last buffer over it is collected. */
    @Override
    public void close() throws IOException {
        closed = true;
        channel.close();
    }
}

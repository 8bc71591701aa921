package org.paperzoo.zoo.torchscript;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Writes a zip archive as PyTorch lays it out: nothing is compressed, and every entry's content begins at a multiple of 64
 * bytes, to which an extra field in its header pads. Entries and archives may exceed 4 GiB (ZIP64). Java's own writer can
 * neither align nor store what it has not summed up before.
 */
final class StoredZip {

    private static final int ALIGNMENT = 64;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int CHECKSUM_OFFSET = 14;
    private static final long IN_ZIP64 = 0xffffffffL;
    private static final short MANY_ENTRIES = (short) 0xffff;
    private static final short PLAIN_VERSION = 20;
    private static final short ZIP64_VERSION = 45;
    private static final short UTF_8_NAMES = 0x0800;
    /** 1 January 1980, the first day that a zip knows: the same content is the same file. */
    private static final short DATE = 0x21;

    private static final short ZIP64_FIELD = 1;
    private static final short PADDING_FIELD = 'F' | 'B' << 8;
    private static final int FIELD_HEADER = 4;

    private record Entry(byte[] name, long offset, long size, int checksum) {}

    private final ZipTarget target;
    private final List<Entry> entries = new ArrayList<>();
    private long position;

    StoredZip(ZipTarget target) {
        this.target = target;
    }

    void entry(String name, byte[] content) throws IOException {
        entry(name, content.length, channel -> channel.write(ByteBuffer.wrap(content)));
    }

    /**
     * Writes an entry whose content is streamed.
     *
     * @throws IOException if the content is not of the given size
     */
    void entry(String name, long size, TensorContent content) throws IOException {
        byte[] encoded = name.getBytes(StandardCharsets.UTF_8);
        long offset = position;
        append(localHeader(encoded, size));
        CRC32 checksum = new CRC32();
        long begin = position;
        content.writeTo(new WritableByteChannel() {
            @Override
            public int write(ByteBuffer source) throws IOException {
                int length = source.remaining();
                if (length > size - (position - begin)) {
                    throw new IOException(name + ": more than " + size + " bytes were given");
                }
                checksum.update(source.duplicate());
                append(source);
                return length;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                // The archive goes on.
            }
        });
        if (position - begin != size) {
            throw new IOException(name + ": " + (position - begin) + " bytes were given, not " + size);
        }
        int sum = (int) checksum.getValue();
        target.replace(
                offset + CHECKSUM_OFFSET, buffer(Integer.BYTES).putInt(sum).flip());
        entries.add(new Entry(encoded, offset, size, sum));
    }

    private ByteBuffer localHeader(byte[] name, long size) {
        boolean large = size >= IN_ZIP64;
        int sizes = large ? FIELD_HEADER + 2 * Long.BYTES : 0;
        long unpadded = position + LOCAL_BYTES + name.length + sizes + FIELD_HEADER;
        int padding = (int) (-unpadded & (ALIGNMENT - 1));
        int extra = sizes + FIELD_HEADER + padding;
        ByteBuffer header = buffer(LOCAL_BYTES + name.length + extra)
                .putInt(0x04034b50)
                .putShort(large ? ZIP64_VERSION : PLAIN_VERSION);
        putShared(header, 0, size);
        header.putShort((short) name.length).putShort((short) extra).put(name);
        if (large) {
            header.putShort(ZIP64_FIELD)
                    .putShort((short) (2 * Long.BYTES))
                    .putLong(size)
                    .putLong(size);
        }
        header.putShort(PADDING_FIELD).putShort((short) padding);
        while (header.hasRemaining()) {
            header.put((byte) 'Z');
        }
        return header.flip();
    }

    /** What the header before an entry and the one in the directory share. */
    private static void putShared(ByteBuffer header, int checksum, long size) {
        int shown = (int) Math.min(size, IN_ZIP64);
        header.putShort(UTF_8_NAMES)
                .putShort((short) 0) // stored
                .putShort((short) 0) // midnight
                .putShort(DATE)
                .putInt(checksum)
                .putInt(shown)
                .putInt(shown);
    }

    /** Writes the directory; the archive is complete. */
    void finish() throws IOException {
        long begin = position;
        for (Entry entry : entries) {
            append(centralHeader(entry));
        }
        long length = position - begin;
        if (entries.size() >= (MANY_ENTRIES & 0xffff) || begin >= IN_ZIP64 || length >= IN_ZIP64) {
            append(zip64End(begin, length));
        }
        short count = (short) Math.min(entries.size(), MANY_ENTRIES & 0xffff);
        append(buffer(22)
                .putInt(0x06054b50)
                .putInt(0) // disks
                .putShort(count)
                .putShort(count)
                .putInt((int) Math.min(length, IN_ZIP64))
                .putInt((int) Math.min(begin, IN_ZIP64))
                .putShort((short) 0) // no comment
                .flip());
    }

    private static ByteBuffer centralHeader(Entry entry) {
        boolean large = entry.size >= IN_ZIP64;
        boolean far = entry.offset >= IN_ZIP64;
        int numbers = (large ? 2 * Long.BYTES : 0) + (far ? Long.BYTES : 0);
        int extra = numbers > 0 ? FIELD_HEADER + numbers : 0;
        short version = numbers > 0 ? ZIP64_VERSION : PLAIN_VERSION;
        ByteBuffer header = buffer(CENTRAL_BYTES + entry.name.length + extra)
                .putInt(0x02014b50)
                .putShort(version)
                .putShort(version);
        putShared(header, entry.checksum, entry.size);
        header.putShort((short) entry.name.length)
                .putShort((short) extra)
                .putShort((short) 0) // no comment
                .putShort((short) 0) // disk
                .putShort((short) 0) // internal attributes
                .putInt(0) // external attributes
                .putInt((int) Math.min(entry.offset, IN_ZIP64))
                .put(entry.name);
        if (numbers > 0) {
            header.putShort(ZIP64_FIELD).putShort((short) numbers);
        }
        if (large) {
            header.putLong(entry.size).putLong(entry.size);
        }
        if (far) {
            header.putLong(entry.offset);
        }
        return header.flip();
    }

    private ByteBuffer zip64End(long begin, long length) {
        return buffer(56 + 20)
                .putInt(0x06064b50)
                .putLong(44) // bytes that follow in this record
                .putShort(ZIP64_VERSION)
                .putShort(ZIP64_VERSION)
                .putInt(0) // disk
                .putInt(0) // disk of the directory
                .putLong(entries.size())
                .putLong(entries.size())
                .putLong(length)
                .putLong(begin)
                .putInt(0x07064b50)
                .putInt(0) // disk of the record above
                .putLong(position)
                .putInt(1) // disks
                .flip();
    }

    private void append(ByteBuffer content) throws IOException {
        int length = content.remaining();
        target.append(content);
        position += length;
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}

package org.paperzoo.zoo.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.paperzoo.zoo.InvalidInputException;

/**
 * The entries of a zip archive and where their bytes lie, ZIP64 included. {@code java.util.zip} does not tell the
 * positions, without which an entry that is stored as it is could not be mapped. Names are labels here: none is ever used
 * as a path.
 *
 * <p>Source: PKWARE APPNOTE 6.3.
 */
final class ZipDirectory {

    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final long IN_ZIP64 = 0xffffffffL;
    private static final int CHUNK = 1 << 16;

    private final MappedFile file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private ZipDirectory(MappedFile file) {
        this.file = file;
    }

    /** One entry as the directory describes it. */
    private record Entry(String name, int flags, int method, long crc, long packed, long size, long header) {}

    static ZipDirectory read(MappedFile file) throws IOException {
        ZipDirectory directory = new ZipDirectory(file);
        directory.readEntries();
        return directory;
    }

    /** Names and entries in the order of the directory. */
    Iterable<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    private void readEntries() throws IOException {
        long end = endRecord();
        ByteBuffer record = slice(end, END_BYTES, "the end of the zip directory");
        long count = record.getShort(10) & 0xffff;
        long size = record.getInt(12) & 0xffffffffL;
        long offset = record.getInt(16) & 0xffffffffL;
        if (count == 0xffff || size == IN_ZIP64 || offset == IN_ZIP64) {
            ByteBuffer locator = slice(end - 20, 20, "the ZIP64 locator");
            expect(locator, 0x07064b50, "the ZIP64 locator");
            ByteBuffer record64 = slice(locator.getLong(8), 56, "the ZIP64 end of the directory");
            expect(record64, 0x06064b50, "the ZIP64 end of the directory");
            count = record64.getLong(32);
            size = record64.getLong(40);
            offset = record64.getLong(48);
        }
        if (offset < 0 || size < 0 || offset > end - size) {
            throw fault("the zip directory claims bytes " + offset + " and the " + size
                    + " after it, but ends before byte " + end);
        }
        ByteBuffer directory = slice(offset, size, "the zip directory");
        while (directory.hasRemaining()) {
            Entry entry = readEntry(directory);
            if (entries.put(entry.name(), entry) != null) {
                throw fault("two zip entries are named " + Printable.quote(entry.name()));
            }
        }
        if (entries.size() != count) {
            throw fault("the zip directory holds " + entries.size() + " entries, not " + count + " as it says");
        }
    }

    /** The end record is the last thing of the file but for a comment whose length it tells. */
    private long endRecord() throws IOException {
        for (long at = file.size() - END_BYTES; at >= Math.max(0, file.size() - END_BYTES - LONGEST_COMMENT); at--) {
            ByteBuffer record = slice(at, END_BYTES, "the end of the zip directory");
            if (record.getInt(0) == 0x06054b50 && at + END_BYTES + (record.getShort(20) & 0xffff) == file.size()) {
                return at;
            }
        }
        throw fault("a zip archive without the directory at its end: the file is cut short");
    }

    private Entry readEntry(ByteBuffer directory) throws IOException {
        if (directory.remaining() < 46 || directory.getInt(directory.position()) != 0x02014b50) {
            throw fault("the zip directory is damaged");
        }
        ByteBuffer fixed = take(directory, 46);
        int nameLength = fixed.getShort(28) & 0xffff;
        int extraLength = fixed.getShort(30) & 0xffff;
        int commentLength = fixed.getShort(32) & 0xffff;
        if (directory.remaining() < nameLength + extraLength + commentLength) {
            throw fault("the zip directory is damaged");
        }
        // Undecodable bytes become replacement characters: such a name is none that is looked for.
        String name = StandardCharsets.UTF_8.decode(take(directory, nameLength)).toString();
        ByteBuffer extra = take(directory, extraLength);
        take(directory, commentLength);
        long[] sizes = {fixed.getInt(24) & 0xffffffffL, fixed.getInt(20) & 0xffffffffL, fixed.getInt(42) & 0xffffffffL};
        readZip64(name, extra, sizes);
        return new Entry(
                name,
                fixed.getShort(8) & 0xffff,
                fixed.getShort(10) & 0xffff,
                fixed.getInt(16) & 0xffffffffL,
                sizes[1],
                sizes[0],
                sizes[2]);
    }

    /** Numbers that do not fit 32 bits are in an extra field: size, packed size, offset, each only if it is needed. */
    private void readZip64(String name, ByteBuffer extra, long[] sizes) throws InvalidInputException {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = extra.getShort() & 0xffff;
            if (length > extra.remaining()) {
                break;
            }
            ByteBuffer field = take(extra, length);
            for (int i = 0; id == 1 && i < sizes.length; i++) {
                if (sizes[i] == IN_ZIP64 && field.remaining() >= 8) {
                    sizes[i] = field.getLong();
                }
            }
        }
        if (sizes[0] < 0 || sizes[1] < 0 || sizes[2] < 0) {
            throw fault("zip entry " + Printable.quote(name) + " has a negative size or offset");
        }
    }

    /**
     * Finds the bytes of an entry.
     *
     * @return null if there is no entry of that name
     * @throws InvalidInputException if the entry is encrypted, packed in another way than deflate, or damaged
     */
    StorageBytes find(String name) throws IOException {
        Entry entry = entries.get(name);
        if (entry == null) {
            return null;
        }
        String what = "zip entry " + Printable.quote(name);
        if ((entry.flags() & 1) != 0) {
            throw fault(what + " is encrypted");
        }
        if (entry.method() != 0 && entry.method() != 8) {
            throw fault(what + " is packed by method " + entry.method() + "; stored and deflated entries are read");
        }
        ByteBuffer local = slice(entry.header(), 30, what);
        expect(local, 0x04034b50, what);
        long begin = entry.header() + 30 + (local.getShort(26) & 0xffff) + (local.getShort(28) & 0xffff);
        if (begin > file.size() - entry.packed()) {
            throw fault(what + " ends after the file");
        }
        if (entry.method() == 0) {
            if (entry.packed() != entry.size()) {
                throw fault(what + " is stored as it is, but has two lengths");
            }
            return file.part(begin, entry.size());
        }
        return new Deflated(begin, entry, what);
    }

    /** A deflated entry, unpacked each time that it is read: nobody who cares for speed deflates weights. */
    private final class Deflated implements StorageBytes {
        private final long begin;
        private final Entry entry;
        private final String what;

        Deflated(long begin, Entry entry, String what) {
            this.begin = begin;
            this.entry = entry;
            this.what = what;
        }

        @Override
        public long size() {
            return entry.size();
        }

        @Override
        public ByteBuffer slice(long offset, long length, String reader) throws IOException {
            if (entry.size() > Integer.MAX_VALUE) {
                throw fault(what + " unpacks to " + entry.size() + " bytes, more than the supported 2147483647");
            }
            // Once to see that it really unpacks to the size it claims, and only then into memory of that size.
            inflate(null);
            byte[] unpacked = new byte[(int) entry.size()];
            inflate(unpacked);
            return ByteBuffer.wrap(unpacked).slice((int) offset, (int) length).asReadOnlyBuffer();
        }

        private void inflate(byte[] target) throws IOException {
            byte[] chunk = new byte[CHUNK];
            Inflater inflater = new Inflater(true);
            CRC32 crc = new CRC32();
            long done = 0;
            try {
                inflater.setInput(file.slice(begin, entry.packed(), what));
                while (!inflater.finished()) {
                    int count = inflater.inflate(chunk);
                    if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())
                            || done + count > entry.size()) {
                        break;
                    }
                    crc.update(chunk, 0, count);
                    if (target != null) {
                        System.arraycopy(chunk, 0, target, (int) done, count);
                    }
                    done += count;
                }
                if (!inflater.finished() || done != entry.size() || crc.getValue() != entry.crc()) {
                    throw fault(what + " does not unpack to the " + entry.size() + " bytes that it claims");
                }
            } catch (DataFormatException e) {
                throw new InvalidInputException(file.path() + ": " + what + " is damaged: " + e.getMessage(), e);
            } finally {
                inflater.end();
            }
        }
    }

    private static ByteBuffer take(ByteBuffer from, int length) {
        ByteBuffer part = from.slice(from.position(), length).order(from.order());
        from.position(from.position() + length);
        return part;
    }

    private ByteBuffer slice(long offset, long length, String what) throws IOException {
        if (offset < 0 || offset > file.size() - length) {
            throw fault(what + " should be at byte " + offset + ", outside the file of " + file.size() + " bytes");
        }
        return file.slice(offset, length, what);
    }

    private void expect(ByteBuffer record, int signature, String what) throws InvalidInputException {
        if (record.getInt(0) != signature) {
            throw fault(what + " is not where the zip directory says");
        }
    }

    private InvalidInputException fault(String message) {
        return new InvalidInputException(file.path() + ": " + message);
    }
}

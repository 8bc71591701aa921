package org.paperzoo.datasets;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a UTF-8 file line by line and knows where it is, for messages. Lines end with LF or CR LF (a CR alone is part of
 * its line); a byte order mark at the start is dropped; a name that ends with {@code .gz} is unpacked while it is read.
 * A line is never longer than {@link #LONGEST_LINE} bytes, so that a file without line ends cannot fill the memory.
 */
public final class LineReader implements Closeable {

    /** Bytes that one line may have: 16 MiB. */
    public static final int LONGEST_LINE = 16 << 20;

    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final char REPLACEMENT = '\uFFFD';

    private final Path file;
    private final InputStream input;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream carried = new ByteArrayOutputStream();
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private int position;
    private int limit;
    private long line;

    private LineReader(Path file, InputStream input) {
        this.file = file;
        this.input = input;
    }

    /**
     * Opens a file.
     *
     * @throws NoSuchFileException if there is none, or it is a folder
     */
    public static LineReader open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, Files.exists(file) ? "is not a file" : "there is no such file");
        }
        InputStream input = Files.newInputStream(file);
        if (!file.getFileName().toString().endsWith(".gz")) {
            return new LineReader(file, input);
        }
        try {
            return new LineReader(file, new GZIPInputStream(input, 1 << 16));
        } catch (ZipException | EOFException e) {
            input.close();
            throw new InvalidDataException(file + ": is not a gzip file", e);
        }
    }

    /** Returns the next line without its end, or null after the last. A line end at the end of the file begins no line. */
    public String read() throws IOException {
        line++;
        carried.reset();
        while (true) {
            if (position == limit && !fill()) {
                if (carried.size() == 0) {
                    line--;
                    return null;
                }
                return decode(carried.toByteArray(), 0, carried.size());
            }
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            if (carried.size() + (end - position) > LONGEST_LINE) {
                throw wrong("the line has more than " + LONGEST_LINE + " bytes");
            }
            if (end < limit) {
                int start = position;
                position = end + 1;
                if (carried.size() == 0) {
                    return decode(buffer, start, end - start);
                }
                carried.write(buffer, start, end - start);
                return decode(carried.toByteArray(), 0, carried.size());
            }
            carried.write(buffer, position, end - position);
            position = end;
        }
    }

    /** Number of the line read last, counted from 1. */
    public long line() {
        return line;
    }

    /** The file that is read. */
    public Path file() {
        return file;
    }

    /** An error at the line read last. */
    public InvalidDataException wrong(String what) {
        return new InvalidDataException(file + ":" + line + ": " + what);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    private boolean fill() throws IOException {
        try {
            position = 0;
            limit = Math.max(0, input.read(buffer));
            return limit > 0;
        } catch (ZipException | EOFException e) {
            limit = 0;
            throw new InvalidDataException(file + ": the gzip file is damaged or cut short", e);
        }
    }

    private String decode(byte[] bytes, int start, int length) throws IOException {
        int end = length > 0 && bytes[start + length - 1] == '\r' ? length - 1 : length;
        try {
            String text = new String(bytes, start, end, StandardCharsets.UTF_8);
            // What is not UTF-8 becomes this character, which a text may also have of its own.
            if (text.indexOf(REPLACEMENT) >= 0) {
                text = decoder.decode(ByteBuffer.wrap(bytes, start, end)).toString();
            }
            return line == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw wrong("is not UTF-8 text");
        }
    }
}

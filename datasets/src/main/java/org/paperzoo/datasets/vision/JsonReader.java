package org.paperzoo.datasets.vision;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.paperzoo.datasets.InvalidDataException;

/**
 * Reads JSON of numbers, value by value, from files of hundreds of megabytes. It is here beside Jackson because scoring a
 * result file takes less than reading it: this makes no object for a number or a name, and is compiled in a fraction of the
 * time. JSON is as in RFC 8259, with Python's NaN and infinities, which are decimals.
 *
 * <p>Errors are {@link InvalidDataException}s that name file, line and column.
 */
final class JsonReader implements Closeable {

    /** What stands at a place. */
    enum Token {
        OBJECT,
        END_OBJECT,
        ARRAY,
        END_ARRAY,
        NAME,
        TEXT,
        WHOLE,
        DECIMAL,
        TRUE,
        FALSE,
        NULL,
        /** Behind the one value that a file is. */
        END
    }

    private static final int BUFFER = 1 << 16;

    /** No number has more bytes, so that it lies in the buffer whole. */
    private static final int LONGEST_NUMBER = 1000;

    private static final int LONGEST_TEXT = 1 << 26;
    private static final int DEEPEST = 500;

    /** As many digits as doubles hold exactly, so that dividing by an exact power of ten rounds rightly. */
    private static final int EXACT_DIGITS = 15;

    private static final int DIGITS_OF_LONG = 18;
    private static final double[] POWERS = new double[EXACT_DIGITS + 1];

    static {
        POWERS[0] = 1;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = POWERS[i - 1] * 10;
        }
    }

    private final Path file;
    private final InputStream input;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private long line = 1;
    /** Where the line began, counted as {@link #position} is; negative once the buffer was refilled. */
    private long lineStart;

    private final boolean[] inObject = new boolean[DEEPEST + 1];
    private int depth;
    private boolean begun;
    private boolean first;
    private boolean skipping;
    private Token token;

    private byte[] text = new byte[256];
    private int textLength;
    private boolean ascii;
    private long whole;
    private double decimal;
    private boolean tooLarge;

    private JsonReader(Path file, InputStream input) {
        this.file = file;
        this.input = input;
    }

    /**
     * Opens a file, unpacking one whose name ends with {@code .gz}.
     *
     * @param what what it is, for the message that it is not there
     */
    static JsonReader open(Path file, String what) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such " + what);
        }
        InputStream input = Files.newInputStream(file);
        if (!file.toString().endsWith(".gz")) {
            return new JsonReader(file, input);
        }
        try {
            return new JsonReader(file, new GZIPInputStream(input, BUFFER));
        } catch (ZipException | EOFException e) {
            input.close();
            throw new InvalidDataException(file + ": is not a gzip file", e);
        }
    }

    /** The file. */
    Path file() {
        return file;
    }

    /** What was read last. */
    Token token() {
        return token;
    }

    /** Reads on to the next token. */
    Token next() throws IOException {
        int c = skipSpace();
        if (depth == 0) {
            if (begun) {
                if (c >= 0) {
                    throw wrong("expected nothing more");
                }
                return token = Token.END;
            }
            begun = true;
            return token = value(c);
        }
        if (token == Token.NAME) {
            return token = value(c);
        }
        boolean object = inObject[depth];
        if (c == (object ? '}' : ']')) {
            position++;
            depth--;
            first = false;
            return token = object ? Token.END_OBJECT : Token.END_ARRAY;
        }
        if (!first) {
            if (c != ',') {
                throw wrong("expected a comma or " + (object ? "}" : "]"));
            }
            position++;
            c = skipSpace();
        }
        first = false;
        if (!object) {
            return token = value(c);
        }
        if (c != '"') {
            throw wrong("expected a name in quotes");
        }
        readText();
        if (skipSpace() != ':') {
            throw wrong("expected a colon");
        }
        position++;
        return token = Token.NAME;
    }

    /** Reads on to the end of the object or list that begins here; stays where neither does. */
    void skip() throws IOException {
        if (token != Token.OBJECT && token != Token.ARRAY) {
            return;
        }
        int outside = depth - 1;
        skipping = true;
        while (depth > outside) {
            next();
        }
        skipping = false;
    }

    private Token value(int c) throws IOException {
        switch (c) {
            case '{':
            case '[':
                if (depth == DEEPEST) {
                    throw wrong("it lies more than " + DEEPEST + " deep");
                }
                position++;
                inObject[++depth] = c == '{';
                first = true;
                return c == '{' ? Token.OBJECT : Token.ARRAY;
            case '"':
                readText();
                return Token.TEXT;
            case 't':
                return literal("true", Token.TRUE);
            case 'f':
                return literal("false", Token.FALSE);
            case 'n':
                return literal("null", Token.NULL);
            case 'N':
                decimal = Double.NaN;
                return literal("NaN", Token.DECIMAL);
            case 'I':
                decimal = Double.POSITIVE_INFINITY;
                return literal("Infinity", Token.DECIMAL);
            default:
                return number(c);
        }
    }

    private Token literal(String word, Token meant) throws IOException {
        haveWhole(word.length());
        for (int i = 0; i < word.length(); i++) {
            if (position + i >= limit || buffer[position + i] != word.charAt(i)) {
                throw wrong("expected a value");
            }
        }
        position += word.length();
        return meant;
    }

    private Token number(int c) throws IOException {
        haveWhole(LONGEST_NUMBER + 1);
        int start = position;
        int at = start;
        boolean negative = c == '-';
        if (negative) {
            at++;
            if (at < limit && buffer[at] == 'I') {
                position = at;
                decimal = Double.NEGATIVE_INFINITY;
                return literal("Infinity", Token.DECIMAL);
            }
        }
        int firstDigit = at;
        long digits = 0;
        int digit;
        while (at < limit && (digit = buffer[at] - '0') >= 0 && digit <= 9) {
            digits = 10 * digits + digit;
            at++;
        }
        int count = at - firstDigit;
        if (count == 0 || (count > 1 && buffer[firstDigit] == '0')) {
            throw wrong(count == 0 ? "expected a value" : "a number begins with 0");
        }
        boolean isWhole = true;
        int decimals = 0;
        if (at < limit && buffer[at] == '.') {
            isWhole = false;
            int point = at++;
            while (at < limit && (digit = buffer[at] - '0') >= 0 && digit <= 9) {
                digits = 10 * digits + digit;
                at++;
            }
            decimals = at - point - 1;
            count += decimals;
            if (decimals == 0) {
                throw wrong("a number ends with its point");
            }
        }
        boolean exact = count <= EXACT_DIGITS;
        if (at < limit && (buffer[at] == 'e' || buffer[at] == 'E')) {
            isWhole = false;
            exact = false;
            at++;
            if (at < limit && (buffer[at] == '+' || buffer[at] == '-')) {
                at++;
            }
            int exponent = at;
            while (at < limit && buffer[at] >= '0' && buffer[at] <= '9') {
                at++;
            }
            if (at == exponent) {
                throw wrong("a number ends with its e");
            }
        }
        if (at - start > LONGEST_NUMBER) {
            throw wrong("a number has more than " + LONGEST_NUMBER + " characters");
        }
        position = at;
        if (isWhole) {
            tooLarge = count > DIGITS_OF_LONG;
            whole = negative ? -digits : digits;
            return Token.WHOLE;
        }
        if (exact) {
            double size = digits / POWERS[decimals];
            decimal = negative ? -size : size;
        } else if (!skipping) {
            decimal = Double.parseDouble(new String(buffer, start, at - start, StandardCharsets.US_ASCII));
        }
        return Token.DECIMAL;
    }

    /** Reads the text at whose opening quotes the reader stands. */
    private void readText() throws IOException {
        position++;
        textLength = 0;
        ascii = true;
        while (true) {
            int start = position;
            int at = start;
            byte c = 0;
            while (at < limit && (c = buffer[at]) != '"' && c != '\\' && c >= ' ') {
                at++;
            }
            append(start, at - start);
            position = at;
            if (at == limit) {
                if (!fill()) {
                    throw wrong("the file ends within a text");
                }
            } else if (c == '"') {
                position++;
                return;
            } else if (c == '\\') {
                readEscape();
            } else if (c < 0) {
                ascii = false;
                append(at, 1);
                position++;
            } else {
                throw wrong("a text has a control character");
            }
        }
    }

    private void append(int start, int length) throws IOException {
        if (skipping || length == 0) {
            return;
        }
        if (length > text.length - textLength) {
            if (textLength + length > LONGEST_TEXT) {
                throw wrong("a text has more than " + LONGEST_TEXT + " bytes");
            }
            text = Arrays.copyOf(text, Math.min(LONGEST_TEXT, 2 * (textLength + length)));
        }
        System.arraycopy(buffer, start, text, textLength, length);
        textLength += length;
    }

    private void append(String decoded) throws IOException {
        for (byte each : decoded.getBytes(StandardCharsets.UTF_8)) {
            ascii &= each >= 0;
            if (textLength == text.length) {
                if (textLength == LONGEST_TEXT) {
                    throw wrong("a text has more than " + LONGEST_TEXT + " bytes");
                }
                text = Arrays.copyOf(text, Math.min(LONGEST_TEXT, 2 * textLength));
            }
            text[textLength++] = each;
        }
    }

    private void readEscape() throws IOException {
        // Two escapes of six bytes, where a character takes a pair.
        haveWhole(12);
        int kind = position + 1 < limit ? buffer[position + 1] : -1;
        int place = kind < 0 ? -1 : "\"\\/bfnrt".indexOf(kind);
        if (place >= 0) {
            append(String.valueOf("\"\\/\b\f\n\r\t".charAt(place)));
            position += 2;
        } else if (kind == 'u') {
            char unit = unit();
            if (Character.isHighSurrogate(unit)
                    && position + 1 < limit
                    && buffer[position] == '\\'
                    && buffer[position + 1] == 'u') {
                append(new String(new char[] {unit, unit()}));
            } else {
                append(String.valueOf(unit));
            }
        } else {
            throw wrong("a text has an unknown escape");
        }
    }

    private char unit() throws IOException {
        int unit = 0;
        for (int i = 2; i < 6; i++) {
            int digit = position + i < limit ? Character.digit(buffer[position + i], 16) : -1;
            if (digit < 0) {
                throw wrong("an escape has no four hexadecimal digits");
            }
            unit = 16 * unit + digit;
        }
        position += 6;
        return (char) unit;
    }

    /** Whether the name or text read last is one. */
    boolean textIs(byte[] other) {
        if (textLength != other.length) {
            return false;
        }
        for (int i = 0; i < other.length; i++) {
            if (text[i] != other[i]) {
                return false;
            }
        }
        return true;
    }

    /** The name or text read last. */
    String text() throws IOException {
        if (ascii) {
            return new String(text, 0, textLength, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text, 0, textLength))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong("a text is not UTF-8");
        }
    }

    /** Whether the whole number read last is beyond 18 digits, which {@link #whole} cannot hold. */
    boolean tooLarge() {
        return tooLarge;
    }

    /** The whole number read last. */
    long whole() {
        return whole;
    }

    /** The number read last, whole or not; NaN if something else was read. */
    double number() {
        if (token == Token.WHOLE) {
            return tooLarge ? Double.NaN : whole;
        }
        return token == Token.DECIMAL ? decimal : Double.NaN;
    }

    /** Passes over spaces, and gives the byte behind them, or -1 at the end. */
    private int skipSpace() throws IOException {
        while (true) {
            while (position < limit) {
                byte c = buffer[position];
                if (c > ' ' || c < 0) {
                    return c & 0xff;
                }
                if (c == '\n') {
                    line++;
                    lineStart = position + 1L;
                } else if (c != ' ' && c != '\t' && c != '\r') {
                    throw wrong("there is a control character");
                }
                position++;
            }
            if (!fill()) {
                return -1;
            }
        }
    }

    /** Moves what is left to the buffer's start and fills it up, unless so many bytes are there. */
    private void haveWhole(int bytes) throws IOException {
        while (limit - position < bytes && fill()) {
            // Streams may give less than was asked for.
        }
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        lineStart -= position;
        position = 0;
        try {
            int read = input.read(buffer, limit, buffer.length - limit);
            limit += Math.max(0, read);
            return read > 0;
        } catch (ZipException | EOFException e) {
            throw new InvalidDataException(file + ": the gzip file is damaged or cut short", e);
        }
    }

    private InvalidDataException wrong(String what) {
        String found = position < limit ? "" : "; the file ends there";
        return new InvalidDataException(file + ": is not JSON at line " + line + ", column "
                + (position - lineStart + 1) + ": " + what + found);
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}

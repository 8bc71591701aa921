package org.paperzoo.zoo.checkpoint;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The operands of pickle opcodes: numbers, text and lengths, each read only as far as there are bytes. */
final class PickleInput {

    /** Longest pickle read; those of the largest published state dicts have a few MB. */
    static final int LONGEST = 64 << 20;

    /** Longest number in digits or bytes, CPython's own limit: parsing takes quadratic time. */
    private static final int LONGEST_NUMBER = 4300;

    private final ByteBuffer bytes;

    PickleInput(ByteBuffer bytes) {
        this.bytes = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    int position() {
        return bytes.position();
    }

    /** The number that one of the number opcodes announces: a Long, BigInteger, Double, or Boolean (which was one once). */
    Object number(int opcode) throws MalformedPickleException {
        switch (opcode) {
            case 'J':
                return (long) bytes(4).getInt();
            case 'K':
                return (long) unsignedByte();
            case 'M':
                return (long) (bytes(2).getShort() & 0xffff);
            case 'G':
                return bytes(8).order(ByteOrder.BIG_ENDIAN).getDouble();
            case 0x8a:
                return littleEndianNumber(unsignedByte());
            case 0x8b:
                return littleEndianNumber(signedLength());
            default:
                return writtenNumber(opcode, line());
        }
    }

    private static Object writtenNumber(int opcode, String text) throws MalformedPickleException {
        if (opcode == 'I' && (text.equals("00") || text.equals("01"))) {
            return text.equals("01");
        }
        try {
            if (text.length() <= LONGEST_NUMBER) {
                return opcode == 'F'
                        ? (Object) Double.valueOf(text)
                        : narrow(new BigInteger(text.endsWith("L") ? text.substring(0, text.length() - 1) : text));
            }
        } catch (NumberFormatException e) {
            // Told below, as for a number that is too long.
        }
        throw new MalformedPickleException("not a number: " + Printable.quote(text));
    }

    private Object littleEndianNumber(int length) throws MalformedPickleException {
        if (length > LONGEST_NUMBER) {
            throw new MalformedPickleException(
                    "a number of " + length + " bytes; at most " + LONGEST_NUMBER + " are supported");
        }
        ByteBuffer littleEndian = bytes(length);
        byte[] bigEndian = new byte[length];
        for (int i = 0; i < length; i++) {
            bigEndian[length - 1 - i] = littleEndian.get(i);
        }
        return length == 0 ? (Object) 0L : narrow(new BigInteger(bigEndian));
    }

    private static Object narrow(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }

    String utf8(int length) throws MalformedPickleException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes(length)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedPickleException("text that is not valid UTF-8");
        }
    }

    /** Text of Python 2: UTF-8 by intention, but raw bytes may hide in it. */
    String oldString(int length) throws MalformedPickleException {
        ByteBuffer text = bytes(length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(text.duplicate()).toString();
        } catch (CharacterCodingException e) {
            return StandardCharsets.ISO_8859_1.decode(text).toString();
        }
    }

    static String quoted(String literal) throws MalformedPickleException {
        int last = literal.length() - 1;
        boolean delimited =
                last > 0 && literal.charAt(0) == literal.charAt(last) && "'\"".indexOf(literal.charAt(0)) >= 0;
        if (!delimited) {
            throw new MalformedPickleException("text without its quotes: " + Printable.quote(literal));
        }
        return unescape(literal.substring(1, last));
    }

    /** Resolves the escapes that Python writes into text of protocol 0. */
    static String unescape(String text) throws MalformedPickleException {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char character = text.charAt(at++);
            if (character != '\\' || at == text.length()) {
                plain.append(character);
                continue;
            }
            char kind = text.charAt(at++);
            int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
            if (digits > 0) {
                plain.appendCodePoint(hexadecimal(text, at, digits));
                at += digits;
            } else {
                int control = "nrt".indexOf(kind);
                plain.append(control >= 0 ? "\n\r\t".charAt(control) : kind);
            }
        }
        return plain.toString();
    }

    private static int hexadecimal(String text, int begin, int digits) throws MalformedPickleException {
        try {
            int codePoint = Integer.parseUnsignedInt(text.substring(begin, begin + digits), 16);
            if (Character.isValidCodePoint(codePoint)) {
                return codePoint;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            // Told below.
        }
        throw new MalformedPickleException("a broken escape in text");
    }

    String line() throws MalformedPickleException {
        int begin = bytes.position();
        for (int end = begin; end < bytes.limit(); end++) {
            if (bytes.get(end) == '\n') {
                String line = oldString(end - begin);
                bytes.position(end + 1);
                return line;
            }
        }
        throw cutShort();
    }

    int unsignedByte() throws MalformedPickleException {
        return bytes(1).get() & 0xff;
    }

    int signedLength() throws MalformedPickleException {
        return length(bytes(4).getInt());
    }

    int length4() throws MalformedPickleException {
        return length(bytes(4).getInt() & 0xffffffffL);
    }

    int length8() throws MalformedPickleException {
        return length(bytes(8).getLong());
    }

    private int length(long length) throws MalformedPickleException {
        if (length < 0 || length > Integer.MAX_VALUE) {
            throw new MalformedPickleException(
                    "a length of " + Long.toUnsignedString(length) + " bytes or an index as large");
        }
        return (int) length;
    }

    ByteBuffer bytes(int length) throws MalformedPickleException {
        if (length > bytes.remaining()) {
            throw cutShort();
        }
        ByteBuffer part = bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + length);
        return part;
    }

    private MalformedPickleException cutShort() {
        return new MalformedPickleException(
                bytes.limit() == LONGEST ? "goes on after " + LONGEST + " bytes, the most supported" : "is cut short");
    }
}

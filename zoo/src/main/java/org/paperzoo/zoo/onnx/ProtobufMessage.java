package org.paperzoo.zoo.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One message in protobuf's wire format, appended to field by field. Long contents are not copied in: the message knows
 * their length, and reads them when it is written.
 */
final class ProtobufMessage {

    /** Takes the parts of a message one after the other. */
    @FunctionalInterface
    interface Sink {
        void write(ByteBuffer part) throws IOException;
    }

    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED_32 = 5;

    private final List<TensorSource> parts = new ArrayList<>();
    private ByteArrayOutputStream open = new ByteArrayOutputStream();
    private long closedBytes;

    /** Number of bytes of the message. */
    long size() {
        return closedBytes + open.size();
    }

    ProtobufMessage integer(int field, long value) {
        tag(field, VARINT);
        variableLength(value);
        return this;
    }

    ProtobufMessage real(int field, float value) {
        tag(field, FIXED_32);
        open.writeBytes(littleEndian(value));
        return this;
    }

    ProtobufMessage text(int field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        tag(field, LENGTH_DELIMITED);
        variableLength(bytes.length);
        open.writeBytes(bytes);
        return this;
    }

    /** Appends a message, which must not be changed afterwards. */
    ProtobufMessage message(int field, ProtobufMessage value) {
        tag(field, LENGTH_DELIMITED);
        variableLength(value.size());
        if (value.parts.isEmpty()) {
            open.writeBytes(value.open.toByteArray());
        } else {
            closePart();
            value.closePart();
            parts.addAll(value.parts);
            closedBytes += value.closedBytes;
        }
        return this;
    }

    /** Appends {@code length} bytes that are read when the message is written. */
    ProtobufMessage content(int field, long length, TensorSource source) {
        tag(field, LENGTH_DELIMITED);
        variableLength(length);
        closePart();
        parts.add(source);
        closedBytes += length;
        return this;
    }

    /** The bytes of a message that was given no contents to read. */
    byte[] toBytes() {
        if (!parts.isEmpty()) {
            throw new IllegalStateException("the message has contents that are not in memory");
        }
        return open.toByteArray();
    }

    void writeTo(Sink sink) throws IOException {
        closePart();
        for (TensorSource part : parts) {
            sink.write(part.read());
        }
    }

    private void closePart() {
        if (open.size() > 0) {
            byte[] bytes = open.toByteArray();
            parts.add(() -> ByteBuffer.wrap(bytes));
            closedBytes += bytes.length;
            open = new ByteArrayOutputStream();
        }
    }

    private void tag(int field, int wireType) {
        variableLength((long) field << 3 | wireType);
    }

    /** Seven bits a byte, lowest first, the highest bit set on all but the last; negative numbers take ten bytes. */
    private void variableLength(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            open.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        open.write((int) rest);
    }

    private static byte[] littleEndian(float value) {
        return ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .array();
    }
}

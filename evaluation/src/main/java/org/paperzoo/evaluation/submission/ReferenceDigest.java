package org.paperzoo.evaluation.submission;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.IntUnaryOperator;
import org.paperzoo.evaluation.harness.Digests;

/** The digest of the references that predictions were compared with, in their order. */
final class ReferenceDigest {

    private static final int LABELS_AT_ONCE = 1 << 16;

    private final MessageDigest digest = Digests.sha256();

    /** Feeds a text and a line end. */
    void text(String text) {
        digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void numbers(double... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Double.BYTES);
        bytes.asDoubleBuffer().put(numbers);
        digest.update(bytes);
    }

    void whole(long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    }

    /** Feeds labels of at most 24 bits, by their places. */
    void labels(int count, IntUnaryOperator labelOf) {
        byte[] buffer = new byte[3 * Math.min(count, LABELS_AT_ONCE)];
        for (int from = 0; from < count; from += LABELS_AT_ONCE) {
            int part = Math.min(LABELS_AT_ONCE, count - from);
            for (int i = 0; i < part; i++) {
                int label = labelOf.applyAsInt(from + i);
                buffer[3 * i] = (byte) (label >> 16);
                buffer[3 * i + 1] = (byte) (label >> 8);
                buffer[3 * i + 2] = (byte) label;
            }
            digest.update(buffer, 0, 3 * part);
        }
    }

    void bytes(byte[] bytes) {
        digest.update(bytes);
    }

    /** The hexadecimal digits; ends the digest. */
    String hex() {
        return Digests.hex(digest);
    }
}

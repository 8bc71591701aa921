package org.paperzoo.zoo.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Every byte of the text's UTF-8 form is a token: a vocabulary that needs no file (ByT5, Xue et al. 2022, section 3).
 * Byte {@code b} is token {@code offset + b}; tokens below the offset are special.
 */
public final class ByteTokenizer implements TextTokenizer {

    private static final int BYTES = 256;

    private final int offset;
    private final long end;

    /**
     * A tokenizer.
     *
     * @param offset number of special tokens
     * @param end the token that ends every text; below the offset
     */
    public ByteTokenizer(int offset, long end) {
        if (offset < 1 || end < 0 || end >= offset) {
            throw new IllegalArgumentException(
                    "the end token " + end + " must be one of the " + offset + " special ones");
        }
        this.offset = offset;
        this.end = end;
    }

    /** Number of tokens, special ones included. */
    public int vocabularySize() {
        return offset + BYTES;
    }

    @Override
    public long[] encode(String text, int maxLength) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int kept = Math.min(bytes.length, maxLength - 1);
        long[] tokens = new long[kept + 1];
        for (int i = 0; i < kept; i++) {
            tokens[i] = offset + (bytes[i] & 0xff);
        }
        tokens[kept] = end;
        return tokens;
    }

    /** Bytes that are not UTF-8 become the replacement character. */
    @Override
    public String decode(long[] tokens) {
        byte[] bytes = new byte[tokens.length];
        int length = 0;
        for (long token : tokens) {
            if (token >= offset && token < offset + BYTES) {
                bytes[length++] = (byte) (token - offset);
            }
        }
        return new String(Arrays.copyOf(bytes, length), StandardCharsets.UTF_8);
    }
}

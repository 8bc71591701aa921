package org.paperzoo.zoo.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.paperzoo.zoo.InvalidInputException;

/**
 * How a WAV file's samples are stored (Microsoft's {@code WAVEFORMATEX} and {@code WAVEFORMATEXTENSIBLE}, ITU-T G.711).
 *
 * @param encoding how a sample is written
 * @param channels number of channels
 * @param rate samples of each channel in a second
 */
record WavFormat(Encoding encoding, int channels, int rate) {

    /** How a sample is written, and what it is worth in [-1, 1]: whole numbers by their power of two, as libsndfile does. */
    enum Encoding {
        UNSIGNED_8(1) {
            @Override
            float decode(ByteBuffer bytes) {
                return ((bytes.get() & 0xff) - 128) / 128f;
            }
        },
        SIGNED_16(2) {
            @Override
            float decode(ByteBuffer bytes) {
                return bytes.getShort() / 32768f;
            }
        },
        SIGNED_24(3) {
            @Override
            float decode(ByteBuffer bytes) {
                int low = bytes.getShort() & 0xffff;
                return (bytes.get() << 16 | low) / 8388608f;
            }
        },
        SIGNED_32(4) {
            @Override
            float decode(ByteBuffer bytes) {
                return bytes.getInt() / 2147483648f;
            }
        },
        FLOAT_32(4) {
            @Override
            float decode(ByteBuffer bytes) {
                return bytes.getFloat();
            }
        },
        FLOAT_64(8) {
            @Override
            float decode(ByteBuffer bytes) {
                return (float) bytes.getDouble();
            }
        },
        MU_LAW(1) {
            @Override
            float decode(ByteBuffer bytes) {
                return muLaw(bytes.get()) / 32768f;
            }
        },
        A_LAW(1) {
            @Override
            float decode(ByteBuffer bytes) {
                return aLaw(bytes.get()) / 32768f;
            }
        };

        private final int bytes;

        Encoding(int bytes) {
            this.bytes = bytes;
        }

        abstract float decode(ByteBuffer bytes);
    }

    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xfffe;

    /** Where an extensible format says what it is: the first bytes of an identifier. */
    private static final int SUBFORMAT = 24;

    private static final int MOST_CHANNELS = 256;
    private static final int LARGEST_RATE = 1 << 24;

    /** Bytes of one instant, all channels. */
    int frameBytes() {
        return encoding.bytes * channels;
    }

    /**
     * Reads the content of a {@code fmt} chunk.
     *
     * @throws InvalidInputException if a number is out of range, or the encoding none of these
     */
    static WavFormat of(byte[] chunk, String source) throws InvalidInputException {
        if (chunk.length < 16) {
            throw new InvalidInputException(
                    source + ": its chunk fmt has " + chunk.length + " bytes; expected 16 or more");
        }
        ByteBuffer data = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        int tag = data.getShort(0) & 0xffff;
        int channels = data.getShort(2) & 0xffff;
        int rate = data.getInt(4);
        int align = data.getShort(12) & 0xffff;
        int bits = data.getShort(14) & 0xffff;
        if (channels < 1 || channels > MOST_CHANNELS) {
            throw new InvalidInputException(source + ": " + channels + " channels; expected 1 to " + MOST_CHANNELS);
        }
        if (rate < 1 || rate > LARGEST_RATE) {
            throw new InvalidInputException(source + ": a sampling rate of " + Integer.toUnsignedString(rate)
                    + "; expected 1 to " + LARGEST_RATE);
        }
        if (tag == EXTENSIBLE && chunk.length >= SUBFORMAT + 2) {
            tag = data.getShort(SUBFORMAT) & 0xffff;
        }
        Encoding encoding = encoding(tag, bits);
        if (encoding == null) {
            throw new InvalidInputException(source + ": samples of format " + tag + " with " + bits
                    + " bits; expected PCM of 8, 16, 24 or 32 bits, float of 32 or 64, mu-law or A-law");
        }
        WavFormat format = new WavFormat(encoding, channels, rate);
        if (align != format.frameBytes()) {
            throw new InvalidInputException(source + ": says that an instant has " + align + " bytes; " + channels
                    + " channels of " + bits + " bits have " + format.frameBytes());
        }
        return format;
    }

    private static Encoding encoding(int tag, int bits) {
        return switch (tag) {
            case PCM ->
                switch (bits) {
                    case 8 -> Encoding.UNSIGNED_8;
                    case 16 -> Encoding.SIGNED_16;
                    case 24 -> Encoding.SIGNED_24;
                    case 32 -> Encoding.SIGNED_32;
                    default -> null;
                };
            case FLOAT -> bits == 32 ? Encoding.FLOAT_32 : bits == 64 ? Encoding.FLOAT_64 : null;
            case MU_LAW -> bits == 8 ? Encoding.MU_LAW : null;
            case A_LAW -> bits == 8 ? Encoding.A_LAW : null;
            default -> null;
        };
    }

    /** G.711's mu-law in 16 bits. */
    private static int muLaw(byte code) {
        int inverted = ~code & 0xff;
        int magnitude = ((inverted & 0xf) << 3) + 0x84 << ((inverted & 0x70) >> 4);
        return (inverted & 0x80) != 0 ? 0x84 - magnitude : magnitude - 0x84;
    }

    /** G.711's A-law in 16 bits. */
    private static int aLaw(byte code) {
        int plain = (code ^ 0x55) & 0xff;
        int mantissa = (plain & 0xf) << 4;
        int segment = (plain & 0x70) >> 4;
        int magnitude = segment == 0 ? mantissa + 8 : mantissa + 0x108 << (segment - 1);
        return (plain & 0x80) != 0 ? magnitude : -magnitude;
    }
}

package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.evaluation.metric.language.TokenLabels;
import org.paperzoo.evaluation.metric.language.TokenLogits;
import org.paperzoo.zoo.checkpoint.SafetensorsCheckpoint;
import org.paperzoo.zoo.checkpoint.TensorInfo;
import org.paperzoo.zoo.checkpoint.TensorType;

/**
 * A safetensors file with {@code logits} [B, L, V] of floating-point numbers and {@code labels} [B, L] of integers, -100
 * where a place does not count; and if it has them {@code bytes} and {@code words} [B], the sizes of the texts. The file is
 * mapped: logits are read when a text is scored.
 */
final class LogitFile implements Examples<TokenLogits, TokenLabels> {

    private final Path file;
    private final SafetensorsCheckpoint tensors;
    private final TensorType type;
    private final ByteBuffer logits;
    private final int texts;
    private final int length;
    private final int vocabulary;
    private final long[] labels;
    private final long[] bytes;
    private final long[] words;
    private int next;

    private LogitFile(Path file, SafetensorsCheckpoint tensors, long allBytes, long allWords) throws IOException {
        this.file = file;
        this.tensors = tensors;
        TensorInfo info = info("logits", 3);
        if (!info.type().isFloating()) {
            throw wrong("logits are " + info.type() + "; expected floating-point numbers");
        }
        type = info.type();
        texts = Math.toIntExact(info.shape().get(0));
        length = Math.toIntExact(info.shape().get(1));
        vocabulary = Math.toIntExact(info.shape().get(2));
        if (vocabulary == 0) {
            throw wrong("logits have a vocabulary of 0 tokens");
        }
        logits = tensors.read("logits");
        labels = integers("labels", List.of((long) texts, (long) length));
        bytes = sizes("bytes", allBytes);
        words = sizes("words", allWords);
    }

    /**
     * Opens a file.
     *
     * @param allBytes bytes of all texts together, spread over them in proportion to the tokens that count; negative to
     *     take what the file says, if anything
     * @param allWords the same of words
     */
    static LogitFile open(Path file, long allBytes, long allWords) throws IOException {
        SafetensorsCheckpoint tensors = SafetensorsCheckpoint.open(file);
        try {
            return new LogitFile(file, tensors, allBytes, allWords);
        } catch (ArithmeticException e) {
            tensors.close();
            throw new InvalidDataException(file + ": tensor logits is too large", e);
        } catch (IOException | RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    private TensorInfo info(String name, int dimensions) throws IOException {
        if (!tensors.names().contains(name)) {
            throw wrong("has no tensor " + name + "; it has " + tensors.names());
        }
        TensorInfo info = tensors.info(name);
        if (info.shape().size() != dimensions) {
            throw wrong(name + " have the shape " + info.shape() + "; expected " + dimensions + " axes");
        }
        return info;
    }

    private long[] integers(String name, List<Long> shape) throws IOException {
        TensorInfo info = info(name, shape.size());
        if (!info.shape().equals(shape)) {
            throw wrong(name + " have the shape " + info.shape() + "; expected " + shape);
        }
        if (info.type() != TensorType.I64 && info.type() != TensorType.I32) {
            throw wrong(name + " are " + info.type() + "; expected I64 or I32");
        }
        ByteBuffer content = tensors.read(name);
        long[] integers = new long[Math.toIntExact(info.elements())];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = info.type() == TensorType.I64 ? content.getLong(8 * i) : content.getInt(4 * i);
        }
        return integers;
    }

    private long[] sizes(String name, long all) throws IOException {
        if (all < 0) {
            if (!tensors.names().contains(name)) {
                return null;
            }
            long[] sizes = integers(name, List.of((long) texts));
            for (int text = 0; text < texts; text++) {
                if (sizes[text] < 0) {
                    throw wrong(name + "[" + text + "] is " + sizes[text] + "; expected at least 0");
                }
            }
            return sizes;
        }
        long[] counting = new long[texts + 1];
        for (int text = 0; text < texts; text++) {
            counting[text + 1] = counting[text];
            for (int place = 0; place < length; place++) {
                counting[text + 1] += labels[text * length + place] == TokenLabels.IGNORED ? 0 : 1;
            }
        }
        long[] sizes = new long[texts];
        long spread = 0;
        for (int text = 0; text < texts; text++) {
            long until = text == texts - 1 ? all : (long) ((double) all * counting[text + 1] / counting[texts]);
            sizes[text] = until - spread;
            spread = until;
        }
        return sizes;
    }

    @Override
    public Example<TokenLogits, TokenLabels> next() {
        if (next == texts) {
            return null;
        }
        int text = next++;
        return new Example<>(file + ": text " + text, () -> logits(text), () -> labels(text));
    }

    private TokenLabels labels(int text) throws InvalidDataException {
        int[] own = new int[length];
        for (int place = 0; place < length; place++) {
            long label = labels[text * length + place];
            own[place] = (int) label;
            if (own[place] != label) {
                throw wrong("labels[" + text + ", " + place + "] is " + label + ", which is no token");
            }
        }
        return new TokenLabels(own, size(bytes, text), size(words, text));
    }

    private static OptionalLong size(long[] sizes, int text) {
        return sizes == null ? OptionalLong.empty() : OptionalLong.of(sizes[text]);
    }

    private TokenLogits logits(int text) {
        return new TokenLogits() {
            @Override
            public int length() {
                return length;
            }

            @Override
            public int vocabulary() {
                return vocabulary;
            }

            @Override
            public void read(int place, double[] row) {
                int first = (text * length + place) * vocabulary;
                switch (type) {
                    case F64 -> {
                        for (int i = 0; i < vocabulary; i++) {
                            row[i] = logits.getDouble(8 * (first + i));
                        }
                    }
                    case F32 -> {
                        for (int i = 0; i < vocabulary; i++) {
                            row[i] = logits.getFloat(4 * (first + i));
                        }
                    }
                    case BF16 -> {
                        for (int i = 0; i < vocabulary; i++) {
                            row[i] = Float.intBitsToFloat(logits.getShort(2 * (first + i)) << 16);
                        }
                    }
                    default -> {
                        for (int i = 0; i < vocabulary; i++) {
                            row[i] = half(logits.getShort(2 * (first + i)));
                        }
                    }
                }
            }
        };
    }

    /** The number of an IEEE 754 half: 1 bit of sign, 5 of exponent, 10 of mantissa. */
    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int mantissa = bits & 0x3FF;
        double magnitude;
        if (exponent == 0x1F) {
            magnitude = mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = Math.scalb((double) mantissa, -24);
        } else {
            magnitude = Math.scalb((double) (mantissa | 0x400), exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    @Override
    public void close() throws IOException {
        tensors.close();
    }

    private InvalidDataException wrong(String what) {
        return new InvalidDataException(file + ": " + what);
    }
}

package org.paperzoo.zoo.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.zoo.InvalidInputException;

/**
 * The directory at the start of a safetensors file: eight bytes of little-endian length, then that many bytes of JSON.
 * What the format demands is checked here, all of it, so that a tensor of a header that was accepted can be read: the
 * tensors' bytes follow one another without hole or overlap and end with the file.
 *
 * @param tensors tensors by name, in the order of the header
 * @param metadata the strings under {@code __metadata__}, empty if there are none
 */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {

    /** Longest header that the format allows, in bytes. */
    static final long LONGEST = 100_000_000;

    static final int LENGTH_BYTES = 8;
    static final String METADATA = "__metadata__";

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * One tensor of the header.
     *
     * @param offset first byte, from the start of the file
     */
    record Entry(TensorInfo info, long offset) {}

    static SafetensorsHeader read(MappedFile file) throws IOException {
        String source = file.path().toString();
        if (file.size() < LENGTH_BYTES) {
            throw new InvalidInputException(source + ": not a safetensors file: it has " + file.size()
                    + " bytes, and the length of the header alone takes 8");
        }
        long length = file.slice(0, LENGTH_BYTES, "the header's length").getLong();
        if (length < 0 || length > LONGEST) {
            throw new InvalidInputException(source + ": the safetensors header claims " + Long.toUnsignedString(length)
                    + " bytes; at most " + LONGEST + " are allowed");
        }
        if (length > file.size() - LENGTH_BYTES) {
            throw new InvalidInputException(source + ": the safetensors header claims " + length + " bytes, but only "
                    + (file.size() - LENGTH_BYTES) + " follow: the file is cut short or not a safetensors file");
        }
        ByteBuffer header = file.slice(LENGTH_BYTES, length, "the header");
        // The format says that a header begins with a brace: spaces may pad its end only.
        if (length == 0 || header.get(0) != '{') {
            throw new InvalidInputException(source + ": the safetensors header does not begin with '{'");
        }
        try (JsonParser parser =
                JSON.createParser(new InputStreamReader(stream(header), StandardCharsets.UTF_8.newDecoder()))) {
            return new Reader(source, parser, LENGTH_BYTES + length, file.size()).read();
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    source + ": the safetensors header is not valid JSON: " + JsonFault.of(e)
                            + (e.getLocation() == null
                                    ? ""
                                    : " at character " + e.getLocation().getCharOffset()),
                    e);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(source + ": the safetensors header is not valid UTF-8", e);
        }
    }

    private static InputStream stream(ByteBuffer bytes) {
        return new InputStream() {
            @Override
            public int read() {
                return bytes.hasRemaining() ? bytes.get() & 0xff : -1;
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                if (!bytes.hasRemaining()) {
                    return length == 0 ? 0 : -1;
                }
                int count = Math.min(length, bytes.remaining());
                bytes.get(target, offset, count);
                return count;
            }
        };
    }

    /** Reads the JSON of one header, token by token, so that memory is bounded by the names it really holds. */
    private static final class Reader {
        private final String source;
        private final JsonParser parser;
        private final long dataBegin;
        private final long fileSize;
        private final Map<String, Entry> tensors = new LinkedHashMap<>();
        private Map<String, String> metadata = Map.of();

        Reader(String source, JsonParser parser, long dataBegin, long fileSize) {
            this.source = source;
            this.parser = parser;
            this.dataBegin = dataBegin;
            this.fileSize = fileSize;
        }

        SafetensorsHeader read() throws IOException {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals(METADATA)) {
                    readMetadata();
                } else {
                    tensors.put(name, readTensor(name));
                }
            }
            if (parser.nextToken() != null) {
                throw fault("the header goes on after its closing brace");
            }
            checkLayout();
            return new SafetensorsHeader(Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(metadata));
        }

        private void readMetadata() throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NULL) {
                return;
            }
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw fault(METADATA + " must be an object of strings");
            }
            metadata = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    throw fault(METADATA + " " + Printable.quote(key) + " must be a string");
                }
                metadata.put(key, parser.getText());
            }
        }

        private Entry readTensor(String name) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw fault(name, "must be an object with dtype, shape and data_offsets");
            }
            TensorType type = null;
            List<Long> shape = null;
            List<Long> offsets = null;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String key = parser.currentName();
                parser.nextToken();
                switch (key) {
                    case "dtype" -> type = readType(name);
                    case "shape" -> shape = readNumbers(name, key);
                    case "data_offsets" -> offsets = readNumbers(name, key);
                    default -> parser.skipChildren();
                }
            }
            if (type == null || shape == null || offsets == null) {
                throw fault(name, "lacks " + (type == null ? "dtype" : shape == null ? "shape" : "data_offsets"));
            }
            return entry(name, type, shape, offsets);
        }

        private Entry entry(String name, TensorType type, List<Long> shape, List<Long> offsets)
                throws InvalidInputException {
            if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
                throw fault(name, "data_offsets " + brief(offsets) + " must be two numbers, the first not the larger");
            }
            TensorInfo info = new TensorInfo(name, type, shape);
            long bytes;
            try {
                bytes = info.bytes();
            } catch (ArithmeticException e) {
                throw fault(name, "shape " + brief(shape) + " has more elements than can be counted");
            }
            if (offsets.get(1) > fileSize - dataBegin) {
                throw fault(
                        name,
                        "data_offsets " + brief(offsets) + " end after the file, which holds " + (fileSize - dataBegin)
                                + " bytes of data");
            }
            if (offsets.get(1) - offsets.get(0) != bytes) {
                throw fault(
                        name,
                        String.format(
                                Locale.ROOT,
                                "data_offsets %s span %d bytes, but shape %s of %s takes %d",
                                brief(offsets),
                                offsets.get(1) - offsets.get(0),
                                brief(shape),
                                type,
                                bytes));
            }
            return new Entry(info, dataBegin + offsets.get(0));
        }

        private TensorType readType(String name) throws IOException {
            String text = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
            for (TensorType type : TensorType.values()) {
                if (type.name().equals(text)) {
                    return type;
                }
            }
            throw fault(name, "dtype " + Printable.quote(text) + " is not one of " + List.of(TensorType.values()));
        }

        private List<Long> readNumbers(String name, String key) throws IOException {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw fault(name, key + " must be a list of whole numbers");
            }
            List<Long> numbers = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                boolean whole = parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
                if (!whole || parser.getLongValue() < 0) {
                    throw fault(
                            name,
                            key + " holds " + Printable.quote(parser.getText())
                                    + ", which is not a whole number of at least 0 that fits 63 bits");
                }
                numbers.add(parser.getLongValue());
            }
            return numbers;
        }

        /** The data must be covered exactly: each tensor begins where the one before it ends, the last at the end. */
        private void checkLayout() throws InvalidInputException {
            List<Entry> ordered = new ArrayList<>(tensors.values());
            ordered.sort(Comparator.comparingLong(Entry::offset)
                    .thenComparingLong(entry -> entry.info().bytes()));
            long end = dataBegin;
            for (Entry entry : ordered) {
                if (entry.offset() != end) {
                    throw fault(
                            entry.info().name(),
                            (entry.offset() < end ? "overlaps the tensor" : "leaves a hole")
                                    + " before it: it begins at byte " + (entry.offset() - dataBegin)
                                    + " of the data, not "
                                    + (end - dataBegin));
                }
                end = entry.offset() + entry.info().bytes();
            }
            if (end != fileSize) {
                throw fault("the tensors end at byte " + end + ", but the file has " + fileSize);
            }
        }

        private static String brief(List<Long> numbers) {
            return numbers.size() <= 16 ? numbers.toString() : "of " + numbers.size() + " numbers";
        }

        private InvalidInputException fault(String name, String message) {
            return fault("tensor " + Printable.quote(name) + ": " + message);
        }

        private InvalidInputException fault(String message) {
            return new InvalidInputException(source + ": " + message);
        }
    }
}

package org.paperzoo.zoo.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.paperzoo.zoo.InvalidInputException;

/**
 * Finds the data files that a model file names, and refuses those outside its folder. ONNX Runtime 1.21 opens whatever
 * path the file says, so that a model could take any file of the machine for weights.
 */
final class ExternalDataCheck {

    private static final int DEEPEST = 50;

    /** By the kind of message, which of its fields are messages of which kind. */
    private enum Kind {
        MODEL,
        GRAPH,
        FUNCTION,
        NODE,
        ATTRIBUTE,
        SPARSE_TENSOR,
        TENSOR,
        ENTRY;

        private final Map<Integer, Kind> messages = new HashMap<>();
    }

    static {
        Kind.MODEL.messages.putAll(Map.of(7, Kind.GRAPH, 25, Kind.FUNCTION));
        Kind.GRAPH.messages.putAll(Map.of(1, Kind.NODE, 5, Kind.TENSOR, 15, Kind.SPARSE_TENSOR));
        Kind.FUNCTION.messages.putAll(Map.of(7, Kind.NODE, 11, Kind.ATTRIBUTE));
        Kind.NODE.messages.put(5, Kind.ATTRIBUTE);
        Kind.ATTRIBUTE.messages.putAll(Map.of(
                5,
                Kind.TENSOR,
                6,
                Kind.GRAPH,
                10,
                Kind.TENSOR,
                11,
                Kind.GRAPH,
                22,
                Kind.SPARSE_TENSOR,
                23,
                Kind.SPARSE_TENSOR));
        Kind.SPARSE_TENSOR.messages.putAll(Map.of(1, Kind.TENSOR, 2, Kind.TENSOR));
        Kind.TENSOR.messages.put(13, Kind.ENTRY);
    }

    private final Path file;
    private final Set<String> locations = new LinkedHashSet<>();

    private ExternalDataCheck(Path file) {
        this.file = file;
    }

    /**
     * Checks a model file before the runtime sees it.
     *
     * @throws InvalidInputException if the file is not a protobuf message, or names a data file that is outside its
     *     folder or missing
     */
    static void check(Path file) throws IOException {
        ExternalDataCheck check = new ExternalDataCheck(file);
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new InvalidInputException(
                        file + ": " + channel.size() + " bytes; a model file has at most " + Integer.MAX_VALUE);
            }
            check.read(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()), Kind.MODEL, 0);
        }
        for (String location : check.locations) {
            check.resolve(location);
        }
    }

    private void resolve(String location) throws InvalidInputException {
        Path folder = file.toAbsolutePath().normalize().getParent();
        Path data;
        try {
            data = folder.resolve(location).normalize();
        } catch (InvalidPathException e) {
            throw new InvalidInputException(file + ": names the data file '" + printable(location) + "'", e);
        }
        if (Path.of(location).isAbsolute() || !data.startsWith(folder)) {
            throw new InvalidInputException(file + ": names the data file '" + printable(location)
                    + "', which is outside the model's folder; a model's data lies in its folder");
        }
        if (!Files.isRegularFile(data)) {
            throw new InvalidInputException(file + ": its data file '" + printable(location) + "' is missing");
        }
    }

    private void read(ByteBuffer message, Kind kind, int depth) throws InvalidInputException {
        if (depth > DEEPEST) {
            throw new InvalidInputException(file + ": not a model file: messages nest deeper than " + DEEPEST);
        }
        String key = "";
        String value = "";
        while (message.hasRemaining()) {
            long tag = variableLength(message);
            int field = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case 0 -> variableLength(message);
                case 1 -> skip(message, Long.BYTES);
                case 2 -> {
                    long length = variableLength(message);
                    int start = message.position();
                    skip(message, length);
                    Kind inner = kind.messages.get(field);
                    if (inner != null) {
                        read(message.slice(start, (int) length), inner, depth + 1);
                    } else if (kind == Kind.ENTRY && field == 1) {
                        key = text(message, start, (int) length);
                    } else if (kind == Kind.ENTRY && field == 2) {
                        value = text(message, start, (int) length);
                    }
                }
                case 5 -> skip(message, Integer.BYTES);
                default -> throw malformed();
            }
        }
        if (key.equals("location")) {
            locations.add(value);
        }
    }

    private void skip(ByteBuffer message, long length) throws InvalidInputException {
        if (length < 0 || length > message.remaining()) {
            throw malformed();
        }
        message.position(message.position() + (int) length);
    }

    private long variableLength(ByteBuffer message) throws InvalidInputException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (!message.hasRemaining()) {
                throw malformed();
            }
            byte next = message.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private InvalidInputException malformed() {
        return new InvalidInputException(file + ": not a model file: it is no protobuf message, or is cut off");
    }

    private static String text(ByteBuffer message, int start, int length) {
        return StandardCharsets.UTF_8.decode(message.slice(start, length)).toString();
    }

    private static String printable(String location) {
        return location.replaceAll("\\p{Cntrl}", "?");
    }
}

package org.paperzoo.zoo.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.Checkpoint;
import org.paperzoo.zoo.checkpoint.TensorInfo;
import org.paperzoo.zoo.checkpoint.TensorType;

/**
 * A checkpoint whose tensors are computed from their own names, so that a reference case for a network of any size is a
 * small file: element {@code i} of tensor {@code n} is {@code offset + scale * unit(n, i)} with {@code unit} in [-1, 1)
 * from SplitMix64 seeded by the 64-bit FNV-1a hash of the name.
 */
final class GoldenWeights implements Checkpoint {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /** How one tensor is filled; {@code storage} is the name that its values come from. */
    private record Fill(TensorInfo info, String storage, double offset, double scale) {}

    private final String source;
    private final Map<String, Fill> fills = new LinkedHashMap<>();

    private GoldenWeights(String source) {
        this.source = source;
    }

    /**
     * Reads a manifest: a list of tensors with {@code name}, {@code shape} and one of {@code offset} and {@code scale},
     * {@code tied_to}, or {@code keep} (a tensor that the network makes itself: left out here).
     */
    static GoldenWeights of(String source, JsonNode manifest) throws InvalidInputException {
        GoldenWeights weights = new GoldenWeights(source);
        if (!manifest.isArray()) {
            throw new InvalidInputException(source + ": expected a list of tensors");
        }
        for (JsonNode entry : manifest) {
            weights.add(entry);
        }
        return weights;
    }

    private void add(JsonNode entry) throws InvalidInputException {
        String name = entry.path("name").asText("");
        if (name.isEmpty() || !entry.path("shape").isArray()) {
            throw new InvalidInputException(source + ": an entry lacks \"name\" or \"shape\": " + entry);
        }
        if (entry.path("keep").asBoolean()) {
            return;
        }
        List<Long> shape = new ArrayList<>();
        for (JsonNode length : entry.get("shape")) {
            if (!length.isIntegralNumber() || length.asLong() < 0 || length.asLong() > Integer.MAX_VALUE) {
                throw new InvalidInputException(source + ": " + name + ": \"shape\" holds " + length);
            }
            shape.add(length.asLong());
        }
        TensorInfo info = new TensorInfo(name, TensorType.F32, shape);
        Fill fill;
        if (entry.hasNonNull("tied_to")) {
            Fill other = fills.get(entry.get("tied_to").asText());
            if (other == null || !other.info().shape().equals(shape)) {
                throw new InvalidInputException(
                        source + ": " + name + ": \"tied_to\" must name an earlier tensor of the same shape");
            }
            fill = new Fill(info, other.storage(), other.offset(), other.scale());
        } else if (entry.path("offset").isNumber() && entry.path("scale").isNumber()) {
            fill = new Fill(
                    info,
                    name,
                    entry.get("offset").doubleValue(),
                    entry.get("scale").doubleValue());
        } else {
            throw new InvalidInputException(
                    source + ": " + name + ": needs \"offset\" and \"scale\", \"tied_to\" or \"keep\"");
        }
        if (fills.putIfAbsent(name, fill) != null) {
            throw new InvalidInputException(source + ": " + name + " is there twice");
        }
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(fills.keySet());
    }

    @Override
    public TensorInfo info(String name) {
        return fill(name).info();
    }

    @Override
    public ByteBuffer read(String name) {
        ByteBuffer values =
                ByteBuffer.allocate(Math.toIntExact(fill(name).info().bytes())).order(ByteOrder.LITTLE_ENDIAN);
        readInto(name, values);
        return values.flip();
    }

    @Override
    public void readInto(String name, ByteBuffer target) {
        Fill fill = fill(name);
        target.order(ByteOrder.LITTLE_ENDIAN);
        long state = hash(fill.storage());
        long elements = fill.info().elements();
        for (long i = 0; i < elements; i++) {
            state += GOLDEN_GAMMA;
            target.putFloat((float) (fill.offset() + fill.scale() * unit(state)));
        }
    }

    @Override
    public boolean sameStorage(String name, String other) {
        return fill(name).storage().equals(fill(other).storage());
    }

    @Override
    public void close() {}

    private Fill fill(String name) {
        Fill fill = fills.get(name);
        if (fill == null) {
            throw new IllegalArgumentException(source + ": no tensor " + name);
        }
        return fill;
    }

    private static long hash(String name) {
        long hash = 0xCBF29CE484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001B3L;
        }
        return hash;
    }

    private static double unit(long state) {
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (z >>> 40) * 0x1p-23 - 1;
    }
}

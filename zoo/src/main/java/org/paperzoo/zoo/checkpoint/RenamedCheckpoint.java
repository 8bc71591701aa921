package org.paperzoo.zoo.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.paperzoo.zoo.InvalidInputException;

/** A checkpoint under other names: where weights were published with two namings, or a wrapper has put a prefix on all. */
public final class RenamedCheckpoint implements Checkpoint {

    private final Checkpoint original;
    private final Map<String, String> originalNames;

    private RenamedCheckpoint(Checkpoint original, Map<String, String> originalNames) {
        this.original = original;
        this.originalNames = originalNames;
    }

    /**
     * Makes a view of a checkpoint; closing it closes the original.
     *
     * @param rule gives the new name of each tensor, or null to leave the tensor out
     * @throws InvalidInputException if the rule gives two tensors one name
     */
    public static RenamedCheckpoint of(Checkpoint original, UnaryOperator<String> rule) throws InvalidInputException {
        Map<String, String> originalNames = new LinkedHashMap<>();
        for (String name : original.names()) {
            String renamed = rule.apply(name);
            if (renamed == null) {
                continue;
            }
            String other = originalNames.put(renamed, name);
            if (other != null) {
                throw new InvalidInputException(original.source() + ": tensors " + Printable.quote(other) + " and "
                        + Printable.quote(name) + " are both renamed to " + Printable.quote(renamed));
            }
        }
        return new RenamedCheckpoint(original, Collections.unmodifiableMap(originalNames));
    }

    /**
     * Takes a prefix off the names that begin with it, such as the {@code module.} of data-parallel training; the other
     * names stay.
     *
     * @throws InvalidInputException if that gives two tensors one name
     */
    public static RenamedCheckpoint withoutPrefix(Checkpoint original, String prefix) throws InvalidInputException {
        return of(original, name -> name.startsWith(prefix) ? name.substring(prefix.length()) : name);
    }

    @Override
    public String source() {
        return original.source();
    }

    @Override
    public Set<String> names() {
        return originalNames.keySet();
    }

    @Override
    public TensorInfo info(String name) {
        TensorInfo info = original.info(originalName(name));
        return new TensorInfo(name, info.type(), info.shape());
    }

    @Override
    public ByteBuffer read(String name) throws IOException {
        return original.read(originalName(name));
    }

    private String originalName(String name) {
        String originalName = originalNames.get(name);
        if (originalName == null) {
            throw new IllegalArgumentException(source() + ": no tensor named " + Printable.quote(name));
        }
        return originalName;
    }

    @Override
    public void close() throws IOException {
        original.close();
    }
}

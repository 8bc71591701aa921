package org.paperzoo.zoo.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.zoo.InvalidInputException;

/**
 * A checkpoint in several files (shards, of safetensors or PyTorch's format) with an index
 * {@code *.index.json}, whose {@code weight_map} names the shard of each tensor. The index decides: a tensor of a shard
 * that it does not name is not part of the checkpoint.
 */
public final class ShardedCheckpoint implements Checkpoint {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path index;
    private final Map<String, Checkpoint> shardOf;
    private final Set<Checkpoint> shards;

    private ShardedCheckpoint(Path index, Map<String, Checkpoint> shardOf, Set<Checkpoint> shards) {
        this.index = index;
        this.shardOf = shardOf;
        this.shards = shards;
    }

    /**
     * Opens an index and the directories of all its shards.
     *
     * @throws InvalidInputException if the index is malformed, names a shard outside its own folder, or maps a tensor to
     *     a shard that lacks it
     * @throws NoSuchFileException if the index or a shard is missing
     */
    public static ShardedCheckpoint open(Path index) throws IOException {
        Map<String, String> weightMap = readWeightMap(index);
        Map<String, Checkpoint> opened = new LinkedHashMap<>();
        try {
            Map<String, Checkpoint> shardOf = new LinkedHashMap<>();
            for (Map.Entry<String, String> tensor : weightMap.entrySet()) {
                String shardName = tensor.getValue();
                Checkpoint shard = opened.get(shardName);
                if (shard == null) {
                    shard = openShard(index, shardName);
                    opened.put(shardName, shard);
                }
                if (!shard.names().contains(tensor.getKey())) {
                    throw new InvalidInputException(index + ": maps tensor " + Printable.quote(tensor.getKey()) + " to "
                            + Printable.quote(shardName) + ", which does not hold it");
                }
                shardOf.put(tensor.getKey(), shard);
            }
            return new ShardedCheckpoint(index, Collections.unmodifiableMap(shardOf), Set.copyOf(opened.values()));
        } catch (IOException | RuntimeException e) {
            for (Checkpoint shard : opened.values()) {
                shard.close();
            }
            throw e;
        }
    }

    /** The index and the shards that it names, in the order of their names. */
    static List<Path> files(Path index) throws IOException {
        List<Path> files = new ArrayList<>(List.of(index));
        for (String name : new TreeSet<>(readWeightMap(index).values())) {
            files.add(shard(index, name));
        }
        return files;
    }

    private static Checkpoint openShard(Path index, String shardName) throws IOException {
        return Checkpoints.openShard(shard(index, shardName));
    }

    private static Path shard(Path index, String shardName) throws IOException {
        Path folder = index.toAbsolutePath().normalize().getParent();
        Path relative;
        try {
            relative = Path.of(shardName);
        } catch (InvalidPathException e) {
            throw new InvalidInputException(index + ": shard " + Printable.quote(shardName) + " is not a file name", e);
        }
        // By name, not by what links point to: download caches keep shards as links into a store of their own.
        boolean below = !relative.isAbsolute() && relative.getRoot() == null && !shardName.contains("\\");
        for (Path part : relative) {
            below &= !part.toString().equals("..");
        }
        Path shard = folder.resolve(relative).normalize();
        if (!below || shard.equals(folder) || !shard.startsWith(folder)) {
            throw new InvalidInputException(index + ": shard " + Printable.quote(shardName)
                    + " does not name a file below the index's own folder");
        }
        if (!Files.exists(shard)) {
            throw new NoSuchFileException(shard.toString(), null, "a shard that " + index + " names is missing");
        }
        if (!Files.isRegularFile(shard)) {
            throw new InvalidInputException(index + ": shard " + Printable.quote(shardName) + " is not a file");
        }
        return shard;
    }

    private static Map<String, String> readWeightMap(Path index) throws IOException {
        Map<String, String> weightMap = null;
        try (JsonParser parser = JSON.createParser(Files.newBufferedReader(index))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new InvalidInputException(index + ": must be a JSON object with a weight_map");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean map = parser.currentName().equals("weight_map");
                parser.nextToken();
                if (map) {
                    weightMap = readStrings(index, parser);
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.nextToken() != null) {
                throw new InvalidInputException(index + ": goes on after its closing brace");
            }
        } catch (JsonProcessingException e) {
            throw new InvalidInputException(
                    index + ": not valid JSON: "
                            + JsonFault.of(e)
                            + (e.getLocation() == null
                                    ? ""
                                    : " at line " + e.getLocation().getLineNr()),
                    e);
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(index + ": not valid UTF-8", e);
        }
        if (weightMap == null) {
            throw new InvalidInputException(
                    index + ": has no weight_map, so it is not the index of a sharded checkpoint");
        }
        return weightMap;
    }

    private static Map<String, String> readStrings(Path index, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new InvalidInputException(index + ": weight_map must be an object of tensor name to shard name");
        }
        Map<String, String> strings = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw new InvalidInputException(
                        index + ": weight_map: " + Printable.quote(name) + " must name its shard as a string");
            }
            strings.put(name, parser.getText());
        }
        return strings;
    }

    @Override
    public String source() {
        return index.toString();
    }

    @Override
    public Set<String> names() {
        return shardOf.keySet();
    }

    @Override
    public TensorInfo info(String name) {
        return shard(name).info(name);
    }

    @Override
    public ByteBuffer read(String name) throws IOException {
        return shard(name).read(name);
    }

    private Checkpoint shard(String name) {
        Checkpoint shard = shardOf.get(name);
        if (shard == null) {
            throw new IllegalArgumentException(source() + ": no tensor named " + Printable.quote(name));
        }
        return shard;
    }

    @Override
    public void close() throws IOException {
        for (Checkpoint shard : shards) {
            shard.close();
        }
    }
}

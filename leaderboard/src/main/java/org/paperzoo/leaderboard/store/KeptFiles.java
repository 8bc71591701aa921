package org.paperzoo.leaderboard.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.paperzoo.evaluation.result.KeptExample;
import org.paperzoo.evaluation.result.KeptExamples;
import org.paperzoo.hub.JsonFault;
import org.paperzoo.zoo.InvalidInputException;

/** What a run kept of its examples, as files: the states and the examples as compressed JSON, the pictures as they are. */
final class KeptFiles {

    static final String UNITS = "units.json.gz";
    static final String EXAMPLES = "examples.json.gz";

    /** A file of either kind is not unpacked beyond this size: what a database holds may not be ours. */
    private static final long MOST_BYTES = 512L << 20;

    private static final Pattern PICTURE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}\\.(jpg|png)");

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(50)
                        .maxDocumentLength(MOST_BYTES)
                        .build());
    }

    private KeptFiles() {}

    /**
     * The states of a run.
     *
     * @param units states by metric
     * @param dropped metrics whose states were too large
     */
    private record Units(Map<String, List<JsonNode>> units, List<String> dropped) {}

    static boolean isPicture(String name) {
        return PICTURE.matcher(name).matches();
    }

    static Map<String, byte[]> write(KeptExamples kept) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(UNITS, packed(new Units(kept.units(), kept.dropped())));
        if (!kept.examples().isEmpty()) {
            files.put(EXAMPLES, packed(kept.examples()));
        }
        kept.pictures().forEach((name, bytes) -> {
            if (!isPicture(name)) {
                throw new IllegalArgumentException("a kept picture cannot be named " + name);
            }
            files.put(name, bytes);
        });
        return files;
    }

    private static byte[] packed(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            JSON.writeValue(out, value);
        }
        return bytes.toByteArray();
    }

    static KeptExamples readUnits(byte[] file) throws IOException {
        Units units = unpacked(file, new TypeReference<>() {});
        return new KeptExamples(units.units(), units.dropped(), List.of(), Map.of());
    }

    static KeptExamples readExamples(byte[] file) throws IOException {
        List<KeptExample> examples = unpacked(file, new TypeReference<>() {});
        return new KeptExamples(Map.of(), List.of(), examples, Map.of());
    }

    private static <T> T unpacked(byte[] file, TypeReference<T> type) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            return JSON.readValue(in, type);
        } catch (JsonProcessingException e) {
            throw new InvalidInputException("kept examples are damaged: " + JsonFault.of(e), e);
        }
    }
}

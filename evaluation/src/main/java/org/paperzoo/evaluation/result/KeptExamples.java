package org.paperzoo.evaluation.result;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run kept of its examples besides its result, so that two runs can be compared example by example and a reader can
 * look at some.
 *
 * @param units for each metric by its ID, the states of its accumulators over the smallest parts that may be taken to be
 *     independent, in the order of the examples: what a paired test draws
 * @param dropped metrics whose states were too large to keep
 * @param examples the first examples, to look at
 * @param pictures JPEG or PNG files by the names that examples give them
 */
public record KeptExamples(
        Map<String, List<JsonNode>> units,
        List<String> dropped,
        List<KeptExample> examples,
        Map<String, byte[]> pictures) {

    public KeptExamples {
        units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
        dropped = List.copyOf(dropped);
        examples = List.copyOf(examples);
        pictures = Collections.unmodifiableMap(new LinkedHashMap<>(pictures));
    }
}

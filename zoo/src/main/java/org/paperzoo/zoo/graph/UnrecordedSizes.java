package org.paperzoo.zoo.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sizes at which a graph was not recorded, to try it at: the least of all, odd ones, larger ones, and odd ones of which one
 * is the least. A formula that fits the recordings by chance, and an axis that broadcasts only where it is 1, show there.
 */
public final class UnrecordedSizes {

    private UnrecordedSizes() {}

    /** Choices of a value for each free size; one choice without values where no size is free. */
    public static List<Map<String, Integer>> of(GraphDefinition definition) {
        Set<Map<String, Integer>> choices = new HashSet<>();
        List<Map<String, Integer>> ordered = new ArrayList<>();
        Map<String, Integer> least = new LinkedHashMap<>();
        definition.sizes().forEach((name, size) -> least.put(name, size.least()));
        Map<String, Integer> odd = unlikeRecorded(definition, 3, 0);
        ordered.add(least);
        ordered.add(odd);
        ordered.add(unlikeRecorded(definition, 8, 4));
        definition.sizes().forEach((name, size) -> {
            Map<String, Integer> mixed = new LinkedHashMap<>(odd);
            mixed.put(name, size.least());
            ordered.add(mixed);
        });
        ordered.removeIf(choice -> !choices.add(choice));
        return ordered;
    }

    /** Odd values from a multiple of what is recorded on, no two of them equal, and none that a recording had. */
    private static Map<String, Integer> unlikeRecorded(GraphDefinition definition, int multiple, int offset) {
        List<Map<String, Integer>> recorded = Tracer.sizes(definition);
        Map<String, Integer> choice = new LinkedHashMap<>();
        definition.sizes().forEach((name, size) -> {
            Set<Integer> taken = new HashSet<>(choice.values());
            recorded.forEach(sizes -> taken.add(sizes.get(name)));
            int value = size.recorded() * multiple + offset | 1;
            while (taken.contains(value)) {
                value += 2;
            }
            choice.put(name, value);
        });
        return choice;
    }
}

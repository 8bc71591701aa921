package org.paperzoo.datasets.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.paperzoo.datasets.Split;

/** The splits of a data set that names its files for each. */
final class Splits {

    private Splits() {}

    /**
     * What a data set has for a split.
     *
     * @throws NoSuchElementException if it has no such split; the message lists those there are
     */
    static <T> T part(Dataset dataset, Map<String, T> parts, Split split) {
        T part = parts.get(split.label());
        if (part == null) {
            throw new NoSuchElementException(
                    "the data set " + dataset.id() + " has no split " + split.label() + "; there are "
                            + dataset.splits().stream().map(Split::label).collect(Collectors.joining(", ")));
        }
        return part;
    }

    /** The splits for which something is named, in their usual order. */
    static List<Split> of(Map<String, ?> parts) {
        return Arrays.stream(Split.values())
                .filter(split -> parts.containsKey(split.label()))
                .toList();
    }
}

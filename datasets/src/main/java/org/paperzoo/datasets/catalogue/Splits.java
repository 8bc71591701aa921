package org.paperzoo.datasets.catalogue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
            throw missing(dataset, split);
        }
        return part;
    }

    /**
     * Checks that a data set has a split.
     *
     * @throws NoSuchElementException if it has no such split; the message lists those there are
     */
    static void require(Dataset dataset, Split split) {
        if (!dataset.splits().contains(split)) {
            throw missing(dataset, split);
        }
    }

    private static NoSuchElementException missing(Dataset dataset, Split split) {
        return new NoSuchElementException("the data set " + dataset.id() + " has no split " + split.label()
                + "; there are " + dataset.splits().stream().map(Split::label).collect(Collectors.joining(", ")));
    }

    /** The splits for which something is named, in their usual order. */
    static List<Split> of(Map<String, ?> parts) {
        return Arrays.stream(Split.values())
                .filter(split -> parts.containsKey(split.label()))
                .toList();
    }

    /** The shards of all splits. */
    static List<String> files(Map<String, List<String>> parts) {
        return parts.values().stream().flatMap(List::stream).toList();
    }

    /**
     * Brings the shards of a split.
     *
     * @param aliases other names of a shard, of which the first that is there counts
     */
    static List<Path> shards(
            Dataset dataset,
            Map<String, List<String>> parts,
            Map<String, List<String>> aliases,
            Split split,
            DataSource data)
            throws IOException {
        List<Path> shards = new ArrayList<>();
        for (String shard : part(dataset, parts, split)) {
            List<String> names = new ArrayList<>(List.of(shard));
            names.addAll(aliases.getOrDefault(shard, List.of()));
            shards.add(data.file(dataset, names));
        }
        return shards;
    }

    /**
     * Brings the folder below which a data set's files lie.
     *
     * @param folder its name; {@code .} for the user's folder itself, which is then checked to hold all that it must
     */
    static Path folder(Dataset dataset, String folder, DataSource data) throws IOException {
        if (!folder.equals(".")) {
            return data.file(dataset, List.of(folder));
        }
        for (String held : dataset.files()) {
            data.file(dataset, List.of(held));
        }
        return data.folder();
    }
}

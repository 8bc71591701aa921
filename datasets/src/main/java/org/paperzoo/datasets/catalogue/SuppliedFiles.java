package org.paperzoo.datasets.catalogue;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.paperzoo.datasets.Split;

/** What a user's folder holds, with messages that say what is missing and where it is to be had. */
final class SuppliedFiles {

    private SuppliedFiles() {}

    static Path file(Dataset dataset, Path data, List<String> names) throws NoSuchFileException {
        if (data == null) {
            throw new NoSuchFileException(
                    names.get(0),
                    null,
                    "the data set " + dataset.id() + " is not carried by the project; supply it with --data DIR, a"
                            + " folder that holds " + String.join(", ", dataset.files()) + " (from "
                            + dataset.source() + ")");
        }
        if (!Files.isDirectory(data)) {
            throw new NoSuchFileException(data.toString(), null, "there is no such folder");
        }
        for (String name : names) {
            if (Files.exists(data.resolve(name))) {
                return data.resolve(name);
            }
        }
        throw new NoSuchFileException(
                data.resolve(names.get(0)).toString(),
                null,
                "the data set " + dataset.id() + " needs it (from " + dataset.source() + ")");
    }

    static <T> T part(Dataset dataset, Map<String, T> parts, Split split) {
        T part = parts.get(split.label());
        if (part == null) {
            throw new NoSuchElementException(
                    "the data set " + dataset.id() + " has no split " + split.label() + "; there are "
                            + dataset.splits().stream().map(Split::label).collect(Collectors.joining(", ")));
        }
        return part;
    }

    static List<Split> splits(Map<String, ?> parts) {
        return Arrays.stream(Split.values())
                .filter(split -> parts.containsKey(split.label()))
                .toList();
    }
}

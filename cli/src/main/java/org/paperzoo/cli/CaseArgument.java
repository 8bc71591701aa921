package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.golden.GoldenCase;

/** The argument {@code ID|CASE}: a model of the catalogue, or the folder of a reference case. */
final class CaseArgument {

    private CaseArgument() {}

    /**
     * The case that an argument names; empty where it can only be a model's ID. A model goes before a folder of its name.
     *
     * @throws NoSuchFileException if it is a path, and nothing is there
     * @throws IllegalArgumentException if the folder holds several cases
     */
    static Optional<GoldenCase> find(String argument) throws IOException {
        if (Catalogue.standard().contains(argument)) {
            return Optional.empty();
        }
        Path folder = Path.of(argument);
        if (!Files.exists(folder)) {
            if (argument.contains("/")) {
                throw new NoSuchFileException(argument, null, "no such case folder");
            }
            return Optional.empty();
        }
        List<Path> cases = GoldenCase.find(List.of(folder));
        if (cases.size() > 1) {
            throw new IllegalArgumentException(
                    argument + " holds " + cases.size() + " cases; name one of them, such as " + cases.get(0));
        }
        return Optional.of(GoldenCase.read(cases.get(0)));
    }
}

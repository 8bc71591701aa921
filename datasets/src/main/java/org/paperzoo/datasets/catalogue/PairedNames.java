package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.paperzoo.datasets.FilePair;

/**
 * How the files of a split are named that belong together.
 *
 * @param list path of a file with a name a line, of which the paths are made; null where all files of such names are taken
 * @param input path of an input below the folder: with a list, {@code $1} stands for the name; without one it is a regular
 *     expression
 * @param target path of the other file, where {@code $1} stands for the name, or for the expression's first group
 */
public record PairedNames(
        String list,
        @JsonProperty(required = true) String input,
        @JsonProperty(required = true) String target) {

    /** The pairs below a folder. */
    List<FilePair> find(Path folder) throws IOException {
        return list == null
                ? FilePair.find(folder, Pattern.compile(input), target)
                : FilePair.listed(folder, folder.resolve(list), input, target);
    }
}

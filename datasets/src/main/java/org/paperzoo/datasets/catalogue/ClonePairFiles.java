package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.text.ClonePairs;
import org.paperzoo.datasets.text.LabelledText;

/**
 * Functions, and for each split a list of pairs of them that are or are not clones.
 *
 * @param functions the file of functions
 * @param parts the list of pairs of each split
 */
public record ClonePairFiles(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) String functions,
        @JsonProperty(required = true) Map<String, String> parts,
        Map<String, DataSource.Remote> remote,
        String manual,
        String note)
        implements Dataset.Listed<LabelledText> {

    public ClonePairFiles {
        remote = remote == null ? Map.of() : Map.copyOf(remote);
    }

    @Override
    public List<String> files() {
        List<String> files = new ArrayList<>(parts.values());
        files.add(functions);
        return files;
    }

    @Override
    public List<String> files(Split split) {
        return List.of(Splits.part(this, parts, split), functions);
    }

    @Override
    public List<Split> splits() {
        return Splits.of(parts);
    }

    @Override
    public Examples<LabelledText> open(Split split, DataSource data) throws IOException {
        String pairs = Splits.part(this, parts, split);
        return ClonePairs.open(data.file(this, List.of(functions)), data.file(this, List.of(pairs)));
    }
}

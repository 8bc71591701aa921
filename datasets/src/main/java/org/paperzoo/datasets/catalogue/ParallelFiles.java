package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.text.ParallelText;
import org.paperzoo.datasets.text.TextPairs;

/** Two files for each split, whose lines, or segments where they end with {@code .sgm}, belong together. */
public record ParallelFiles(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) Map<String, Lines> parts,
        Map<String, DataSource.Remote> remote,
        String manual,
        String note)
        implements Dataset.Text {

    public ParallelFiles {
        remote = remote == null ? Map.of() : Map.copyOf(remote);
    }

    /** The files of a split. */
    public record Lines(
            @JsonProperty(required = true) String source,
            @JsonProperty(required = true) String target) {}

    @Override
    public List<String> files() {
        return parts.values().stream()
                .flatMap(lines -> List.of(lines.source, lines.target).stream())
                .toList();
    }

    @Override
    public List<String> files(Split split) {
        Lines lines = Splits.part(this, parts, split);
        return List.of(lines.source, lines.target);
    }

    @Override
    public List<Split> splits() {
        return Splits.of(parts);
    }

    @Override
    public TextPairs open(Split split, DataSource data) throws IOException {
        Lines lines = Splits.part(this, parts, split);
        return ParallelText.open(data.file(this, List.of(lines.source)), data.file(this, List.of(lines.target)));
    }
}

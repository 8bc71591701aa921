package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.video.MomentQueries;
import org.paperzoo.datasets.video.MomentQuery;

/**
 * Queries and the moments of videos that answer them, in QVHighlights' form.
 *
 * @param parts the file of each split
 */
public record MomentFiles(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) Map<String, String> parts,
        Map<String, DataSource.Remote> remote,
        String manual,
        String note)
        implements Dataset.Listed<MomentQuery> {

    public MomentFiles {
        remote = remote == null ? Map.of() : Map.copyOf(remote);
    }

    @Override
    public List<String> files() {
        return List.copyOf(parts.values());
    }

    @Override
    public List<String> files(Split split) {
        return List.of(Splits.part(this, parts, split));
    }

    @Override
    public List<Split> splits() {
        return Splits.of(parts);
    }

    @Override
    public Examples<MomentQuery> open(Split split, DataSource data) throws IOException {
        return MomentQueries.open(data.file(this, List.of(Splits.part(this, parts, split))));
    }
}

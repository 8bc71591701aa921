package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.video.FrameSequence;
import org.paperzoo.datasets.video.MovingDigits;

/**
 * Sequences of grey pictures in NumPy arrays.
 *
 * @param parts the file of each split
 */
public record FrameFiles(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) Map<String, String> parts,
        Map<String, DataSource.Remote> remote,
        String manual,
        String note)
        implements Dataset.Listed<FrameSequence> {

    public FrameFiles {
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
    public Examples<FrameSequence> open(Split split, DataSource data) throws IOException {
        return MovingDigits.open(data.file(this, List.of(Splits.part(this, parts, split))));
    }
}

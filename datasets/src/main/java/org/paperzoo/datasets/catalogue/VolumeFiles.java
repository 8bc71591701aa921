package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.volume.NiftiPairs;
import org.paperzoo.datasets.volume.VolumePair;

/**
 * Volumes and their label maps below a folder, as NIfTI files.
 *
 * @param folder the folder that holds both; {@code .} for the user's folder itself
 * @param holds what the user's folder must hold, for messages
 * @param parts how the files of each split are named
 */
public record VolumeFiles(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) String folder,
        @JsonProperty(required = true) List<String> holds,
        @JsonProperty(required = true) Map<String, PairedNames> parts,
        Map<String, DataSource.Remote> remote,
        String manual,
        String note)
        implements Dataset.Listed<VolumePair> {

    public VolumeFiles {
        remote = remote == null ? Map.of() : Map.copyOf(remote);
    }

    @Override
    public List<String> files() {
        return holds;
    }

    @Override
    public List<Split> splits() {
        return Splits.of(parts);
    }

    @Override
    public Examples<VolumePair> open(Split split, DataSource data) throws IOException {
        return new NiftiPairs(Splits.part(this, parts, split).find(Splits.folder(this, folder, data)));
    }
}

package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.vision.LabelledPicture;
import org.paperzoo.datasets.vision.PictureFolders;

/**
 * Pictures in a folder for each class.
 *
 * @param classCount how many classes there are
 * @param parts the folder of each split
 */
public record PictureClasses(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) int classCount,
        @JsonProperty(required = true) Map<String, String> parts,
        Map<String, DataSource.Remote> remote,
        String manual,
        String note)
        implements Dataset.Listed<LabelledPicture> {

    public PictureClasses {
        remote = remote == null ? Map.of() : Map.copyOf(remote);
    }

    @Override
    public List<String> files() {
        return parts.values().stream().map(folder -> folder + "/").toList();
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
    public Examples<LabelledPicture> open(Split split, DataSource data) throws IOException {
        return PictureFolders.open(data.file(this, List.of(Splits.part(this, parts, split))), classCount);
    }
}

package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.vision.LabelMapFiles;
import org.paperzoo.datasets.vision.SegmentationExamples;

/**
 * Pictures and label maps below a folder.
 *
 * @param folder the folder that holds both; {@code .} for the user's folder itself
 * @param holds what the user's folder must hold, for messages
 * @param parts how the files of each split are named
 * @param classes names of the classes
 * @param stored for each class the number that the maps store for it; null where those are the classes' places
 * @param ignored numbers that the maps store for pixels that are not scored, besides 255
 */
public record LabelMapFolders(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) String folder,
        @JsonProperty(required = true) List<String> holds,
        @JsonProperty(required = true) Map<String, PairedNames> parts,
        @JsonProperty(required = true) List<String> classes,
        List<Integer> stored,
        List<Integer> ignored,
        Map<String, DataSource.Remote> remote,
        String manual,
        String note)
        implements Dataset.Segmentation {

    public LabelMapFolders {
        remote = remote == null ? Map.of() : Map.copyOf(remote);
        ignored = ignored == null ? List.of() : List.copyOf(ignored);
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
    public SegmentationExamples open(Split split, DataSource data) throws IOException {
        PairedNames names = Splits.part(this, parts, split);
        return new LabelMapFiles(names.find(Splits.folder(this, folder, data)), classes, stored, ignored);
    }
}

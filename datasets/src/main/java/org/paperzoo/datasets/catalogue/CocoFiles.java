package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.vision.CocoExamples;
import org.paperzoo.datasets.vision.DetectionExamples;

/** COCO's annotation files of objects, and folders of pictures. */
public record CocoFiles(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) Map<String, Pictures> parts,
        Map<String, DataSource.Remote> remote,
        String manual,
        String note)
        implements Dataset.Detection {

    public CocoFiles {
        remote = remote == null ? Map.of() : Map.copyOf(remote);
    }

    /** The annotation file and the folder of pictures of a split. */
    public record Pictures(
            @JsonProperty(required = true) String annotations,
            @JsonProperty(required = true) String images) {}

    @Override
    public List<String> files() {
        return parts.values().stream()
                .flatMap(part -> List.of(part.annotations, part.images + "/").stream())
                .toList();
    }

    @Override
    public List<String> files(Split split) {
        Pictures part = Splits.part(this, parts, split);
        return List.of(part.annotations, part.images);
    }

    /** Brings the annotation file of a split alone, without its pictures. */
    public Path annotations(Split split, DataSource data) throws IOException {
        return data.file(this, List.of(Splits.part(this, parts, split).annotations));
    }

    @Override
    public List<Split> splits() {
        return Splits.of(parts);
    }

    @Override
    public DetectionExamples open(Split split, DataSource data) throws IOException {
        Pictures part = Splits.part(this, parts, split);
        return CocoExamples.open(data.file(this, List.of(part.annotations)), data.file(this, List.of(part.images)));
    }
}

package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.vision.CocoPanoptic;
import org.paperzoo.datasets.vision.PanopticPicture;

/** COCO's panoptic annotation files, folders of pictures, and folders of PNG files whose colours are segments. */
public record PanopticFiles(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) Map<String, Pictures> parts,
        Map<String, DataSource.Remote> remote,
        String manual,
        String note)
        implements Dataset.Listed<PanopticPicture> {

    public PanopticFiles {
        remote = remote == null ? Map.of() : Map.copyOf(remote);
    }

    /** The annotation file, the folder of pictures and that of segments of a split. */
    public record Pictures(
            @JsonProperty(required = true) String annotations,
            @JsonProperty(required = true) String images,
            @JsonProperty(required = true) String segments) {}

    @Override
    public List<String> files() {
        return parts.values().stream()
                .flatMap(part -> List.of(part.annotations, part.images + "/", part.segments + "/").stream())
                .toList();
    }

    @Override
    public List<String> files(Split split) {
        Pictures part = Splits.part(this, parts, split);
        return List.of(part.annotations, part.images, part.segments);
    }

    /** Brings the annotation file of a split alone, without its pictures. */
    public Path annotations(Split split, DataSource data) throws IOException {
        return data.file(this, List.of(Splits.part(this, parts, split).annotations));
    }

    /** Brings the folder of a split's segments alone, without its pictures. */
    public Path segments(Split split, DataSource data) throws IOException {
        return data.file(this, List.of(Splits.part(this, parts, split).segments));
    }

    @Override
    public List<Split> splits() {
        return Splits.of(parts);
    }

    @Override
    public Examples<PanopticPicture> open(Split split, DataSource data) throws IOException {
        Pictures part = Splits.part(this, parts, split);
        return CocoPanoptic.open(
                data.file(this, List.of(part.annotations)),
                data.file(this, List.of(part.images)),
                data.file(this, List.of(part.segments)));
    }
}

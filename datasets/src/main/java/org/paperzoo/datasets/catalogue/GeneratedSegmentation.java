package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.vision.SampleScenes;
import org.paperzoo.datasets.vision.SegmentationExamples;

/** The painted scenes with label maps. */
public record GeneratedSegmentation(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) long seed)
        implements Dataset.Segmentation {

    @Override
    public List<String> files() {
        return List.of();
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.values());
    }

    @Override
    public SegmentationExamples open(Split split, DataSource data) {
        return SampleScenes.of(split, seed).segmentation();
    }
}

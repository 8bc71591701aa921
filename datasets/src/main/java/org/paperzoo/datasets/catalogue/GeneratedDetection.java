package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.vision.DetectionExamples;
import org.paperzoo.datasets.vision.SampleScenes;

/** The painted scenes with boxes. */
public record GeneratedDetection(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) long seed)
        implements Dataset.Detection {

    @Override
    public List<String> files() {
        return List.of();
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.values());
    }

    @Override
    public DetectionExamples open(Split split, DataSource data) {
        return SampleScenes.of(split, seed).detection();
    }
}

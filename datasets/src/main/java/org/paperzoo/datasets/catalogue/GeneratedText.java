package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.text.SampleMethods;
import org.paperzoo.datasets.text.TextPairs;

/** The generated methods with their translation or summary. */
public record GeneratedText(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) SampleMethods.Target target,
        @JsonProperty(required = true) long seed)
        implements Dataset.Text {

    @Override
    public List<String> files() {
        return List.of();
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.values());
    }

    @Override
    public TextPairs open(Split split, DataSource data) {
        return SampleMethods.open(target, split.label(), seed);
    }
}

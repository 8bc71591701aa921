package org.paperzoo.evaluation.metric.summarisation;

import java.util.List;
import java.util.Objects;

/**
 * What people wrote of one picture.
 *
 * @param id the picture's name in its data set
 * @param captions one caption or more, tokenised, parted by spaces
 */
public record CaptionReferences(String id, List<String> captions) {

    public CaptionReferences {
        Objects.requireNonNull(id, "id");
        if (captions.isEmpty() || captions.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("picture " + id + " needs at least one caption, and no missing ones");
        }
        captions = List.copyOf(captions);
    }
}

package org.paperzoo.datasets.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.sound.Recording;
import org.paperzoo.datasets.sound.SpeechCommands;

/**
 * Speech Commands.
 *
 * @param folder the folder that holds the words' folders and the lists
 */
public record SpokenWords(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String title,
        @JsonProperty(required = true) String source,
        @JsonProperty(required = true) String licence,
        @JsonProperty(required = true) String folder,
        Map<String, DataSource.Remote> remote,
        String manual,
        String note)
        implements Dataset.Listed<Recording> {

    public SpokenWords {
        remote = remote == null ? Map.of() : Map.copyOf(remote);
    }

    @Override
    public List<String> files() {
        return List.of(folder + "/");
    }

    @Override
    public List<Split> splits() {
        return List.of(Split.values());
    }

    @Override
    public Examples<Recording> open(Split split, DataSource data) throws IOException {
        return SpeechCommands.open(data.file(this, List.of(folder)), split);
    }
}

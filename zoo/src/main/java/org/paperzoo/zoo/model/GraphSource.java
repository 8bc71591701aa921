package org.paperzoo.zoo.model;

import java.nio.file.Path;

/** Where an engine that runs graphs takes them from. */
public sealed interface GraphSource {

    /** Recorded here from the model's own network, and kept for later. */
    record Recorded() implements GraphSource {}

    /**
     * A ready-made file that the model's card names.
     *
     * @param name its file name there
     */
    record Artifact(String name) implements GraphSource {}

    /**
     * A ready-made file of one graph, or a folder of graphs that was exported.
     *
     * @param path the file or folder
     */
    record Local(Path path) implements GraphSource {}

    /** Recorded here. */
    static GraphSource recorded() {
        return new Recorded();
    }
}

package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.paperzoo.datasets.catalogue.DataSource;
import picocli.CommandLine.Option;

/** Where a command's data set comes from. */
final class DataOptions {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with the data set's files; without it they are fetched, where they may be.")
    private Path folder;

    /** The files, which are fetched as the other options say where no folder was given. */
    DataSource source(HubOptions hub) throws IOException {
        return DataSource.of(folder, hub.hub(), hub.manner(false));
    }
}

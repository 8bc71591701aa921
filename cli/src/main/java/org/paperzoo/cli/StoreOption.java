package org.paperzoo.cli;

import java.io.IOException;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoreLocation;
import picocli.CommandLine.Option;

/** The option {@code --store} of commands that read or write results. */
final class StoreOption {

    @Option(
            names = "--store",
            paramLabel = "FILE|URL",
            description = "Where results are: a file, or jdbc:postgresql://HOST/DATABASE for a board that a team shares"
                    + " (default: $PAPERZOO_STORE, else results.db in $PAPERZOO_HOME, else in ~/.paperzoo).")
    private String store;

    /** Refuses, before any work is done, a store that cannot be opened. */
    void check() throws IOException {
        open().close();
    }

    /** Opens the store; one that is not there is made. */
    ResultStore open() throws IOException {
        return ResultStore.open(store == null ? StoreLocation.standard() : StoreLocation.of(store));
    }
}

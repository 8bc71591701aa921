package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.paperzoo.hub.Hub;
import org.paperzoo.hub.HubSettings;
import org.paperzoo.hub.LockFile;
import picocli.CommandLine.Option;

/** Options of commands that may fetch files: whether they may, and to which commits and digests they keep. */
final class HubOptions {

    @Option(
            names = "--offline",
            description = "Fetch nothing: take what the cache has. HF_HUB_OFFLINE=1 does the same.")
    private boolean offline;

    @Option(
            names = "--lock",
            paramLabel = "FILE",
            description =
                    "Keep to the commits and digests that FILE lists, and list those of what it does not name yet,"
                            + " so that the same can be had again.")
    private Path lock;

    private LockFile opened;

    /** A hub with the cache and address that the environment names. */
    Hub hub() {
        HubSettings settings = HubSettings.of(System.getenv());
        return new Hub(offline ? settings.asOffline() : settings);
    }

    /**
     * How it fetches: telling on standard error.
     *
     * @param asking whether it asks for newer versions of what the cache has
     */
    Hub.Manner manner(boolean asking) throws IOException {
        if (lock != null && opened == null) {
            opened = LockFile.open(lock);
        }
        return new Hub.Manner(asking, opened, new HubProgress());
    }
}

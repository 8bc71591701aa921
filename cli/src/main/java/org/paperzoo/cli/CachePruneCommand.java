package org.paperzoo.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.paperzoo.hub.CacheContents;
import org.paperzoo.hub.HubSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code paperzoo cache prune}: clears the cache. */
@Command(
        name = "prune",
        description = "Delete what broken-off fetches left, and entries that were not fetched lately.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  paperzoo cache prune                       # remains of broken-off fetches",
            "  paperzoo cache prune --older-than 30       # and entries fetched more than 30 days ago",
            "  paperzoo cache prune --all --dry-run       # what deleting everything would free"
        })
final class CachePruneCommand implements Callable<Integer> {

    /** A fetch that goes on writes to its part all the time. */
    private static final Duration UNTOUCHED = Duration.ofHours(1);

    @Option(
            names = "--older-than",
            paramLabel = "DAYS",
            description = "Delete entries fetched more than DAYS days ago.")
    private Integer days;

    @Option(names = "--all", description = "Delete all entries.")
    private boolean all;

    @Option(names = "--dry-run", description = "Say what would be deleted, and delete nothing.")
    private boolean dry;

    @Override
    public Integer call() throws IOException {
        if (days != null && days < 0) {
            throw new IllegalArgumentException("--older-than " + days + ": expected at least 0");
        }
        CacheContents contents = new CacheContents(HubSettings.of(System.getenv()));
        Instant now = Instant.now();
        List<CacheContents.Entry> old = contents.entries().stream()
                .filter(entry -> all || days != null && entry.fetched().isBefore(now.minus(Duration.ofDays(days))))
                .toList();
        long freed = 0;
        for (CacheContents.Entry entry : old) {
            System.out.println((dry ? "would delete " : "deleted ") + Failure.oneLine(entry.name()) + ", "
                    + HubProgress.size(entry.bytes()));
            freed += dry ? entry.bytes() : contents.delete(entry);
        }
        if (!dry) {
            freed += contents.deleteParts(now.minus(UNTOUCHED));
        }
        System.out.println(HubProgress.size(freed) + (dry ? " would be freed" : " freed"));
        return 0;
    }
}

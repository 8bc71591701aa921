package org.paperzoo.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.paperzoo.hub.CacheContents;
import org.paperzoo.hub.HubSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code paperzoo cache list}: the entries of the cache. */
@Command(name = "list", description = "List what the cache holds.", mixinStandardHelpOptions = true)
final class CacheListCommand implements Callable<Integer> {

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        HubSettings settings = HubSettings.of(System.getenv());
        List<CacheContents.Entry> entries = new CacheContents(settings).entries();
        if (!json.replacesText()) {
            Table table = Table.of("entry", "files>", "size>", "fetched");
            entries.forEach(entry ->
                    table.add(entry.name(), entry.files().size(), HubProgress.size(entry.bytes()), entry.fetched()));
            System.out.print(table);
            System.out.println(HubProgress.size(entries.stream()
                            .mapToLong(CacheContents.Entry::bytes)
                            .sum()) + " in " + settings.cache());
        }
        json.write(entries.stream().map(CacheReport::of).toList());
        return 0;
    }
}

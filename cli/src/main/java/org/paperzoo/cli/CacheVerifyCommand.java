package org.paperzoo.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.paperzoo.hub.CacheContents;
import org.paperzoo.hub.HubSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code paperzoo cache verify}: whether every file is what was fetched. */
@Command(
        name = "verify",
        description = "Compute the digest of every file of the cache and compare it with what was fetched.",
        mixinStandardHelpOptions = true)
final class CacheVerifyCommand implements Callable<Integer> {

    @Option(names = "--drop", description = "Delete the damaged files, so that they are fetched anew when needed.")
    private boolean drop;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        CacheContents contents = new CacheContents(HubSettings.of(System.getenv()));
        List<ObjectNode> report = new ArrayList<>();
        Table damaged = Table.of("damaged file", "what is wrong");
        int checked = 0;
        for (CacheContents.Entry entry : contents.entries()) {
            for (CacheContents.Kept file : entry.files()) {
                Optional<String> fault = contents.fault(file);
                checked++;
                ObjectNode row = CacheReport.of(file);
                row.put("whole", fault.isEmpty());
                report.add(row);
                if (fault.isPresent()) {
                    row.put("fault", fault.get());
                    damaged.add(file.path(), fault.get());
                    if (drop) {
                        contents.drop(file);
                    }
                }
            }
        }
        if (!json.replacesText()) {
            if (!damaged.isEmpty()) {
                System.out.print(damaged);
            }
            long bad = report.stream()
                    .filter(row -> !row.path("whole").asBoolean())
                    .count();
            System.out.println(
                    checked + " files checked, " + bad + " damaged" + (bad > 0 && drop ? " and deleted" : ""));
        }
        json.write(report);
        return damaged.isEmpty() ? 0 : Failure.CHECK_FAILED;
    }
}

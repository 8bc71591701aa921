package org.paperzoo.cli;

import java.util.concurrent.Callable;
import org.paperzoo.datasets.catalogue.Datasets;
import picocli.CommandLine.Command;

/** {@code paperzoo datasets}: the data that benchmarks and recipes use. */
@Command(name = "datasets", description = "List the data sets.", mixinStandardHelpOptions = true)
final class DatasetsCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Table table = Table.of("ID", "files to supply with --data", "licence", "what");
        Datasets.all()
                .forEach(each -> table.add(
                        each.id(),
                        each.supplied() ? String.join(", ", each.files()) : "none: generated",
                        each.licence(),
                        each.title()));
        System.out.print(table);
        return 0;
    }
}

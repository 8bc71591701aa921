package org.paperzoo.cli;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import picocli.CommandLine.Command;

/** {@code paperzoo datasets}: the data that benchmarks and recipes use. */
@Command(name = "datasets", description = "List the data sets.", mixinStandardHelpOptions = true)
final class DatasetsCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Table table = Table.of("ID", "splits", "from", "licence", "what");
        Datasets.all()
                .forEach(each -> table.add(
                        each.id(),
                        each.splits().stream().map(Split::label).collect(Collectors.joining(" ")),
                        from(each),
                        each.licence(),
                        each.title()));
        System.out.print(table);
        return 0;
    }

    private static String from(Dataset dataset) {
        if (!dataset.supplied()) {
            return "generated";
        }
        return dataset.remote().isEmpty()
                ? "--data DIR with " + String.join(", ", dataset.files())
                : "fetched, or --data DIR";
    }
}

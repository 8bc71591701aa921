package org.paperzoo.cli;

import java.util.concurrent.Callable;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import picocli.CommandLine.Command;

/** {@code paperzoo benchmarks}: what models are measured on. */
@Command(name = "benchmarks", description = "List the benchmarks.", mixinStandardHelpOptions = true)
final class BenchmarksCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        Table table = Table.of("ID", "data set", "split", "metrics", "what");
        Benchmarks.all()
                .forEach(each -> table.add(
                        each.id(), each.dataset(), each.split(), String.join(", ", each.metrics()), each.title()));
        System.out.print(table);
        return 0;
    }
}

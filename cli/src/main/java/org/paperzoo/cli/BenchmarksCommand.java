package org.paperzoo.cli;

import java.util.concurrent.Callable;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.submission.SubmissionFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code paperzoo benchmarks}: what models are measured on. */
@Command(
        name = "benchmarks",
        description = "List the benchmarks, or say what one asks for.",
        mixinStandardHelpOptions = true)
final class BenchmarksCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID",
            arity = "0..1",
            description = "One benchmark: its protocol, and the form in which it takes predictions from a file.")
    private String id;

    @Override
    public Integer call() {
        if (id != null) {
            Benchmark benchmark = Benchmarks.named(id);
            SubmissionFormat format = SubmissionFormat.of(benchmark);
            System.out.print(Table.of(benchmark.id(), benchmark.title())
                    .add("task", benchmark.taskLabel())
                    .add("data set", benchmark.dataset())
                    .add("split", benchmark.split())
                    .add("metrics", String.join(", ", benchmark.metrics()))
                    .add("protocol", benchmark.protocol())
                    .add("predictions", format.description()));
            return 0;
        }
        Table table = Table.of("ID", "data set", "split", "metrics", "predictions", "what");
        Benchmarks.all()
                .forEach(each -> table.add(
                        each.id(),
                        each.dataset(),
                        each.split(),
                        String.join(", ", each.metrics()),
                        SubmissionFormat.of(each).brief(),
                        each.title()));
        System.out.print(table);
        return 0;
    }
}

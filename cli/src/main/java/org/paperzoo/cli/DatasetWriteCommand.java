package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.catalogue.Export;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paperzoo dataset write}: a data set as CSV, JSON lines, COCO or label maps. */
@Command(
        name = "write",
        description = "Write a data set: a series as CSV, texts as JSON lines, pictures as COCO or label maps.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  paperzoo dataset write sample-series -o samples"})
final class DatasetWriteCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The data set's ID; paperzoo datasets names all.")
    private String id;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "The folder to write into; it is made if need be.")
    private Path output;

    @Mixin
    private DataOptions data;

    @Mixin
    private HubOptions hub;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "The most examples of a split (default: ${DEFAULT-VALUE}); a series is written whole.")
    private int limit;

    @Override
    public Integer call() throws IOException {
        Dataset dataset = Datasets.named(id);
        Export.write(dataset, data.source(hub), output, limit);
        System.out.println(id + " written to " + output);
        return 0;
    }
}

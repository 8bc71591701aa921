package org.paperzoo.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.datasets.catalogue.Dataset;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.datasets.series.SeriesTable;
import org.paperzoo.datasets.text.TextPair;
import org.paperzoo.datasets.text.TextPairs;
import org.paperzoo.datasets.vision.Category;
import org.paperzoo.datasets.vision.DetectionExample;
import org.paperzoo.datasets.vision.DetectionExamples;
import org.paperzoo.datasets.vision.LabelMap;
import org.paperzoo.datasets.vision.SegmentationExample;
import org.paperzoo.datasets.vision.SegmentationExamples;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paperzoo dataset show}: the first examples of a data set, as the readers give them to a model. */
@Command(
        name = "show",
        description = "Show the first examples of a data set.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  paperzoo dataset show sample-series -n 3",
            "  paperzoo dataset show ett-h1 --data folder/of/ETTh1.csv"
        })
final class DatasetShowCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The data set's ID; paperzoo datasets names all.")
    private String id;

    @Option(
            names = "-n",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many examples (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--split", paramLabel = "SPLIT", description = "train, validation or test (default: its last).")
    private String split;

    @Mixin
    private DataOptions data;

    @Mixin
    private HubOptions hub;

    @Override
    public Integer call() throws IOException {
        if (count < 1) {
            throw new IllegalArgumentException("-n " + count + ": expected at least 1");
        }
        Dataset dataset = Datasets.named(id);
        Split part = split == null ? dataset.splits().get(dataset.splits().size() - 1) : Split.named(split);
        if (!dataset.splits().contains(part)) {
            throw new NoSuchElementException(id + " has no split " + part.label() + "; it has "
                    + dataset.splits().stream().map(Split::label).collect(Collectors.joining(", ")));
        }
        DataSource source = data.source(hub);
        Table table;
        if (dataset instanceof Dataset.Series series) {
            table = rows(series.table(source));
        } else if (dataset instanceof Dataset.Text text) {
            try (TextPairs pairs = text.open(part, source)) {
                table = pairs(pairs);
            }
        } else if (dataset instanceof Dataset.Detection detection) {
            try (DetectionExamples examples = detection.open(part, source)) {
                table = pictures(examples);
            }
        } else if (dataset instanceof Dataset.Segmentation segmentation) {
            try (SegmentationExamples examples = segmentation.open(part, source)) {
                table = labelMaps(examples);
            }
        } else if (dataset instanceof Dataset.Listed<?> listed) {
            try (Examples<?> examples = listed.open(part, source)) {
                table = ExampleTable.of(examples, count);
            }
        } else {
            throw new IllegalStateException(
                    "no way to show a " + dataset.getClass().getSimpleName());
        }
        System.out.println(dataset.title());
        System.out.print(table);
        if (dataset.note() != null) {
            System.out.println("note: " + dataset.note());
        }
        return 0;
    }

    /** A series has no splits of its own: protocols cut it, so the first rows of the whole are shown. */
    private Table rows(SeriesTable series) {
        Table table = Table.of(
                Stream.concat(Stream.of("time"), series.columns().stream().map(column -> column + ">"))
                        .toArray(String[]::new));
        for (int row = 0; row < Math.min(count, series.rows()); row++) {
            Object[] cells = new Object[series.columns().size() + 1];
            cells[0] = series.times().get(row);
            for (int column = 0; column + 1 < cells.length; column++) {
                cells[column + 1] = (float) series.value(row, column);
            }
            table.add(cells);
        }
        return table;
    }

    private Table pairs(TextPairs pairs) throws IOException {
        Table table = Table.of("id", "source", "target");
        for (int i = 0; i < count; i++) {
            TextPair pair = pairs.next();
            if (pair == null) {
                break;
            }
            table.add(pair.id(), ExampleTable.shown(pair.source()), ExampleTable.shown(pair.target()));
        }
        return table;
    }

    private Table pictures(DetectionExamples examples) throws IOException {
        Map<Long, String> names = new HashMap<>();
        examples.categories().forEach((Category category) -> names.put(category.id(), category.name()));
        Table table = Table.of("picture", "width>", "height>", "objects");
        for (int i = 0; i < count; i++) {
            DetectionExample example = examples.next();
            if (example == null) {
                break;
            }
            String objects = example.objects().stream()
                    .map(object -> names.get(object.category()))
                    .collect(Collectors.groupingBy(String::valueOf, Collectors.counting()))
                    .entrySet()
                    .stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> entry.getValue() + " " + entry.getKey())
                    .collect(Collectors.joining(", "));
            table.add(example.image().name(), example.width(), example.height(), objects);
        }
        return table;
    }

    private Table labelMaps(SegmentationExamples examples) throws IOException {
        List<String> classes = examples.classes();
        Table table = Table.of("picture", "width>", "height>", "share of each class");
        for (int i = 0; i < count; i++) {
            SegmentationExample example = examples.next();
            if (example == null) {
                break;
            }
            LabelMap labels = example.labels();
            table.add(example.image().name(), labels.width(), labels.height(), shares(labels, classes));
        }
        return table;
    }

    private static String shares(LabelMap labels, List<String> classes) {
        int[] pixels = new int[256];
        for (byte label : labels.labels()) {
            pixels[label & 0xff]++;
        }
        return Stream.iterate(0, label -> label < pixels.length, label -> label + 1)
                .filter(label -> pixels[label] > 0)
                .sorted(Comparator.comparingInt(label -> -pixels[label]))
                .map(label -> (label < classes.size() ? classes.get(label) : String.valueOf(label)) + " "
                        + Math.round(100.0 * pixels[label] / labels.labels().length) + " %")
                .collect(Collectors.joining(", "));
    }
}

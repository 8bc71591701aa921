package org.paperzoo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.paperzoo.zoo.engine.CheckedExport;
import org.paperzoo.zoo.export.ExportManifest.ArrayEntry;
import org.paperzoo.zoo.export.ExportManifest.GraphEntry;
import org.paperzoo.zoo.export.GraphCheck.Comparison;

/** What {@code paperzoo export} prints: the graphs, what they take and give, and how they did beside the model. */
final class ExportReport {

    private static final String GROUP_MEMBER = "(.+)\\.\\d+";

    private ExportReport() {}

    static void print(CheckedExport.Outcome outcome, Path folder) throws IOException {
        Table graphs = Table.of("graph", "file", "operations>", "", "array", "type", "shape");
        outcome.manifest().graphs().forEach(graph -> add(graphs, graph));
        System.out.print(graphs);
        if (!outcome.comparisons().isEmpty()) {
            System.out.println();
            System.out.print(checks(outcome.comparisons()));
        }
        System.out.println();
        if (outcome.passed()) {
            System.out.println(folder + ": " + files(folder));
        } else {
            System.out.println("FAILED: the graphs differ from the model; nothing was written");
        }
    }

    private static void add(Table table, GraphEntry graph) {
        List<String[]> rows = new ArrayList<>();
        arrays(rows, "in", graph.inputs());
        arrays(rows, "out", graph.outputs());
        for (int i = 0; i < rows.size(); i++) {
            String[] row = rows.get(i);
            boolean first = i == 0;
            table.add(
                    first ? graph.name() : "",
                    first ? graph.file() : "",
                    first ? graph.nodes() : "",
                    row[0],
                    row[1],
                    row[2],
                    row[3]);
        }
    }

    /** One row for each array; those of a group that follow each other in one shape and type share theirs. */
    private static void arrays(List<String[]> rows, String way, List<ArrayEntry> entries) {
        for (int i = 0; i < entries.size(); ) {
            ArrayEntry first = entries.get(i);
            int next = i + 1;
            while (next < entries.size() && belongsTo(first, entries.get(next))) {
                next++;
            }
            String name = next - i == 1
                    ? first.name()
                    : first.name() + " to " + entries.get(next - 1).name();
            rows.add(new String[] {way, name, first.type(), first.shape().toString()});
            i = next;
        }
    }

    private static boolean belongsTo(ArrayEntry first, ArrayEntry other) {
        return first.name().matches(GROUP_MEMBER)
                && other.name().matches(GROUP_MEMBER)
                && group(first).equals(group(other))
                && first.type().equals(other.type())
                && first.shape().equals(other.shape());
    }

    private static String group(ArrayEntry entry) {
        return entry.name().replaceAll(GROUP_MEMBER, "$1");
    }

    /** One row for each graph with its largest difference, and one for each choice of sizes of which there is more to say. */
    private static Table checks(List<Comparison> comparisons) {
        Table table = Table.of("graph", "sizes tried>", "difference>", "typical>", "bound>", "");
        List<String> names =
                comparisons.stream().map(Comparison::graph).distinct().toList();
        for (String name : names) {
            List<Comparison> own = comparisons.stream()
                    .filter(comparison -> comparison.graph().equals(name))
                    .toList();
            List<Comparison> compared =
                    own.stream().filter(Comparison::compared).toList();
            table.add(
                    name,
                    compared.size(),
                    number(compared.stream()
                            .mapToDouble(Comparison::difference)
                            .max()
                            .orElse(Double.NaN)),
                    number(compared.stream()
                            .mapToDouble(Comparison::typical)
                            .max()
                            .orElse(Double.NaN)),
                    number(own.get(0).bound()),
                    compared.isEmpty() ? "FAILED: nothing was compared" : "");
            own.stream()
                    .filter(comparison ->
                            !comparison.passed() || !comparison.note().isEmpty())
                    .forEach(comparison -> table.add(
                            "",
                            "",
                            comparison.compared() ? number(comparison.difference()) : "",
                            comparison.compared() ? number(comparison.typical()) : "",
                            "",
                            remark(comparison)));
        }
        return table;
    }

    private static String remark(Comparison comparison) {
        return (comparison.passed() ? "" : "FAILED ")
                + comparison.output()
                + (comparison.output().isEmpty() ? "" : " ")
                + "at "
                + comparison.sizes().entrySet().stream()
                        .map(size -> size.getKey() + " " + size.getValue())
                        .collect(Collectors.joining(", "))
                + (comparison.note().isEmpty() ? "" : ": " + comparison.note());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : value == 0 ? "0" : String.format(Locale.ROOT, "%.1e", value);
    }

    private static String files(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.sorted().toList();
        }
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return String.format(Locale.ROOT, "%d files, %,d bytes", files.size(), bytes);
    }
}

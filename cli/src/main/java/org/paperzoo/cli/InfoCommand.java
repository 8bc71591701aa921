package org.paperzoo.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.catalogue.ModelCard.CheckpointLocation;
import org.paperzoo.zoo.catalogue.ModelCard.ReportedResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code paperzoo info}: what the catalogue knows of one model. Starts no engine. */
@Command(
        name = "info",
        description = "Tell what the catalogue knows of a model: paper, weights, reported results.",
        mixinStandardHelpOptions = true,
        footer = {"", "Examples:", "  paperzoo info codet5-base", "  paperzoo info codet5-base --json -"})
final class InfoCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", description = "The model's ID; paperzoo list names all.")
    private String id;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        ModelCard card = Catalogue.standard().card(id);
        if (!json.replacesText()) {
            print(card);
        }
        json.write(card);
        return 0;
    }

    private static void print(ModelCard card) {
        line("id", card.id());
        line("title", card.title());
        line("paper", paper(card.paper()));
        line("task", card.task());
        line("architecture", card.architecture() + (card.naming() == null ? "" : ", names as in " + card.naming()));
        line("parameters", card.parameters() == null ? null : String.format(Locale.ROOT, "%,d", card.parameters()));
        line("licence", card.licence() == null ? "not stated by the authors" : card.licence());
        line("weights", card.released().map(InfoCommand::location).orElse("none released; paperzoo train makes them"));
        settings("translator", card.translator());
        settings("training", card.training());
        line("notes", card.notes());
        if (!card.results().isEmpty()) {
            Table table = Table.of("data set", "metric", "value>", "reported in", "protocol")
                    .indentedBy(2);
            for (ReportedResult result : card.results()) {
                table.add(
                        result.dataset(), result.metric(), number(result.value()), result.source(), result.protocol());
            }
            System.out.println();
            System.out.println("What the paper reports:");
            System.out.print(table);
        }
    }

    private static String paper(ModelCard.Paper paper) {
        return Stream.of(paper.title(), paper.venue(), paper.arxiv() == null ? null : "arXiv " + paper.arxiv())
                .filter(part -> part != null)
                .collect(Collectors.joining(", "));
    }

    private static String location(CheckpointLocation location) {
        String files = String.join(" or ", location.weights());
        if (location.repository() != null) {
            return "huggingface.co/" + location.repository() + " at " + location.revision() + ": " + files;
        }
        if (location.manual() != null) {
            return files + ": " + location.manual();
        }
        return location.url() != null ? location.url() + files : "shipped with paperzoo: " + files;
    }

    private static void settings(String label, JsonNode settings) {
        if (settings != null && !settings.isNull() && !settings.isEmpty()) {
            line(label, settings.toString());
        }
    }

    private static void line(String label, String value) {
        if (value != null) {
            System.out.printf("%-13s %s%n", label, Failure.oneLine(value));
        }
    }

    /** As printed in the paper: 45.0 is shown as 45, no digits are added. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}

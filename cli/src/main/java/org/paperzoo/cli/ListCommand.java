package org.paperzoo.cli;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.task.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code paperzoo list}: the models of the catalogue. Reads their cards, starts no engine. */
@Command(
        name = "list",
        description = "List the models of the zoo.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  paperzoo list",
            "  paperzoo list --task object-detection",
            "  paperzoo list --architecture bart --json -"
        })
final class ListCommand implements Callable<Integer> {

    @Option(names = "--task", paramLabel = "TASK", description = "Only models of this task, such as text-generation.")
    private String task;

    @Option(
            names = "--architecture",
            paramLabel = "NAME",
            description = "Only models of this architecture, such as bart.")
    private String architecture;

    @Mixin
    private JsonOutput json;

    @Override
    public Integer call() throws IOException {
        json.check();
        Collection<ModelCard> all = Catalogue.standard().cards();
        if (task != null) {
            Task.named(task);
        }
        if (architecture != null
                && all.stream().noneMatch(card -> card.architecture().equals(architecture))) {
            throw new NoSuchElementException("no model of an architecture " + architecture + "; there are "
                    + String.join(
                            ", ",
                            new TreeSet<>(
                                    all.stream().map(ModelCard::architecture).toList())));
        }
        List<ModelCard> cards = all.stream()
                .filter(card -> task == null || card.task().equals(task))
                .filter(card -> architecture == null || card.architecture().equals(architecture))
                .toList();
        if (!json.replacesText()) {
            Table table = Table.of("id", "task", "parameters>", "title");
            cards.forEach(card -> table.add(card.id(), card.task(), parameters(card), card.title()));
            System.out.print(table);
        }
        json.write(cards);
        return 0;
    }

    /** The number of parameters in millions, as papers give it. */
    private static String parameters(ModelCard card) {
        return card.parameters() == null ? "" : String.format(Locale.ROOT, "%.1f M", card.parameters() / 1e6);
    }
}

package org.paperzoo.leaderboard.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paperzoo.leaderboard.Numbers;
import org.paperzoo.leaderboard.store.ReportedValue;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.leaderboard.store.StoredResult;
import org.paperzoo.zoo.catalogue.Catalogue;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.task.Task;

/** The page of a model: its card, how to pull and run it, its results. */
final class ModelPage {

    private ModelPage() {}

    /**
     * Renders the page.
     *
     * @param after the address behind which the rows begin, or null
     * @return nothing where neither the catalogue nor the store has the model
     */
    static Optional<PageFile> render(
            ResultStore store, Scope scope, String id, String after, Layout layout, Catalogue catalogue)
            throws IOException {
        List<StoredResult> found = scope.latest(store, null, id, after, BenchmarkPage.ROWS + 1);
        Optional<ModelCard> card = catalogue.contains(id) ? Optional.of(catalogue.card(id)) : Optional.empty();
        if (found.isEmpty() && card.isEmpty()) {
            return Optional.empty();
        }
        boolean more = found.size() > BenchmarkPage.ROWS;
        List<StoredResult> runs = more ? found.subList(0, BenchmarkPage.ROWS) : found;
        List<Element> content = new ArrayList<>();
        if (card.isPresent()) {
            content.add(card(card.get()));
            content.addAll(commands(card.get()));
        } else {
            content.add(Element.of("p", "The catalogue of this installation has no card of this model."));
        }
        content.add(Element.of("h2", "Results"));
        content.add(
                runs.isEmpty()
                        ? Element.of("p", "None yet.")
                        : RunRows.table("The newest run of each setting", runs, false, layout, catalogue));
        if (more) {
            content.add(
                    layout.onDisk()
                            ? Element.of("p", "There are older ones, which paperzoo serve shows.")
                            : Element.of(
                                    "p",
                                    Element.link(
                                            layout.model(id) + "?after="
                                                    + runs.get(runs.size() - 1).address(),
                                            "Older results of this model")));
        }
        content.addAll(reported(card, store.reported(null, id)));
        content.addAll(BenchmarkPage.engines(runs, layout));
        return Optional.of(layout.page(id, List.of(Element.of("span", id)), content));
    }

    private static Element card(ModelCard card) {
        ModelCard.Paper paper = card.paper();
        Facts facts = Facts.of()
                .add("what", card.title())
                .add(
                        "paper",
                        paper.arxiv() == null
                                ? paper.title() + ", " + paper.venue()
                                : Element.of(
                                        "span",
                                        Element.link("https://arxiv.org/abs/" + paper.arxiv(), paper.title()),
                                        ", " + paper.venue()))
                .add("task", OverviewPage.words(card.task()))
                .add("architecture", card.architecture())
                .add("parameters", card.parameters())
                .add("licence of the weights", card.licence())
                .add("checkpoint", checkpoint(card))
                .add("notes", card.notes());
        return facts.element();
    }

    private static String checkpoint(ModelCard card) {
        ModelCard.CheckpointLocation checkpoint = card.checkpoint();
        if (checkpoint == null) {
            return "the authors released none";
        }
        String files = String.join(", ", checkpoint.weights());
        if (checkpoint.repository() != null) {
            return checkpoint.repository() + " at " + checkpoint.revision() + ": " + files;
        }
        return checkpoint.url() != null ? checkpoint.url() + files : "shipped with paperzoo: " + files;
    }

    private static List<Element> commands(ModelCard card) {
        return List.of(
                Element.of("h2", "Pull and run it"),
                Element.of("p", "On the command line:"),
                code(
                        card.released().isPresent()
                                ? "paperzoo pull " + card.id() + "\npaperzoo eval " + card.id() + " --engine all"
                                : "paperzoo train " + card.id() + " -o FOLDER\npaperzoo eval " + card.id()
                                        + " --weights FOLDER --engine all"),
                Element.of("p", "In Java:"),
                code(java(card)));
    }

    private static String java(ModelCard card) {
        String address = "paperzoo://" + card.id() + (card.released().isPresent() ? "" : "?weights=FOLDER");
        String types = switch (Task.named(card.task())) {
            case OBJECT_DETECTION -> "Image, DetectedObjects";
            case SEMANTIC_SEGMENTATION -> "Image, CategoryMask";
            case FORECASTING -> "TimeSeriesData, Forecast";
            case TEXT_CLASSIFICATION -> "String, Classifications";
            default -> "String, String";
        };
        String classes = types.replace(",", ".class,") + ".class";
        return "Criteria<" + types + "> criteria = Criteria.builder()\n"
                + "        .setTypes(" + classes + ")\n"
                + "        .optModelUrls(\"" + address + "\")\n"
                + "        .build();\n"
                + "try (ZooModel<" + types + "> model = criteria.loadModel();\n"
                + "        Predictor<" + types + "> predictor = model.newPredictor()) {\n"
                + "    var output = predictor.predict(input);\n"
                + "}";
    }

    static Element code(String text) {
        return Element.of("pre", Element.of("code", text)).with("tabindex", "0");
    }

    private static List<Element> reported(Optional<ModelCard> card, List<ReportedValue> others) {
        Grid grid = Grid.of("What is reported of it", "data set", "metric", "value>", "source", "protocol");
        card.ifPresent(known -> known.results()
                .forEach(each -> grid.row(
                        each.dataset(),
                        each.metric(),
                        Grid.number(each.value(), Numbers.plain(each.value())),
                        each.source(),
                        each.protocol() == null ? "" : each.protocol())));
        others.forEach(each -> grid.row(
                each.dataset(),
                each.metric(),
                Grid.number(each.value(), Numbers.plain(each.value())),
                each.source(),
                each.protocol() == null ? "" : each.protocol()));
        return grid.size() == 0 ? List.of() : List.of(Element.of("h2", "Reported"), grid.element());
    }
}

package org.paperzoo.leaderboard.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.paperzoo.evaluation.result.KeptExample;
import org.paperzoo.evaluation.result.KeptExample.KeptBox;
import org.paperzoo.evaluation.result.KeptExample.KeptPicture;
import org.paperzoo.evaluation.result.KeptExample.KeptSeries;
import org.paperzoo.leaderboard.Numbers;
import org.paperzoo.leaderboard.store.StoredResult;

/** Examples of a run: texts beside each other, pictures with boxes and masks, forecasts as charts. */
final class ExamplesPage {

    /** Examples of a page. */
    static final int EXAMPLES = 20;

    private ExamplesPage() {}

    /** Number of pages that examples take. */
    static int pages(List<KeptExample> examples) {
        return (examples.size() + EXAMPLES - 1) / EXAMPLES;
    }

    /** Renders a page, from 1; nothing where there is no such one. */
    static Optional<PageFile> render(StoredResult run, List<KeptExample> examples, int page, Layout layout) {
        int pages = pages(examples);
        if (page < 1 || page > pages) {
            return Optional.empty();
        }
        List<Element> content = new ArrayList<>();
        content.add(Element.of(
                "p",
                run.result().model() + " on " + run.result().benchmark() + ", page " + page + " of " + pages + "."));
        int first = (page - 1) * EXAMPLES;
        for (KeptExample example : examples.subList(first, Math.min(examples.size(), first + EXAMPLES))) {
            content.add(section(run, example, layout));
        }
        content.add(turning(run, page, pages, layout));
        return Optional.of(layout.page(
                "Examples of run " + run.shortAddress() + ", page " + page,
                List.of(
                        Element.link(
                                layout.benchmark(run.result().benchmark()),
                                run.result().benchmark()),
                        Element.link(layout.run(run.address()), run.shortAddress()),
                        Element.of("span", "examples " + page)),
                content));
    }

    private static Element turning(StoredResult run, int page, int pages, Layout layout) {
        Element list = Element.of("ul");
        if (page > 1) {
            list.add(Element.of("li", Element.link(layout.examples(run.address(), page - 1), "Previous examples")));
        }
        if (page < pages) {
            list.add(Element.of("li", Element.link(layout.examples(run.address(), page + 1), "Next examples")));
        }
        return page > 1 || page < pages
                ? Element.of("nav", list).with("aria-label", "Pages of examples")
                : Element.of("p", "These are all.");
    }

    private static Element section(StoredResult run, KeptExample example, Layout layout) {
        String id = "example-" + example.index();
        Element section = Element.of(
                        "section",
                        Element.of("h2", "Example " + example.index()).with("id", id))
                .with("class", "example")
                .with("aria-labelledby", id);
        StringBuilder scores = new StringBuilder();
        new TreeMap<>(example.scores())
                .forEach((metric, value) -> scores.append(scores.isEmpty() ? "" : ", ")
                        .append(metric)
                        .append(' ')
                        .append(Numbers.plain(value)));
        if (!scores.isEmpty()) {
            section.add(Element.of("p", "Alone: " + scores));
        }
        text("input", example.input(), section);
        text("output", example.output(), section);
        text("expected", example.reference(), section);
        Element pictures = Element.of("div").with("class", "pictures");
        example.pictures().forEach(picture -> pictures.add(picture(run, example, picture, layout)));
        section.add(pictures);
        if (!example.found().isEmpty() || !example.expected().isEmpty()) {
            section.add(boxes(example));
        }
        if (example.series() != null) {
            section.add(Chart.forecast("Example " + example.index(), example.series()));
            section.add(steps(example));
        }
        return section;
    }

    private static void text(String name, String text, Element section) {
        if (text != null) {
            section.add(Element.of("h3", name));
            section.add(ModelPage.code(text));
        }
    }

    /** Boxes are drawn in the pixels of the original, whatever size the kept picture has. */
    private static Element picture(StoredResult run, KeptExample example, KeptPicture picture, Layout layout) {
        Element drawing = Element.of("svg")
                .with("viewBox", "0 0 " + picture.width() + " " + picture.height())
                .with("role", "img")
                .with(
                        "aria-label",
                        "Example " + example.index() + ": " + picture.description() + ", with "
                                + example.found().size() + " boxes found and "
                                + example.expected().size() + " expected");
        drawing.add(Element.of("image")
                .with("href", layout.picture(run.address(), picture.file()))
                .with("width", String.valueOf(picture.width()))
                .with("height", String.valueOf(picture.height())));
        example.expected().forEach(box -> drawing.add(rectangle(box, "expected")));
        example.found().forEach(box -> drawing.add(rectangle(box, "found")));
        return Element.of("figure", drawing, Element.of("figcaption", picture.description()))
                .with("class", "picture");
    }

    private static Element rectangle(KeptBox box, String kind) {
        return Element.of("rect", Element.of("title", kind + ": class " + box.label()))
                .with("class", kind)
                .with("x", String.valueOf(box.left()))
                .with("y", String.valueOf(box.top()))
                .with("width", String.valueOf(Math.max(0, box.width())))
                .with("height", String.valueOf(Math.max(0, box.height())));
    }

    private static Element boxes(KeptExample example) {
        Grid grid = Grid.of(
                "Objects of example " + example.index(),
                "of",
                "class>",
                "score>",
                "left>",
                "top>",
                "width>",
                "height>");
        example.found().forEach(box -> row(grid, "found", box));
        example.expected().forEach(box -> row(grid, "expected", box));
        return folded("The objects as a table", grid.element());
    }

    private static void row(Grid grid, String kind, KeptBox box) {
        grid.row(
                kind,
                String.valueOf(box.label()),
                box.score() == null ? "" : Numbers.plain(box.score()),
                Numbers.plain(box.left()),
                Numbers.plain(box.top()),
                Numbers.plain(box.width()),
                Numbers.plain(box.height()));
    }

    private static Element steps(KeptExample example) {
        KeptSeries series = example.series();
        Grid grid = Grid.of("Steps of example " + example.index(), "step>", "forecast>", "came>");
        for (int step = 0;
                step < Math.min(series.forecast().size(), series.actual().size());
                step++) {
            grid.row(
                    String.valueOf(step + 1),
                    Numbers.plain(series.forecast().get(step)),
                    Numbers.plain(series.actual().get(step)));
        }
        return folded("The steps as a table", grid.element());
    }

    private static Element folded(String title, Element content) {
        return Element.of("details", Element.of("summary", title), content);
    }
}

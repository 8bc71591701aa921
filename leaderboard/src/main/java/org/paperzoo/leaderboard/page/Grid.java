package org.paperzoo.leaderboard.page;

import java.util.ArrayList;
import java.util.List;

/** A table that readers can sort and filter where scripts run, and read where they do not. */
final class Grid {

    private final String caption;
    private final List<Element> headings = new ArrayList<>();
    private final List<Boolean> numeric = new ArrayList<>();
    private final List<Element> rows = new ArrayList<>();
    private final boolean filtered;

    private Grid(String caption, boolean filtered) {
        this.caption = caption;
        this.filtered = filtered;
    }

    /** A table under a caption; a column whose name ends in {@code >} holds numbers. */
    static Grid of(String caption, String... columns) {
        return new Grid(caption, false).columns(columns);
    }

    /** The same with a field that shows only the rows that hold a text. */
    static Grid filtered(String caption, String... columns) {
        return new Grid(caption, true).columns(columns);
    }

    Grid columns(String... columns) {
        for (String column : columns) {
            boolean number = column.endsWith(">");
            String name = number ? column.substring(0, column.length() - 1) : column;
            numeric.add(number);
            Element heading = Element.of("th", name).with("scope", "col");
            headings.add(number ? heading.with("class", "number") : heading);
        }
        return this;
    }

    /** A cell that sorts by a number of full precision. */
    static Element number(double value, Object... shown) {
        return Element.of("td", shown).with("class", "number").with("data-value", String.valueOf(value));
    }

    /** Adds a row: cells, or what cells hold. */
    Grid row(Object... cells) {
        if (cells.length != numeric.size()) {
            throw new IllegalStateException(cells.length + " cells in a row of " + numeric.size());
        }
        Element row = Element.of("tr");
        for (int i = 0; i < cells.length; i++) {
            Element cell =
                    cells[i] instanceof Element element && element.is("td") ? element : Element.of("td", cells[i]);
            row.add(numeric.get(i) && cell != cells[i] ? cell.with("class", "number") : cell);
        }
        rows.add(row);
        return this;
    }

    int size() {
        return rows.size();
    }

    Element element() {
        Element table = Element.of(
                        "table",
                        Element.of("caption", caption),
                        Element.of("thead", Element.of("tr", headings)),
                        Element.of("tbody", rows))
                .with("class", "sortable");
        Element region = Element.of("div", table)
                .with("class", "wide")
                .with("role", "region")
                .with("aria-label", caption)
                .with("tabindex", "0");
        return filtered ? Element.of("div", region).with("class", "filtered").with("data-filter", caption) : region;
    }
}

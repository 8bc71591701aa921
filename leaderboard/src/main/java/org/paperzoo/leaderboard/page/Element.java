package org.paperzoo.leaderboard.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element of HTML. Every text and every attribute is escaped when it is written; there is no way to write markup but by
 * elements.
 */
final class Element {

    private static final Set<String> VOID = Set.of("meta", "link", "input", "img", "br");

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> children = new ArrayList<>();

    private Element(String name) {
        this.name = name;
    }

    /** An element with children: elements, or texts. */
    static Element of(String name, Object... children) {
        Element element = new Element(name);
        for (Object child : children) {
            element.add(child);
        }
        return element;
    }

    /** A link. */
    static Element link(String address, Object... children) {
        return of("a", children).with("href", address);
    }

    /** Sets an attribute. */
    Element with(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    /** Adds a child: an element, several, or a text. */
    Element add(Object child) {
        if (child instanceof Collection<?> several) {
            several.forEach(this::add);
        } else {
            children.add(child);
        }
        return this;
    }

    /** Whether it is of a kind, such as {@code td}. */
    boolean is(String kind) {
        return name.equals(kind);
    }

    /** Writes it. */
    void write(StringBuilder html) {
        html.append('<').append(name);
        attributes.forEach((attribute, value) -> {
            html.append(' ').append(attribute).append("=\"");
            escape(value, html);
            html.append('"');
        });
        html.append('>');
        if (VOID.contains(name)) {
            return;
        }
        for (Object child : children) {
            if (child instanceof Element element) {
                element.write(html);
            } else {
                escape(String.valueOf(child), html);
            }
        }
        html.append("</").append(name).append('>');
    }

    /** Characters that markup is made of become references; those that no document may hold, a sign of replacement. */
    private static void escape(String text, StringBuilder html) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(isAllowed(c) ? c : '\uFFFD');
            }
        }
    }

    private static boolean isAllowed(char c) {
        return c >= ' ' && c != 0x7f || c == '\n' || c == '\t';
    }
}

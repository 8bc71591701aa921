package org.paperzoo.leaderboard.page;

/** A list of names and what they are. */
final class Facts {

    private final Element list = Element.of("dl");

    private Facts() {}

    static Facts of() {
        return new Facts();
    }

    /** Adds a fact; one that is null is left out. */
    Facts add(String name, Object fact) {
        if (fact != null) {
            list.add(Element.of("div", Element.of("dt", name), Element.of("dd", fact)));
        }
        return this;
    }

    Element element() {
        return list;
    }
}

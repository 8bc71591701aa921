package org.paperzoo.leaderboard.page;

import java.util.List;

/**
 * What all pages share: head, navigation, foot.
 *
 * @param root the way from the page's folder to the board's, such as {@code ../} or nothing
 * @param onDisk whether the page is opened from disk, where it must carry its own security policy
 */
record Layout(String root, boolean onDisk) {

    /** Nothing from elsewhere, nothing inline. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
            + " 'self'; base-uri 'none'; form-action 'self'";

    /** On disk there is no origin: files are named by their scheme. */
    private static final String POLICY_ON_DISK = "default-src 'none'; script-src 'self' file:; style-src 'self' file:;"
            + " img-src 'self' file:; base-uri 'none'; form-action 'none'";

    String overview() {
        return root + "index.html";
    }

    String benchmark(String id) {
        return root + "benchmark/" + id + ".html";
    }

    String model(String id) {
        return root + "model/" + id + ".html";
    }

    String run(String address) {
        return root + "run/" + address + ".html";
    }

    String examples(String address, int page) {
        return root + "run/" + address + "/examples-" + page + ".html";
    }

    String picture(String address, String name) {
        return root + "run/" + address + "/" + name;
    }

    private String asset(String name) {
        return root + "assets/" + name;
    }

    /** A whole page. */
    PageFile page(String title, List<Element> way, List<Element> content) {
        Element head = Element.of(
                "head",
                Element.of("meta").with("charset", "utf-8"),
                Element.of("title", title + " – paperzoo"),
                Element.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
                Element.of("meta").with("name", "color-scheme").with("content", "light dark"));
        if (onDisk) {
            head.add(Element.of("meta")
                    .with("http-equiv", "Content-Security-Policy")
                    .with("content", POLICY_ON_DISK));
        }
        head.add(Element.of("link").with("rel", "icon").with("href", asset("icon.svg")));
        head.add(Element.of("link").with("rel", "stylesheet").with("href", asset("uPlot.min.css")));
        head.add(Element.of("link").with("rel", "stylesheet").with("href", asset("board.css")));
        head.add(script("uPlot.js"));
        head.add(script("board.js"));
        Element places = Element.of("ol", Element.of("li", Element.link(overview(), "paperzoo leaderboard")));
        way.forEach(step -> places.add(Element.of("li", step)));
        Element body = Element.of(
                "body",
                Element.link("#content", "Skip to the content").with("class", "skip"),
                Element.of("header", Element.of("nav", places).with("aria-label", "Where you are")),
                Element.of("main", Element.of("h1", title), content).with("id", "content"),
                Element.of(
                        "footer",
                        Element.of(
                                "p",
                                "Intervals are 95 % bootstrap intervals. A run's address is the SHA-256 of its record.")));
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n");
        Element.of("html", head, body).with("lang", "en").write(html);
        return PageFile.html(html.append('\n').toString());
    }

    private Element script(String name) {
        return Element.of("script").with("src", asset(name)).with("defer", "");
    }
}

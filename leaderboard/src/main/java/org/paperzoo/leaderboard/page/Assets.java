package org.paperzoo.leaderboard.page;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files that pages load: a fixed few, from this project and from uPlot's WebJar. */
final class Assets {

    private static final String OWN = "/org/paperzoo/leaderboard/page/";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final Map<String, String> RESOURCES = new TreeMap<>(Map.of(
            "board.css", OWN + "board.css",
            "board.js", OWN + "board.js",
            "icon.svg", OWN + "icon.svg",
            "uPlot.min.css", UPLOT + "uPlot.min.css",
            "uPlot.js", UPLOT + "uPlot.iife.min.js"));

    private Assets() {}

    static Iterable<String> names() {
        return RESOURCES.keySet();
    }

    /** A file by its name. */
    static Optional<PageFile> find(String name) throws IOException {
        String resource = RESOURCES.get(name);
        if (resource == null) {
            return Optional.empty();
        }
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("the class path lacks " + resource);
            }
            return Optional.of(PageFile.named(name, in.readAllBytes()));
        }
    }
}

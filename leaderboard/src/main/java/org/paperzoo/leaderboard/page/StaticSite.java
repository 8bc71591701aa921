package org.paperzoo.leaderboard.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.paperzoo.leaderboard.store.ResultStore;
import org.paperzoo.zoo.catalogue.Catalogue;

/**
 * The board as a folder of pages that open from disk: the overview, and whatever is linked from a page that is written.
 * Each file is written whole or not at all.
 */
public final class StaticSite {

    private static final int MOST_PAGES = 50_000;

    private static final Pattern LINK = Pattern.compile("href=\"(?:\\.\\./)*((?:run|model|benchmark)/[^\"?#]+)\"");

    private final Board board;

    /** The pages of a part of a store. */
    public StaticSite(ResultStore store, Catalogue catalogue, Scope scope) {
        board = new Board(store, catalogue, scope, true);
    }

    /**
     * What was written.
     *
     * @param pages number of pages and pictures
     * @param note what was left out, if anything was
     */
    public record Summary(int pages, Optional<String> note) {}

    /**
     * Writes the pages into a folder, which is made where it is not there.
     *
     * @throws IOException if the folder cannot be written
     */
    public Summary write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (String name : Assets.names()) {
            put(folder, "assets/" + name, Assets.find(name).orElseThrow());
        }
        Set<String> seen = new HashSet<>(Set.of("index.html"));
        Deque<String> waiting = new ArrayDeque<>(seen);
        int written = 0;
        while (!waiting.isEmpty() && written < MOST_PAGES) {
            String path = waiting.pop();
            Optional<PageFile> page = board.page(path);
            if (page.isEmpty()) {
                continue;
            }
            put(folder, path, page.get());
            written++;
            if (path.endsWith(".html")) {
                Matcher links = LINK.matcher(new String(page.get().bytes(), StandardCharsets.UTF_8));
                while (links.find()) {
                    if (seen.add(links.group(1))) {
                        waiting.add(links.group(1));
                    }
                }
            }
        }
        return new Summary(
                written,
                waiting.isEmpty()
                        ? Optional.empty()
                        : Optional.of("left out all pages behind the first " + MOST_PAGES
                                + "; name a benchmark or a model, or use paperzoo serve"));
    }

    private static void put(Path folder, String path, PageFile page) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        // Not a temporary file of Java's, which would be readable by its owner alone.
        Path draft = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.write(draft, page.bytes());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
